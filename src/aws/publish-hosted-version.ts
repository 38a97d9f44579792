import { mayRetry, pauseBeforeRetry, RETRY } from './retry.js'
import type { Aws } from './client.js'
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
  aws: Aws,
  address: HostedProfileAddress,
  label: string | undefined,
  isWanted: SameAsWanted,
): Promise<{ readonly newest: HostedVersion | undefined; readonly reusable: HostedVersion | undefined }> {
  const [newest] = await newestHostedVersions(aws, address)
  if (newest === undefined || (label !== undefined && newest.label !== label))
    return { newest, reusable: undefined }
  const content = await hostedContent(aws, address, newest.number)
  return { newest, reusable: isWanted(content) ? newest : undefined }
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
      const versions = await newestHostedVersions(aws, address)
      const since = versions.filter(({ number }) => number > before)
      const published = await findIn(since, aws, address, { label: wanted.label, isWanted })
      if (published !== undefined) return { ...published, reused: false }
      latest = versions[0]?.number ?? 0
      await pauseBeforeRetry(aws, RETRY.publication, attempt, error)
    }
  }
}

/** The first of some versions that has the label, where one is wanted, and the content. */
async function findIn(
  versions: readonly HostedVersion[],
  aws: Aws,
  address: HostedProfileAddress,
  { label, isWanted }: { readonly label: string | undefined; readonly isWanted: SameAsWanted },
): Promise<HostedVersion | undefined> {
  for (const version of versions) {
    if (label !== undefined && version.label !== label) continue
    if (isWanted(await hostedContent(aws, address, version.number))) return version
  }
  return undefined
}
