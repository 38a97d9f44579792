import { messageOf } from '../../deployment/explained-error.js'
import { StopUnconfirmedError } from '../../aws/stop-request.js'
import { type Deployment, isInProgress, isRolledBack } from '../../deployment/deployment.js'
import { mergedEventLog, newEvents } from '../../deployment/events.js'
import type { Facts, Steps } from '../../deployment/facts.js'
import { type Outcome, requestedOutcome } from '../../deployment/outcome.js'
import type { PendingRun } from '../../deployment/run-record.js'
import type { Run } from '../run.js'
import { deploymentFacts } from '../steps/deployment-facts.js'
import { logNewEvents } from '../steps/log-events.js'
import { findPending, finishPending, type FoundRun, pendingRunText } from './clean-up-pending.js'

/**
 * The runner kills 7.5 s after its first signal (and sends SIGTERM in between): everything, outputs and summary
 * included, has to be done by then.
 */
export const CANCEL_BUDGET_MS = 5_000
/** How long a start that was not confirmed is searched for: `post` has the time for more. */
const SEARCH_MS = 1_000

/**
 * Brings the deployment of a run that was cancelled, or that failed, to an end as `on-cancel` says, and reports what
 * became of it. What can't be found out is a warning with the number, if it is known, and is left to `post`.
 *
 * @param facts what the run has found out so far
 * @param run with a connection whose requests don't wait long
 * @returns the outcome, with what is known now
 */
export async function* cleanUpRun(
  outcome: Outcome,
  pending: PendingRun,
  facts: Facts,
  run: Run,
): Steps<Outcome> {
  const aws = { ...run.aws, signal: AbortSignal.timeout(CANCEL_BUDGET_MS) }
  run.log.info(intention(pending))
  let found: FoundRun | undefined
  let deployment: Deployment | undefined
  try {
    found = await findPending(aws, pending, SEARCH_MS)
    if (found !== undefined) {
      // Should the rest take too long, `post` knows the number.
      if (found !== pending) yield { pending: found, startUnconfirmed: false }
      deployment = await finishPending(aws, found, CANCEL_BUDGET_MS - 500)
    }
  } catch (error) {
    const reason = messageOf(error)
    yield {
      ...(error instanceof StopUnconfirmedError ? { stopAccepted: true } : {}),
      warnings: [pendingRunText(found ?? pending, reason)],
    }
    return outcome
  }
  if (deployment === undefined) {
    // AWS may still carry out a start whose answer was lost.
    run.log.info('No deployment of this run was found yet: post looks for it')
    return outcome
  }
  const before = facts.deployment?.events ?? []
  logNewEvents(newEvents(before, deployment.events), deployment, run)
  const merged = { ...deployment, events: mergedEventLog(before, deployment.events) }
  yield cleanedUpFacts(merged, pending, facts)
  run.log.info(`Deployment ${deployment.number} is ${deployment.state}`)
  return cleanedUpOutcome(outcome, deployment, pending)
}

function cleanedUpFacts(deployment: Deployment, { phase, start }: PendingRun, facts: Facts): Facts {
  const isChange = phase !== 'watched' || (start.onCancel === 'stop' && deployment.state !== 'COMPLETE')
  const isDone = !isInProgress(deployment.state) || start.onCancel === 'leave'
  return {
    ...deploymentFacts(deployment, { region: start.region, alarmArns: facts.alarmArns ?? [] }),
    startUnconfirmed: false,
    ...(isChange ? { changed: true } : {}),
    ...(isDone ? { pending: { phase: 'done' } } : {}),
  }
}

function cleanedUpOutcome(outcome: Outcome, deployment: Deployment, { phase, start }: PendingRun): Outcome {
  if (phase === 'rolling-back' && isRolledBack(deployment)) return requestedOutcome(deployment, false)
  if (outcome.kind === 'cancelled') {
    return { kind: 'cancelled', stopped: start.onCancel === 'stop' && deployment.state === 'ROLLED_BACK' }
  }
  if (outcome.kind === 'failed' && !isInProgress(deployment.state)) {
    const ended = `Deployment ${deployment.number} has ended as ${deployment.state}.`
    return { kind: 'failed', message: `${outcome.message}\n${ended}` }
  }
  return outcome
}

function intention({ phase, start }: PendingRun): string {
  if (phase === 'rolling-back') return 'Finishing the rollback that was asked for'
  if (start.onCancel === 'leave') {
    return 'Finding out what became of the deployment, which on-cancel leaves in progress'
  }
  return `Stopping what this run ${phase === 'watched' ? 'watched' : 'started'}, as on-cancel says`
}
