import { property } from '../configuration/json/property.js'

/** The pull request that an event is about. */
export interface EventPullRequest {
  readonly number: number
  /** The newest commit of its branch, where the event tells it. */
  readonly headSha?: string
}

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
  if (property(issue, 'pull_request') !== undefined) return pullRequest(issue)
  const repositoryId = property(property(payload, 'repository'), 'id')
  for (const name of ['workflow_run', 'check_run', 'check_suite']) {
    const listed = property(property(payload, name), 'pull_requests')
    if (!Array.isArray(listed)) continue
    const own: unknown = listed.find((entry) => repositoryOf(entry) === repositoryId)
    if (own !== undefined) return pullRequest(own)
  }
  return undefined
}

function pullRequest(value: unknown): EventPullRequest | undefined {
  const number = property(value, 'number')
  const headSha = property(property(value, 'head'), 'sha')
  if (typeof number !== 'number') return undefined
  return { number, ...(typeof headSha === 'string' ? { headSha } : {}) }
}

function repositoryOf(listed: unknown): unknown {
  return property(property(property(listed, 'base'), 'repo'), 'id')
}
