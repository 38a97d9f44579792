import { present } from '../configuration/json/present.js'
/** Who an environment is made for. */
export interface EnvironmentOwner {
  /** `owner/name`. */
  readonly repository?: string
  readonly pullRequest?: number
  /** The run of the workflow that makes it. */
  readonly runUrl?: string
}

/** What the tags of an environment that this action made say of it. */
export interface OwnedEnvironment {
  readonly repository?: string
  readonly pullRequest?: number
}

/** How many tags of its own an environment gets that the action makes. */
export const OWNERSHIP_TAG_COUNT = 3

const CREATED_BY = 'appconfig-deploy:created-by'
const REPOSITORY = 'appconfig-deploy:repository'
const PULL_REQUEST = 'appconfig-deploy:pull-request'

/** The tags by which an environment is known as made by this action, whoever else's tags it has. */
export function ownershipTags({
  repository,
  pullRequest,
  runUrl,
}: EnvironmentOwner): Readonly<Record<string, string>> {
  return {
    [CREATED_BY]: runUrl ?? 'appconfig-deploy',
    ...(repository === undefined ? {} : { [REPOSITORY]: repository }),
    ...(pullRequest === undefined ? {} : { [PULL_REQUEST]: String(pullRequest) }),
  }
}

/** Whose environment it is by its tags; undefined when this action did not make it. */
export function ownerOf(tags: Readonly<Record<string, string>>): OwnedEnvironment | undefined {
  if (tags[CREATED_BY] === undefined) return undefined
  const repository = tags[REPOSITORY]
  const pullRequest = Number(tags[PULL_REQUEST] ?? NaN)
  return {
    ...present({ repository }),
    ...(Number.isSafeInteger(pullRequest) && pullRequest > 0 ? { pullRequest } : {}),
  }
}

/**
 * Why an environment must not be removed, in words that complete "environment NAME is not removed: …"; undefined when
 * it may be: this action made it, and made it for this repository.
 */
export function removalProblem(
  tags: Readonly<Record<string, string>>,
  repository: string | undefined,
): string | undefined {
  const owner = ownerOf(tags)
  if (owner === undefined) {
    return `this action did not create it, since it has no tag ${CREATED_BY}. Remove it by hand if it is really to go`
  }
  if (owner.repository === undefined || repository === undefined || owner.repository === repository) {
    return undefined
  }
  return `it was created for ${owner.repository}, as its tag ${REPOSITORY} says, and this run is of ${repository}`
}

/** An environment that occupies the application's quota. */
export interface OccupyingEnvironment {
  readonly name: string
  /** Undefined: not made by this action, or not known. */
  readonly owner?: OwnedEnvironment | undefined
}

/**
 * What to say when the quota of environments is used up: how many there are, how many of them are previews, and which
 * of those belong to closed pull requests of this repository.
 *
 * @param closed the numbers of closed pull requests; undefined when nobody could tell
 */
export function quotaAdvice(
  environments: readonly OccupyingEnvironment[],
  repository: string | undefined,
  closed: readonly number[] | undefined,
): string {
  const previews = environments.filter(({ owner }) => owner?.pullRequest !== undefined)
  const counts = `The application has ${environments.length} environments, ${previews.length} of them previews of pull requests.`
  const left = previews.filter(
    ({ owner }) =>
      owner?.repository === repository &&
      owner?.pullRequest !== undefined &&
      closed?.includes(owner.pullRequest) === true,
  )
  return [counts, closedText(previews.length, left, closed), QUOTA].filter((part) => part !== '').join(' ')
}

const QUOTA = 'Or ask Service Quotas for more environments per application (20 unless it was raised).'

function closedText(
  previews: number,
  left: readonly OccupyingEnvironment[],
  closed: readonly number[] | undefined,
): string {
  if (previews === 0) return 'Remove those that are not needed any more.'
  if (closed === undefined) {
    return 'Whose pull requests are closed could not be seen (github-token needs permissions: pull-requests: read). Remove those that are not needed any more with operation: remove-environment.'
  }
  if (left.length === 0) return 'None of them belongs to a closed pull request of this repository.'
  const names = left.map(({ name, owner }) => `${name} (#${owner?.pullRequest ?? ''})`).join(', ')
  return `Of closed pull requests: ${names}. Remove them with operation: remove-environment.`
}
