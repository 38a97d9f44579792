import { CHANGE_TIMEOUT_MS } from './aws/client.js'
import { messageOf } from './deployment/explained-error.js'
import { type Deployment, isInProgress } from './deployment/deployment.js'
import type { PendingRun } from './deployment/run-record.js'
import {
  findPending,
  finishPending,
  type FoundRun,
  pendingRunText,
  unseenStartText,
} from './operations/clean-up/clean-up-pending.js'
import { howToWatch } from './report/text/failure-message.js'
import { postSummary } from './report/summary/post-summary.js'
import { cancelSignal } from './runner/cancel-signal.js'
import { connectedInPost, POST_BUDGET_MS } from './runner/connection.js'
import { writeSummary } from './runner/job-summary.js'
import { reportFinished, reportLate } from './runner/late-report.js'
import { stepLog } from './runner/log.js'
import { savedRunRecord } from './runner/saved-run.js'

/**
 * Runs after the step, also when its process was killed, and finishes what that left: finds the deployment that the
 * step started, stops it if it is in progress and `on-cancel` does not leave it, says what it did, and reports to GitHub
 * what the step could not. A step that came to its end by itself leaves nothing to do, and nothing is requested then.
 *
 * @param searchMs how long a start that was not confirmed is searched for, in milliseconds: as long as one can take
 */
export async function post(searchMs = CHANGE_TIMEOUT_MS): Promise<void> {
  const { pending, report } = savedRunRecord()
  const cancel = cancelSignal()
  if (pending.phase === 'done') {
    await reportFinished(report, cancel)
    return
  }
  stepLog.info('The step did not come to its end: finishing what it left')
  const { region } = pending.start
  let found: FoundRun | undefined
  let deployment: Deployment | undefined
  try {
    deployment = await connectedInPost(region, cancel, async (aws) => {
      found = await findPending(aws, pending, searchMs)
      return found === undefined ? undefined : finishPending(aws, found, POST_BUDGET_MS)
    })
  } catch (error) {
    const problem = pendingRunText(found ?? pending, messageOf(error))
    stepLog.warning(problem)
    await writeSummary(postSummary(problem, undefined, region, Date.now()))
    await reportLate(report, { problem }, cancel)
    return
  }
  const message =
    deployment === undefined ? unseenStartText(pending, searchMs) : ended(deployment, found ?? pending)
  if (deployment !== undefined) stepLog.info(message)
  if (deployment === undefined || isInProgress(deployment.state)) stepLog.warning(message)
  await writeSummary(postSummary(message, deployment, region, Date.now()))
  if (deployment !== undefined) await reportLate(report, { deployment, phase: pending.phase }, cancel)
}

function ended(deployment: Deployment, { phase, start }: PendingRun): string {
  const { number, state } = deployment
  const which = `Deployment ${number}, which the step ${deed(phase)},`
  if (!isInProgress(state)) return `${which} has ended as ${state}.`
  const left =
    start.onCancel === 'leave' ? 'is left in progress, as on-cancel says' : 'could not be stopped in time'
  return `${which} ${left} (${state}). To see how it ends: ${howToWatch(deployment, start.region)}`
}

function deed(phase: PendingRun['phase']): string {
  switch (phase) {
    case 'starting':
    case 'started':
      return 'had started'
    case 'watched':
      return 'watched'
    case 'rolling-back':
      return 'was to roll back'
  }
}
