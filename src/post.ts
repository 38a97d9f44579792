import * as core from '@actions/core'
import { cancelSignal } from './runner/cancel-signal.js'
import { type Deployment, isInProgress } from './deployment/deployment.js'
import { parseSavedGithub } from './runner/saved-github.js'
import type { Parsed } from './inputs/values/parsed.js'
import { stepLog } from './runner/log.js'
import { cleanUp, type PendingRun, pendingRunText } from './operations/steps/clean-up.js'
import { connectedInPost, POST_BUDGET_MS } from './runner/post-connection.js'
import { howToWatch } from './report/text/failure-message.js'
import { postSummary } from './report/summary/post-summary.js'
import { parseSavedRun } from './deployment/pending-run.js'
import { reportToGithubAfterwards, reportFinishedToGithub } from './runner/report-to-github-afterwards.js'
import { writeSummary } from './runner/job-summary.js'

/**
 * Runs after the step, also when its process was killed, and finishes what that left: finds the deployment that the
 * step started, stops it if it is in progress and `on-cancel` does not leave it, says what it did, and tells GitHub
 * what the step could not. A step that came to its end by itself leaves nothing to do, and nothing is requested then.
 */
export async function post(): Promise<void> {
  const left = 'nothing was done about a deployment that it may have left'
  const start = savedState('start', parseSavedRun, left) ?? { phase: 'done' }
  const untold = 'GitHub may not know how the deployment ended'
  const github = savedState('github', parseSavedGithub, untold) ?? { phase: 'closed' }
  const cancel = cancelSignal()
  if (start.phase === 'done') {
    await reportFinishedToGithub(github, cancel)
    return
  }
  stepLog.info('The step did not come to its end: finishing what it left')
  try {
    const deployment = await finish(start, cancel)
    const message =
      deployment === undefined ? 'The step had started no deployment.' : ended(deployment, start)
    stepLog.info(message)
    if (deployment !== undefined && isInProgress(deployment.state)) stepLog.warning(message)
    await writeSummary(postSummary(message, deployment, start.start.region, Date.now()))
    if (deployment !== undefined) {
      await reportToGithubAfterwards(github, { deployment, phase: start.phase }, cancel)
    }
  } catch (error) {
    const message = pendingRunText(start, error instanceof Error ? error.message : String(error))
    stepLog.warning(message)
    await writeSummary(postSummary(message, undefined, start.start.region, Date.now()))
    await reportToGithubAfterwards(github, { problem: message }, cancel)
  }
}

/** What the step saved; undefined when it saved nothing, or nothing that can be read, which is warned of. */
function savedState<T>(name: string, parse: (text: string) => Parsed<T>, consequence: string): T | undefined {
  const text = core.getState(name)
  if (text === '') return undefined
  const state = parse(text)
  if (state.ok) return state.value
  stepLog.warning(
    `The state that the step saved can't be read, so ${consequence}: the state ${state.problems.join(', ')}.`,
  )
  return undefined
}

function finish(pending: PendingRun, cancel: AbortSignal): Promise<Deployment | undefined> {
  return connectedInPost(pending.start.region, cancel, (appconfig, clock, signal) =>
    cleanUp(aws, pending, POST_BUDGET_MS),
  )
}

function ended(deployment: Deployment, { phase, start }: PendingRun): string {
  const { number, state } = deployment
  const which = `Deployment ${number}, which the step ${deed(phase)},`
  if (!isInProgress(state)) return `${which} has ended as ${state}.`
  const left = start.onCancel === 'leave' ? 'goes on, as on-cancel says' : 'could not be stopped in time'
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
