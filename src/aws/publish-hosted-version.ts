import { mayRetry, pauseBeforeRetry, RETRY, retryDelayMs } from './retry.js'
import { present } from '../configuration/json/present.js'
import { type Aws, CHANGE_TIMEOUT_MS } from './client.js'
import { failureKind, isOutcomeUnknown } from './failure.js'
import {
  createHostedVersion,
  hostedContent,
  type HostedContent,
  type HostedProfileAddress,
  type HostedVersion,
  hostedVersionLabelled,
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
 * The version that is what is wanted: the newest with the same content, or, where a label is asked for, the version with
 * that label and the same content, however old: a label is unique in its profile, and can't be added later (AppConfig
 * API reference, CreateHostedConfigurationVersion).
 * @throws AwsRequestError
 */
export async function reusableHostedVersion(
  aws: Aws,
  address: HostedProfileAddress,
  label: string | undefined,
  isWanted: SameAsWanted,
): Promise<{ readonly newest: HostedVersion | undefined; readonly reusable: HostedVersion | undefined }> {
  const [newest] = await newestHostedVersions(aws, address)
  const number =
    newest === undefined || label === undefined || newest.label === label
      ? newest?.number
      : await hostedVersionLabelled(aws, address, label)
  if (number === undefined) return { newest, reusable: undefined }
  const content = await hostedContent(aws, address, number)
  return {
    newest,
    reusable: isWanted(content) ? { number, ...present({ label: content.label }) } : undefined,
  }
}

/**
 * Makes sure that the newest hosted version is the content: reuses it, or publishes it as the next one, once. After an
 * answer that was lost, or a number that another run moved on, the versions since then are read, and the one that
 * holds the content is taken.
 * @throws AwsRequestError when AWS refuses, or could not be reached in several tries
 */
export async function publishHostedVersion(
  aws: Aws,
  address: HostedProfileAddress,
  wanted: Omit<NewHostedVersion, 'latestNumber'>,
  isWanted: SameAsWanted,
): Promise<PublishedHostedVersion> {
  const { newest, reusable } = await reusableHostedVersion(aws, address, wanted.label, isWanted)
  if (reusable !== undefined) return { ...reusable, reused: true }
  const before = newest?.number ?? 0
  const label = wanted.label === undefined ? {} : { label: wanted.label }
  let latest = before
  for (let attempt = 1; ; attempt++) {
    try {
      const guard = latest === 0 ? {} : { latestNumber: latest }
      const number = await createHostedVersion(aws, address, { ...wanted, ...guard })
      // AppConfig answers with the version that there is when feature flags are the same after all.
      return { number, ...label, reused: number <= before }
    } catch (error) {
      if (!mayRetry(RETRY.publication, error, 0)) throw error
      const search = { before, label: wanted.label, isWanted }
      // Of a first version there is no number that would keep a second request from making a second one.
      const searchMs =
        latest === 0 && isOutcomeUnknown(failureKind(error) ?? 'network') ? CHANGE_TIMEOUT_MS : 0
      const { published, newest: now } = await publishedSince(aws, address, search, searchMs)
      if (published !== undefined) return { ...published, reused: false }
      latest = now
      await pauseBeforeRetry(aws, RETRY.publication, attempt, error)
    }
  }
}

interface Search {
  /** The newest version before the publication, 0 when there was none. */
  readonly before: number
  readonly label: string | undefined
  readonly isWanted: SameAsWanted
}

/**
 * The version since a publication that has the label, where one is wanted, and the content. AWS may carry out a request
 * whose answer was lost later, so the search goes on for some time.
 */
async function publishedSince(
  aws: Aws,
  address: HostedProfileAddress,
  { before, label, isWanted }: Search,
  searchMs: number,
): Promise<{ readonly published: HostedVersion | undefined; readonly newest: number }> {
  const endMs = aws.clock.nowMs() + searchMs
  for (let attempt = 1; ; attempt++) {
    const versions = await newestHostedVersions(aws, address)
    for (const version of versions.filter(({ number }) => number > before)) {
      if (label !== undefined && version.label !== label) continue
      if (isWanted(await hostedContent(aws, address, version.number))) {
        return { published: version, newest: version.number }
      }
    }
    const isOver = aws.clock.nowMs() >= endMs || aws.signal.aborted
    if (isOver) return { published: undefined, newest: versions[0]?.number ?? 0 }
    await aws.clock.sleep(retryDelayMs(RETRY.unseenStart, attempt), aws.signal)
  }
}
