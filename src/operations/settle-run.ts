import type { AppConfig } from '../appconfig/client.js'
import { StopUnconfirmedError } from '../appconfig/stop-deployment.js'
import { type Deployment, isInProgress } from '../deployment/deployment.js'
import type { Outcome } from '../deployment/outcome.js'
import { mergedLog } from '../deployment/events.js'
import type { Run } from '../run.js'
import { learnDeployment } from './learn-deployment.js'
import { logNews, newsToRun } from './log-news.js'
import { settleStart, type UnsettledStart } from './settle.js'

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
export async function settleRun(
  outcome: Outcome,
  unsettled: UnsettledStart,
  appconfig: AppConfig,
  run: Run,
): Promise<Outcome> {
  const signal = AbortSignal.timeout(CANCEL_BUDGET_MS)
  const patienceMs = CANCEL_BUDGET_MS - 500
  run.log.info(
    unsettled.start.onCancel === 'stop'
      ? 'Stopping what this run started, as on-cancel says'
      : 'Looking what became of the deployment, which on-cancel leaves in progress',
  )
  let deployment: Deployment | undefined
  try {
    deployment = await settleStart(appconfig, unsettled, run.clock, patienceMs, signal)
  } catch (error) {
    if (error instanceof StopUnconfirmedError) run.learn({ stopAccepted: true })
    run.warn(unsettledText(unsettled, error instanceof Error ? error.message : String(error)))
    return outcome
  }
  if (deployment === undefined) {
    run.learn({ startUnconfirmed: false })
    run.saveStart({ phase: 'settled' })
    return outcome
  }
  return settledOutcome(outcome, deployment, unsettled, run)
}

function settledOutcome(outcome: Outcome, seen: Deployment, unsettled: UnsettledStart, run: Run): Outcome {
  logNews(newsToRun(seen, run), seen, run)
  const deployment = { ...seen, events: mergedLog(run.known().deployment?.events ?? [], seen.events) }
  learnDeployment(deployment, unsettled.start.region, run)
  run.learn({ startUnconfirmed: false, changed: true })
  const isStopped = !isInProgress(deployment.state)
  if (isStopped || unsettled.start.onCancel === 'leave') run.saveStart({ phase: 'settled' })
  run.log.info(`Deployment ${deployment.number} is ${deployment.state}`)
  if (outcome.kind === 'cancelled') return { kind: 'cancelled', stopped: deployment.state === 'ROLLED_BACK' }
  if (outcome.kind === 'failed' && isStopped) {
    const { message } = outcome
    return {
      kind: 'failed',
      message: `${message}\nDeployment ${deployment.number} has ended as ${deployment.state}.`,
    }
  }
  return outcome
}

function unsettledText(unsettled: UnsettledStart, reason: string): string {
  const { environmentId } = unsettled.start
  return unsettled.phase === 'started'
    ? `Deployment ${unsettled.number} may go on: it could not be brought to an end. ${reason}`
    : `A deployment may have been started in environment ${environmentId}: it could not be found out. ${reason}`
}
