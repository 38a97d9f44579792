import type { Aws } from '../../aws/client.js'
import { StopUnconfirmedError } from '../../aws/stop-request.js'
import { type Deployment, isInProgress } from '../../deployment/deployment.js'
import type { Outcome } from '../../deployment/outcome.js'
import { mergedEventLog } from '../../deployment/events.js'
import type { Run } from '../run.js'
import { publishDeployment } from './deployment-facts.js'
import { logNewEvents, newEventsOf } from './log-events.js'
import { cleanUp, type PendingRun, pendingRunText } from './clean-up.js'
import { isRolledBack, requestedOutcome } from './rolled-back.js'

/**
 * The runner kills 7.5 s after its first signal (and sends SIGTERM in between): everything, outputs and summary
 * included, has to be done by then.
 */
export const CANCEL_BUDGET_MS = 5_000

/**
 * Brings the deployment of a run that was cancelled, or that failed, to an end as `on-cancel` says, and tells what
 * became of it. Never throws: what can't be found out is a warning with the number, if it is known, and is left to
 * `post`.
 *
 * @param appconfig a connection whose requests don't wait long
 * @returns the outcome, with what is known now
 */
export async function cleanUpRun(
  outcome: Outcome,
  pending: PendingRun,
  aws: Aws,
  run: Run,
): Promise<Outcome> {
  const signal = AbortSignal.timeout(CANCEL_BUDGET_MS)
  const patienceMs = CANCEL_BUDGET_MS - 500
  run.log.info(intention(pending))
  let deployment: Deployment | undefined
  try {
    deployment = await cleanUp(aws, pending, patienceMs)
  } catch (error) {
    if (error instanceof StopUnconfirmedError) run.learn({ stopAccepted: true })
    run.warn(pendingRunText(pending, error instanceof Error ? error.message : String(error)))
    return outcome
  }
  if (deployment === undefined) {
    run.learn({ startUnconfirmed: false })
    run.saveStart({ phase: 'done' })
    return outcome
  }
  return cleanedUpOutcome(outcome, deployment, pending, run)
}

function cleanedUpOutcome(outcome: Outcome, seen: Deployment, pending: PendingRun, run: Run): Outcome {
  logNewEvents(newEventsOf(seen, run), seen, run)
  const deployment = { ...seen, events: mergedEventLog(run.known().deployment?.events ?? [], seen.events) }
  publishDeployment(deployment, pending.start.region, run)
  const isWatched = pending.phase === 'watched'
  if (!isWatched || (pending.start.onCancel === 'stop' && deployment.state !== 'COMPLETE')) {
    run.learn({ changed: true })
  }
  run.learn({ startUnconfirmed: false })
  const isStopped = !isInProgress(deployment.state)
  if (isStopped || pending.start.onCancel === 'leave') run.saveStart({ phase: 'done' })
  run.log.info(`Deployment ${deployment.number} is ${deployment.state}`)
  if (pending.phase === 'rolling-back' && isRolledBack(deployment)) return requestedOutcome(deployment, false)
  if (outcome.kind === 'cancelled') {
    const stopped = pending.start.onCancel === 'stop' && deployment.state === 'ROLLED_BACK'
    return { kind: 'cancelled', stopped }
  }
  if (outcome.kind === 'failed' && isStopped) {
    const { message } = outcome
    return {
      kind: 'failed',
      message: `${message}\nDeployment ${deployment.number} has ended as ${deployment.state}.`,
    }
  }
  return outcome
}

function intention({ phase, start }: PendingRun): string {
  if (phase === 'rolling-back') return 'Finishing the rollback that was asked for'
  if (start.onCancel === 'leave')
    return 'Looking what became of the deployment, which on-cancel leaves in progress'
  return `Stopping what this run ${phase === 'watched' ? 'watched' : 'started'}, as on-cancel says`
}
