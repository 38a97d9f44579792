import { context } from '@actions/github'
import { pullRequestOf } from './pull-request-event.js'

/** The workflow run that the step belongs to, as far as the runner tells. */
export interface WorkflowRun {
  readonly repository?: string
  readonly actor?: string
  /** The commit that the run is about: the head of the pull request rather than the merge commit made for it. */
  readonly sha?: string
  readonly commitUrl?: string
  readonly url?: string
  /** The pull request that the run's event is about. */
  readonly pullRequest?: number
  /** GitHub, or the company's own: `https://github.com`. */
  readonly serverUrl?: string
}

/** The current run, from the variables and the event that GitHub's runner provides; nothing is requested. */
export function currentWorkflowRun(): WorkflowRun {
  const repository = process.env['GITHUB_REPOSITORY'] ?? ''
  const pullRequest = pullRequestOf(context.payload)
  const sha = pullRequest?.headSha ?? context.sha
  return {
    ...(repository === '' ? {} : { repository }),
    ...(isText(context.actor) ? { actor: context.actor } : {}),
    ...(isText(sha) ? { sha } : {}),
    ...(isText(sha) && repository !== ''
      ? { commitUrl: `${context.serverUrl}/${repository}/commit/${sha}` }
      : {}),
    ...(repository === '' || Number.isNaN(context.runId)
      ? {}
      : { url: `${context.serverUrl}/${repository}/actions/runs/${context.runId}` }),
    ...(pullRequest === undefined ? {} : { pullRequest: pullRequest.number }),
    serverUrl: context.serverUrl,
  }
}

/** Repository, commit and run, as the description of what the run makes in AWS. */
export function runDescription(run: WorkflowRun): string {
  const commit = run.sha === undefined ? '' : `@${run.sha.slice(0, 7)}`
  return [run.repository === undefined ? '' : `${run.repository}${commit}`, run.url ?? '']
    .filter((part) => part !== '')
    .join(' ')
}

/** The runner's variables are declared as always there, and are not outside a runner. */
function isText(value: string | undefined): value is string {
  return value !== undefined && value !== ''
}
