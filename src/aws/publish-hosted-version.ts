import type { Clock } from './clock.js'
import { retryDelayMs } from './retry-delay.js'
import type { AppConfig } from './client.js'
import { failureKind, isTransient } from './failure.js'
import {
  createHostedVersion,
  hostedContent,
  type HostedContent,
  type HostedProfileAddress,
  type HostedVersion,
  newestHostedVersions,
  type NewHostedVersion,
} from './hosted-versions.js'

export interface PublishedHostedVersion extends HostedVersion {
  /** Whether the newest version already was the content, so that nothing was published. */
  readonly reused: boolean
}

/** Whether a version holds what is to be published. */
export type SameAsWanted = (version: HostedContent) => boolean

/**
 * The newest version when it is what is wanted: the same content, and the label, if one is asked for, since a label
 * can't be added later (AppConfig API reference, CreateHostedConfigurationVersion).
 * @throws AwsRequestError
 */
export async function reusableHostedVersion(
  appconfig: AppConfig,
  address: HostedProfileAddress,
  label: string | undefined,
  isWanted: SameAsWanted,
  signal: AbortSignal,
): Promise<{ readonly newest: HostedVersion | undefined; readonly reusable: HostedVersion | undefined }> {
  const [newest] = await newestHostedVersions(appconfig, address, signal)
  if (newest === undefined || (label !== undefined && newest.label !== label))
    return { newest, reusable: undefined }
  const content = await hostedContent(appconfig, address, newest.number, signal)
  return { newest, reusable: isWanted(content) ? newest : undefined }
}

/**
 * Makes sure that the newest hosted version is the content: reuses it, or publishes it as the next one, once. After an
 * answer that was lost, or a number that another run moved on, the versions since then are read, and the one that
 * holds the content is taken.
 * @throws AwsRequestError when AWS refuses, or could not be reached in several tries
 */
export async function publishHostedVersion(
  appconfig: AppConfig,
  address: HostedProfileAddress,
  wanted: Omit<NewHostedVersion, 'latestNumber'>,
  isWanted: SameAsWanted,
  clock: Clock,
  signal: AbortSignal,
): Promise<PublishedHostedVersion> {
  const { newest, reusable } = await reusableHostedVersion(appconfig, address, wanted.label, isWanted, signal)
  if (reusable !== undefined) return { ...reusable, reused: true }
  const before = newest?.number ?? 0
  const label = wanted.label === undefined ? {} : { label: wanted.label }
  let latest = before
  for (let attempt = 1; ; attempt++) {
    try {
      const guard = latest === 0 ? {} : { latestNumber: latest }
      const number = await createHostedVersion(appconfig, address, { ...wanted, ...guard }, signal)
      // AppConfig answers with the version that there is when feature flags are the same after all.
      return { number, ...label, reused: number <= before }
    } catch (error) {
      const kind = failureKind(error)
      const mayRetry = kind !== undefined && kind !== 'aborted' && (isTransient(kind) || kind === 'conflict')
      if (!mayRetry) throw error
      const versions = await newestHostedVersions(appconfig, address, signal)
      const published = await findSince(appconfig, address, versions, before, wanted.label, isWanted, signal)
      if (published !== undefined) return { ...published, reused: false }
      if (attempt >= MAX_ATTEMPTS) throw error
      latest = versions[0]?.number ?? 0
      await clock.sleep(retryDelayMs(attempt), signal)
      signal.throwIfAborted()
    }
  }
}

const MAX_ATTEMPTS = 5

async function findSince(
  appconfig: AppConfig,
  address: HostedProfileAddress,
  versions: readonly HostedVersion[],
  before: number,
  label: string | undefined,
  isWanted: SameAsWanted,
  signal: AbortSignal,
): Promise<HostedVersion | undefined> {
  for (const version of versions.filter(({ number }) => number > before)) {
    if (label !== undefined && version.label !== label) continue
    if (isWanted(await hostedContent(appconfig, address, version.number, signal))) return version
  }
  return undefined
}
