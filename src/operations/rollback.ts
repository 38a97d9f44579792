import { alarmArnsOf } from '../aws/environments.js'
import { newestDeployments } from '../aws/deployments.js'
import { AwsRequestError } from '../aws/failure.js'
import { isTransient } from '../aws/retry.js'
import { type Deployment, isInProgress, isRolledBack, type NamedResource } from '../deployment/deployment.js'
import { mergedEventLog, newEvents } from '../deployment/events.js'
import type { Facts, Steps } from '../deployment/facts.js'
import { isOfProfile, type ListedDeployment } from '../deployment/listed-deployment.js'
import { type Outcome, requestedOutcome } from '../deployment/outcome.js'
import type { CommonInputs } from '../inputs/inputs.js'
import type { RollbackInputs } from '../inputs/rollback.js'
import { deploymentText, liveVersionText, repeatedRunText } from '../report/text/deployment-text.js'
import { durationText } from '../report/text/duration-text.js'
import type { Run } from './run.js'
import { deploymentFacts } from './steps/deployment-facts.js'
import { findLiveVersion, type FoundLiveVersion } from './steps/find-live-version.js'
import { logNewEvents } from './steps/log-events.js'
import { RevertTooLateError, rollBack } from './steps/roll-back.js'
import { selectDeployment } from './steps/select-deployment.js'

/** A stop takes effect at once, a rollback that is in progress within seconds. */
const DEFAULT_TIMEOUT_MINUTES = 10

/**
 * `operation: rollback`: stops a deployment that is in progress or reverts one that is complete, and says which
 * version is live then. One that was rolled back before is a success too.
 * @throws InputError when the inputs select no deployment
 * @throws RevertTooLateError when it completed longer ago than AppConfig reverts
 * @throws AwsRequestError when AWS refuses a request, or could not be reached
 */
export async function* rollback(inputs: RollbackInputs & CommonInputs, run: Run): Steps<Outcome> {
  const { target, deployment } = yield* selectDeployment(inputs, run)
  const wasBefore = isRolledBack(deployment)
  if (!wasBefore && inputs.deploymentNumber === undefined) {
    const refusal = await repeatedRunRefusal(deployment, target.profile, run)
    if (refusal !== undefined) return { kind: 'failed', message: refusal }
  }
  // Which version is live does not depend on the rollback, which does not wait for the answer.
  const finding = findLiveVersion(deployment, run)
  let ended = deployment
  try {
    if (wasBefore) run.log.info(`Nothing to roll back: ${deploymentText(deployment)}`)
    else {
      const settings = { ...inputs, alarmArns: alarmArnsOf(target.environment) }
      ended = yield* requestedRollback(deployment, settings, run)
    }
  } finally {
    yield liveVersionFacts(await finding, deployment)
  }
  if (!isRolledBack(ended)) {
    yield { stopAccepted: true }
    return unseenEnd(ended, run)
  }
  const live = await finding
  if (live.kind === 'found') run.log.info(liveVersionText(live.version))
  return requestedOutcome(ended, wasBefore)
}

/**
 * A run that is run again must not roll back newer work: what its first attempt rolled back is no longer the newest.
 * Nothing in AWS says which attempt rolled a deployment back, so any that was rolled back before the newest one is a
 * reason to ask for the number.
 * @returns why nothing is rolled back; undefined when the newest deployment must be the one that was meant
 */
async function repeatedRunRefusal(
  deployment: Deployment,
  profile: NamedResource | undefined,
  run: Run,
): Promise<string | undefined> {
  const { attempt = 1 } = run.workflowRun
  if (attempt <= 1) return undefined
  const listed = await newestDeployments(run.aws, deployment)
  const before = listed.find(
    ({ number, ...other }) =>
      number < deployment.number &&
      isRolledBack(other) &&
      (profile === undefined || isOfProfile(other, profile)),
  )
  if (before === undefined) return undefined
  return repeatedRunText(attempt, before.number, deployment)
}

async function* requestedRollback(
  deployment: Deployment,
  settings: Pick<RollbackInputs, 'timeoutMs'> & {
    readonly region: string
    readonly alarmArns: readonly string[]
  },
  run: Run,
): Steps<Deployment> {
  const { applicationId, environmentId, number } = deployment
  run.log.info(`Rolling back ${deploymentText(deployment)}`)
  const start = { region: settings.region, applicationId, environmentId, onCancel: 'stop' } as const
  yield { pending: { phase: 'rolling-back', start, number } }
  const timeoutMs = settings.timeoutMs ?? DEFAULT_TIMEOUT_MINUTES * run.aws.clock.minuteMs
  let ended: Deployment
  try {
    ended = await rollBack(run.aws, deployment, timeoutMs)
  } catch (error) {
    // What AWS refuses now it refuses again; anything else leaves `post` to find out what became of the rollback.
    if (isRefused(error)) yield { pending: { phase: 'done' } }
    throw error
  }
  // A rollback that an alarm had begun is not this run's doing.
  if (deployment.state !== 'ROLLING_BACK') yield { changed: true }
  logNewEvents(newEvents(deployment.events, ended.events), ended, run)
  yield deploymentFacts({ ...ended, events: mergedEventLog(deployment.events, ended.events) }, settings)
  run.log.info(`Deployment ${number} is ${ended.state}`)
  if (isRolledBack(ended)) yield { pending: { phase: 'done' } }
  return ended
}

function isRefused(error: unknown): boolean {
  if (error instanceof RevertTooLateError) return true
  return error instanceof AwsRequestError && !isTransient(error.failure.kind)
}

/** AWS accepted the stop, and its end was not seen in time. */
function unseenEnd({ number, state, startedAtMs }: Deployment, run: Run): Outcome {
  const age =
    startedAtMs === undefined
      ? ''
      : `, ${durationText(run.aws.connection.serviceNowMs() - startedAtMs)} after its start`
  return {
    kind: 'failed',
    message: `Timed out before the rollback of deployment ${number} ended: it is ${state}${age}.`,
  }
}

function liveVersionFacts(live: FoundLiveVersion, deployment: Deployment): Facts {
  switch (live.kind) {
    case 'unknown':
      return { warnings: [live.problem] }
    case 'cancelled':
      return {}
    case 'found': {
      const warning = live.newest === undefined ? undefined : newerWarning(live.newest, deployment)
      return { liveVersion: live.version, ...(warning === undefined ? {} : { warnings: [warning] }) }
    }
  }
}

function newerWarning(newest: ListedDeployment, deployment: Deployment): string | undefined {
  if (newest.number <= deployment.number || isRolledBack(deployment) || isInProgress(deployment.state)) {
    return undefined
  }
  return `Deployment ${deployment.number} is not the newest of the environment: deployment ${newest.number} (${newest.configurationName} version ${newest.configurationVersion}, ${newest.state}) is. AWS does not document whether it reverts such a deployment; it decides.`
}
