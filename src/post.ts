import * as core from '@actions/core'
import { connect } from './appconfig/client.js'
import { cancelSignal } from './cancel-signal.js'
import { systemClock } from './clock.js'
import { stepCredentials } from './credentials.js'
import { type Deployment, isInProgress } from './deployment/deployment.js'
import { readRole } from './inputs.js'
import { stepLog } from './log.js'
import { settleStart, type UnsettledStart, unsettledText } from './operations/settle.js'
import { howToWatch } from './report/failure-message.js'
import { postSummary } from './report/post-summary.js'
import { parseStartState } from './start-state.js'
import { writeSummary } from './write-summary.js'

/** Everything that runs after a cancel shares about five minutes; this leaves most of it to others. */
const BUDGET_MS = 60_000

/**
 * Runs after the step, also when its process was killed, and finishes what that left: finds the deployment that the
 * step started, stops it if it is in progress and `on-cancel` does not leave it, and says what it did. A step that
 * came to its end by itself leaves nothing to do, and nothing is requested then.
 */
export async function post(): Promise<void> {
  const text = core.getState('start')
  if (text === '') return
  const state = parseStartState(text)
  if (!state.ok) {
    stepLog.warning(
      `The state that the step saved can't be read, so nothing was done about a deployment that it may have left: the state ${state.problems.join(', ')}.`,
    )
    return
  }
  if (state.value.phase === 'settled') return
  stepLog.info('The step did not come to its end: finishing what it left')
  try {
    const deployment = await finish(state.value)
    const message =
      deployment === undefined ? 'The step had started no deployment.' : ended(deployment, state.value)
    stepLog.info(message)
    if (deployment !== undefined && isInProgress(deployment.state)) stepLog.warning(message)
    await writeSummary(postSummary(message, deployment))
  } catch (error) {
    const message = unsettledText(state.value, error instanceof Error ? error.message : String(error))
    stepLog.warning(message)
    await writeSummary(postSummary(message, undefined))
  }
}

async function finish(unsettled: UnsettledStart): Promise<Deployment | undefined> {
  const { region } = unsettled.start
  const clock = systemClock(process.env)
  const role = readRole({ get: (name) => core.getInput(name) })
  const signal = AbortSignal.any([cancelSignal(), AbortSignal.timeout(BUDGET_MS)])
  const appconfig = connect({
    region,
    clock,
    env: process.env,
    ...stepCredentials(role, region, process.env, signal),
  })
  try {
    return await settleStart(appconfig, unsettled, clock, BUDGET_MS, signal)
  } finally {
    appconfig.close()
  }
}

function ended(deployment: Deployment, { phase, start }: UnsettledStart): string {
  const { number, state } = deployment
  const which = `Deployment ${number}, which the step ${deed(phase)},`
  if (!isInProgress(state)) return `${which} has ended as ${state}.`
  const left = start.onCancel === 'leave' ? 'goes on, as on-cancel says' : 'could not be stopped in time'
  return `${which} ${left} (${state}). To see how it ends: ${howToWatch(deployment, start.region)}`
}

function deed(phase: UnsettledStart['phase']): string {
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
