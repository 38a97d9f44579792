import { property } from '../configuration/json/property.js'

/** The pull request that an event is about. */
export interface EventPullRequest {
  readonly number: number
  /** The newest commit of its branch, where the event names it. */
  readonly headSha?: string
}

/** The members of events that have the commit of what they are about, and list its pull requests. */
const CHECKED = ['workflow_run', 'check_run', 'check_suite'] as const

/**
 * The pull request of an event's payload: of `pull_request`, `pull_request_target` and their reviews, of
 * `issue_comment` when the issue is a pull request, and of events that list pull requests, such as `workflow_run`.
 * Of the listed, only those of the event's own repository count: GitHub lists those of forks too. Undefined for every
 * other event.
 */
export function pullRequestOf(payload: unknown): EventPullRequest | undefined {
  const direct = property(payload, 'pull_request')
  if (direct !== undefined) return pullRequest(direct)
  const issue = property(payload, 'issue')
  if (isPullRequest(issue)) return pullRequest(issue)
  const repositoryId = property(property(payload, 'repository'), 'id')
  for (const name of CHECKED) {
    const listed = property(property(payload, name), 'pull_requests')
    if (!Array.isArray(listed)) continue
    const own: unknown = listed.find((entry) => repositoryOf(entry) === repositoryId)
    if (own !== undefined) return pullRequest(own)
  }
  return undefined
}

/**
 * The commit that an event is about. GITHUB_SHA is that commit for most events; for the others it is the merge commit of
 * the pull request, or the newest commit of the default branch (GitHub docs, "Events that trigger workflows").
 * @param githubSha GITHUB_SHA
 * @returns undefined for a comment on a pull request, whose event does not name the commit
 */
export function eventCommit(payload: unknown, githubSha: string | undefined): string | undefined {
  if (isPullRequest(property(payload, 'issue'))) return undefined
  const direct = property(payload, 'pull_request')
  if (direct !== undefined) return pullRequest(direct)?.headSha ?? githubSha
  // The payload of a deployment has the workflow run that made it, which may be about another commit.
  if (property(payload, 'deployment') !== undefined) return githubSha
  for (const name of CHECKED) {
    const headSha = property(property(payload, name), 'head_sha')
    if (isSha(headSha)) return headSha
  }
  // The event `status`.
  const sha = property(payload, 'sha')
  return isSha(sha) && property(payload, 'state') !== undefined ? sha : githubSha
}

function isPullRequest(issue: unknown): boolean {
  const link = property(issue, 'pull_request')
  return link !== undefined && link !== null
}

function pullRequest(value: unknown): EventPullRequest | undefined {
  const number = property(value, 'number')
  const headSha = property(property(value, 'head'), 'sha')
  if (typeof number !== 'number') return undefined
  return { number, ...(isSha(headSha) ? { headSha } : {}) }
}

function isSha(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function repositoryOf(listed: unknown): unknown {
  return property(property(property(listed, 'base'), 'repo'), 'id')
}
