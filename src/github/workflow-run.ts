import { present } from '../configuration/json/present.js'
import { type EventPullRequest, eventCommit, pullRequestOf } from './event.js'

/** The workflow run that the step belongs to, as far as the runner says. */
export interface WorkflowRun {
  readonly repository?: string
  readonly actor?: string
  /**
   * The commit that the run is about: the head of the pull request, not the merge commit made for it. Undefined where the
   * event does not name it: it is then the head of `pullRequest`, which GitHub can be asked for.
   */
  readonly sha?: string
  readonly commitUrl?: string
  readonly url?: string
  readonly attempt?: number
  /** The pull request that the run's event is about, or that the workflow names. */
  readonly pullRequest?: number
  /** GitHub, or the company's own: `https://github.com`. */
  readonly serverUrl?: string
}

/**
 * The current run, from the variables and the event that the runner provides.
 * @param payload the event, as GITHUB_EVENT_PATH has it
 * @param pullRequest the pull request that the workflow names, for events that are not about one
 */
export function workflowRun(
  env: Readonly<Record<string, string | undefined>>,
  payload: unknown,
  pullRequest?: number,
): WorkflowRun {
  const repository = text(env['GITHUB_REPOSITORY'])
  const actor = text(env['GITHUB_ACTOR'])
  const serverUrl = text(env['GITHUB_SERVER_URL']) ?? 'https://github.com'
  const runId = text(env['GITHUB_RUN_ID'])
  const attempt = Number(env['GITHUB_RUN_ATTEMPT'])
  const ofEvent: EventPullRequest | undefined = pullRequestOf(payload)
  const sha = eventCommit(payload, text(env['GITHUB_SHA']))
  const number = pullRequest ?? ofEvent?.number
  const page = repository === undefined ? undefined : `${serverUrl}/${repository}`
  return {
    ...present({ repository, actor, sha }),
    ...(sha === undefined || page === undefined ? {} : { commitUrl: `${page}/commit/${sha}` }),
    ...(runId === undefined || page === undefined ? {} : { url: `${page}/actions/runs/${runId}` }),
    ...(Number.isInteger(attempt) && attempt > 0 ? { attempt } : {}),
    ...present({ pullRequest: number }),
    serverUrl,
  }
}

/** Repository, commit and run, as the description of what the run makes in AWS. */
export function runDescription({ repository, sha, url }: WorkflowRun): string {
  const commit = sha === undefined ? '' : `@${sha.slice(0, 7)}`
  return [repository === undefined ? '' : `${repository}${commit}`, url ?? '']
    .filter((part) => part !== '')
    .join(' ')
}

/** A variable that is set; an empty one counts as not set. */
function text(value: string | undefined): string | undefined {
  return value === '' ? undefined : value
}
