import * as core from '@actions/core'
import { type AppConfig, connect } from './appconfig/client.js'
import { getDeployment } from './appconfig/deployments.js'
import { cancelSignal } from './cancel-signal.js'
import { type Clock, systemClock } from './clock.js'
import { stepCredentials } from './credentials.js'
import { type Deployment, isInProgress } from './deployment/deployment.js'
import type { Outcome } from './deployment/outcome.js'
import { rollbackReason } from './deployment/rollback-reason.js'
import { type GithubState, parseGithubState } from './github-state.js'
import { GithubReport } from './github/github-report.js'
import { currentWorkflowRun } from './github/workflow-run.js'
import type { Parsed } from './input-values/parsed.js'
import { readGithubInputs, readRole } from './inputs.js'
import { stepLog } from './log.js'
import { settleStart, type UnsettledStart, unsettledText } from './operations/settle.js'
import { isTakenBack, requestedOutcome } from './operations/taken-back.js'
import { deploymentConsoleUrl, partitionOfRegion } from './report/console-link.js'
import { howToWatch } from './report/failure-message.js'
import { postSummary } from './report/post-summary.js'
import { requestLine } from './report/request-line.js'
import { parseStartState } from './start-state.js'
import { writeSummary } from './write-summary.js'

type OpenGithubState = Extract<GithubState, { readonly phase: 'open' }>

/** Everything that runs after a cancel shares about five minutes; this leaves most of it to others. */
const BUDGET_MS = 60_000

/**
 * Runs after the step, also when its process was killed, and finishes what that left: finds the deployment that the
 * step started, stops it if it is in progress and `on-cancel` does not leave it, says what it did, and tells GitHub
 * what the step could not. A step that came to its end by itself leaves nothing to do, and nothing is requested then.
 */
export async function post(): Promise<void> {
  const left = 'nothing was done about a deployment that it may have left'
  const start = savedState('start', parseStartState, left) ?? { phase: 'settled' }
  const untold = 'GitHub was not told how the deployment ended'
  const github = savedState('github', parseGithubState, untold) ?? { phase: 'closed' }
  const cancel = cancelSignal()
  if (start.phase === 'settled') {
    if (github.phase === 'open' && github.number !== undefined) await tellLate(github, github.number, cancel)
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
    if (deployment !== undefined)
      await tellGithub(github, postOutcome(deployment, start.phase), deployment, cancel)
  } catch (error) {
    const message = unsettledText(start, error instanceof Error ? error.message : String(error))
    stepLog.warning(message)
    await writeSummary(postSummary(message, undefined, start.start.region, Date.now()))
    await tellGithub(github, { kind: 'failed', message }, undefined, cancel)
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

/** The deployment is settled, and GitHub does not know yet. */
async function tellLate(github: OpenGithubState, number: number, cancel: AbortSignal): Promise<void> {
  stepLog.info('The step could not tell GitHub how it ended: telling it now')
  const address = { applicationId: github.application.id, environmentId: github.environment.id, number }
  try {
    const deployment = await connected(github.region, cancel, (appconfig, _, signal) =>
      getDeployment(appconfig, address, signal),
    )
    const phase = github.operation === 'rollback' ? 'rolling-back' : 'started'
    await tellGithub(github, postOutcome(deployment, phase), deployment, cancel)
  } catch (error) {
    stepLog.warning(`GitHub could not be told. ${error instanceof Error ? error.message : String(error)}`)
  }
}

async function tellGithub(
  state: GithubState,
  outcome: Outcome,
  deployment: Deployment | undefined,
  cancel: AbortSignal,
): Promise<void> {
  if (state.phase === 'closed') return
  const { operation, region, application, environment, profile } = state
  const github = new GithubReport({
    cancel,
    env: process.env,
    info: stepLog.info,
    warn: stepLog.warning,
    saveState: () => undefined,
    nowMs: () => Date.now(),
  })
  const workflowRun = currentWorkflowRun()
  const file = core.getInput('configuration-file')
  github.begin(
    readGithubInputs({ get: (name) => core.getInput(name) }),
    workflowRun,
    file === '' ? undefined : file,
  )
  const consoleUrl =
    deployment === undefined
      ? undefined
      : deploymentConsoleUrl({ partition: partitionOfRegion(region), region, ...deployment })
  const target = { operation, region, application, environment, profile }
  const run = { ...workflowRun, runUrl: workflowRun.url }
  await github.end({ ...target, outcome, deployment, consoleUrl, run, nowMs: Date.now() })
}

/** What a step that did not come to its end comes to by the deployment as it is now. */
function postOutcome(deployment: Deployment, phase: UnsettledStart['phase']): Outcome {
  if (deployment.state === 'COMPLETE') return { kind: 'complete' }
  if (!isTakenBack(deployment)) return { kind: 'cancelled', stopped: false }
  const asked = requestedOutcome(deployment, false)
  if (phase === 'rolling-back') return asked
  const reason = rollbackReason(deployment.events)
  // By a user: that is the stop of the step, or of this.
  if (reason === undefined || reason.triggeredBy === 'USER') return { kind: 'cancelled', stopped: true }
  return { kind: deployment.state === 'REVERTED' ? 'reverted' : 'rolled-back', requested: false, reason }
}

function finish(unsettled: UnsettledStart, cancel: AbortSignal): Promise<Deployment | undefined> {
  return connected(unsettled.start.region, cancel, (appconfig, clock, signal) =>
    settleStart(appconfig, unsettled, clock, BUDGET_MS, signal),
  )
}

async function connected<T>(
  region: string,
  cancel: AbortSignal,
  use: (appconfig: AppConfig, clock: Clock, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const clock = systemClock(process.env)
  const role = readRole({ get: (name) => core.getInput(name) })
  const signal = AbortSignal.any([cancel, AbortSignal.timeout(BUDGET_MS)])
  const appconfig = connect({
    region,
    clock,
    env: process.env,
    onRequest: (request) => {
      stepLog.debug(requestLine(request))
    },
    ...stepCredentials(role, region, process.env, signal),
  })
  try {
    return await use(appconfig, clock, signal)
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
