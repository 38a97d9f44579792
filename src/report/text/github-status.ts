import { cutText, visibleText, withLineBreaks } from './visible-text.js'
import { type Deployment, isInProgress } from '../../deployment/deployment.js'
import type { Facts } from '../../deployment/facts.js'
import type { Outcome } from '../../deployment/outcome.js'
import { rollbackSentence } from './rollback-sentence.js'

/** The states of a GitHub deployment that a run sets. */
export type GithubDeploymentState = 'in_progress' | 'success' | 'failure' | 'error' | 'inactive'

/** One status of a GitHub deployment. The description is a text of at most 140 characters on one line. */
export interface GithubStatus {
  readonly state: GithubDeploymentState
  readonly description: string
}

/** GitHub's limit for the description of a status. */
const MAX_CHARS = 140

/**
 * What becomes of the GitHub deployment of a run's AppConfig deployment when the run has ended; undefined when there
 * is nothing to say of it.
 *
 * `success`: all targets have the configuration. `failure`: AppConfig rolled the deployment back. `error`: the run
 * was cancelled, ran out of time or failed otherwise, whatever the deployment does since. `inactive`: it was rolled
 * back on request. A run that was only to start the deployment leaves it `in_progress`.
 */
export function githubStatus(
  outcome: Outcome,
  { deployment, rollbackReason }: Pick<Facts, 'deployment' | 'rollbackReason'>,
): GithubStatus | undefined {
  if (deployment === undefined) return undefined
  const which = `Deployment ${deployment.number}`
  switch (outcome.kind) {
    case 'complete':
      return status('success', `${which} is complete`)
    case 'deployed':
      return status('success', `${which} has reached all targets; its bake time is in progress`)
    case 'started':
      return status('in_progress', `${which} is in progress; the run does not wait for it`)
    case 'rolled-back':
    case 'reverted': {
      const verb = outcome.kind === 'reverted' ? 'reverted' : 'rolled back'
      if (outcome.requested) return status('inactive', `${which} was ${verb}`)
      return status(
        'failure',
        rollbackReason === undefined ? `${which} was ${verb}` : rollbackSentence(rollbackReason),
      )
    }
    case 'timed-out':
      return cutShort(deployment, 'Timed out')
    case 'cancelled':
      return cutShort(deployment, 'The run was cancelled')
    case 'failed': {
      const isRolledBack = !isInProgress(deployment.state) && deployment.state !== 'COMPLETE'
      return isRolledBack
        ? status('failure', `${which} is ${deployment.state}`)
        : cutShort(deployment, 'The run failed')
    }
    case 'unchanged':
    case 'planned':
    case 'removed':
    case 'busy':
      return undefined
  }
}

/** A status with its description brought into GitHub's bounds. The text is untrusted. */
export function status(state: GithubDeploymentState, description: string): GithubStatus {
  return { state, description: cutText(visibleText(withLineBreaks(description, ' ')), MAX_CHARS) }
}

function cutShort({ number, state }: Deployment, why: string): GithubStatus {
  return state === 'COMPLETE'
    ? status('success', `Deployment ${number} is complete`)
    : status('error', `${why}; deployment ${number} is ${state}`)
}
