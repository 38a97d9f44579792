import type { AppConfig } from '../appconfig/client.js'
import { StopUnconfirmedError } from '../appconfig/stop-request.js'
import { type Deployment, isInProgress } from '../deployment/deployment.js'
import type { Outcome } from '../deployment/outcome.js'
import { mergedLog } from '../deployment/events.js'
import type { Run } from '../run.js'
import { learnDeployment } from './learn-deployment.js'
import { logNews, newsToRun } from './log-news.js'
import { settleStart, type UnsettledStart, unsettledText } from './settle.js'
import { isTakenBack, requestedOutcome } from './taken-back.js'

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
  run.log.info(intention(unsettled))
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
  const isWatched = unsettled.phase === 'watched'
  if (!isWatched || (unsettled.start.onCancel === 'stop' && deployment.state !== 'COMPLETE')) {
    run.learn({ changed: true })
  }
  run.learn({ startUnconfirmed: false })
  const isStopped = !isInProgress(deployment.state)
  if (isStopped || unsettled.start.onCancel === 'leave') run.saveStart({ phase: 'settled' })
  run.log.info(`Deployment ${deployment.number} is ${deployment.state}`)
  if (unsettled.phase === 'rolling-back' && isTakenBack(deployment))
    return requestedOutcome(deployment, false)
  if (outcome.kind === 'cancelled') {
    const stopped = unsettled.start.onCancel === 'stop' && deployment.state === 'ROLLED_BACK'
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

function intention({ phase, start }: UnsettledStart): string {
  if (phase === 'rolling-back') return 'Finishing the rollback that was asked for'
  if (start.onCancel === 'leave')
    return 'Looking what became of the deployment, which on-cancel leaves in progress'
  return `Stopping what this run ${phase === 'watched' ? 'watched' : 'started'}, as on-cancel says`
}
