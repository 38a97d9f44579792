import type { DeploymentSummary } from '../aws/deployments.js'
import { AwsRequestError, isTransient } from '../aws/failure.js'
import { type Deployment, isInProgress } from '../deployment/deployment.js'
import { mergedEventLog } from '../deployment/events.js'
import type { Outcome } from '../deployment/outcome.js'
import type { CommonInputs } from '../inputs/inputs.js'
import { deploymentText, liveVersionText } from '../report/text/deployment-text.js'
import { durationText } from '../report/text/duration-text.js'
import type { RollbackInputs } from '../inputs/rollback.js'
import type { Run } from './run.js'
import { selectDeployment } from './steps/select-deployment.js'
import { publishDeployment } from './steps/deployment-facts.js'
import { publishLiveVersion } from './steps/find-live-version.js'
import { logNewEvents, newEventsOf } from './steps/log-events.js'
import { RevertTooLateError, rollBack } from './steps/roll-back.js'
import { isRolledBack, requestedOutcome } from './steps/rolled-back.js'

/** A stop takes effect at once, a rollback that is under way within seconds. */
const DEFAULT_TIMEOUT_MINUTES = 10

/**
 * `operation: rollback`: takes a deployment back, by a stop while it is in progress and by a revert once it is
 * complete, and says which version is live then. One that was taken back before is a success too.
 * @throws InputError when the inputs mean no deployment
 * @throws RevertTooLateError when it completed longer ago than AppConfig reverts
 * @throws AwsRequestError when AWS refuses a request, or could not be reached
 */
export async function rollback(inputs: RollbackInputs & CommonInputs, run: Run): Promise<Outcome> {
  const { deployment } = await selectDeployment(inputs, run)
  // What it finds does not depend on the rollback, which does not wait for it.
  const live = publishLiveVersion(deployment, run, (newest) => {
    warnOfNewer(newest, deployment, run)
  })
  try {
    if (isRolledBack(deployment)) run.log.info(`Nothing to roll back: ${deploymentText(deployment)}`)
    else {
      const taken = await requestedRollback(deployment, inputs, run)
      if (!isRolledBack(taken)) return unseenEnd(taken, run)
    }
  } finally {
    const unknown = await live
    if (unknown !== undefined) run.warn(unknown)
  }
  const { liveVersion: found } = run.known()
  if (found !== undefined) run.log.info(liveVersionText(found))
  return requestedOutcome(run.known().deployment ?? deployment, isRolledBack(deployment))
}

async function requestedRollback(
  deployment: Deployment,
  { region, timeoutMs }: RollbackInputs & CommonInputs,
  run: Run,
): Promise<Deployment> {
  const { appconfig, clock, signal } = run
  const { applicationId, environmentId, number } = deployment
  run.log.info(`Rolling back ${deploymentText(deployment)}`)
  const start = { region, applicationId, environmentId, onCancel: 'stop' } as const
  run.saveStart({ phase: 'rolling-back', start, number })
  const patienceMs = timeoutMs ?? DEFAULT_TIMEOUT_MINUTES * clock.minuteMs
  let taken: Deployment
  try {
    taken = await rollBack(appconfig, deployment, clock, patienceMs, signal)
  } catch (error) {
    // What AWS refuses now it refuses again; anything else leaves `post` to find out what became of the rollback.
    if (isRefused(error)) run.saveStart({ phase: 'done' })
    throw error
  }
  // A rollback that an alarm had begun is not this run's doing.
  if (deployment.state !== 'ROLLING_BACK') run.learn({ changed: true })
  logNewEvents(newEventsOf(taken, run), taken, run)
  publishDeployment({ ...taken, events: mergedEventLog(deployment.events, taken.events) }, region, run)
  run.log.info(`Deployment ${number} is ${taken.state}`)
  if (isRolledBack(taken)) run.saveStart({ phase: 'done' })
  return taken
}

function isRefused(error: unknown): boolean {
  if (error instanceof RevertTooLateError) return true
  return error instanceof AwsRequestError && !isTransient(error.failure.kind)
}

/** AWS took the stop and the end was not seen in time. */
function unseenEnd({ number, state }: Deployment, run: Run): Outcome {
  run.learn({ stopAccepted: true })
  const startedMs = run.known().deployment?.startedAtMs
  const age =
    startedMs === undefined
      ? ''
      : `, ${durationText(run.appconfig.serviceNowMs() - startedMs)} after its start`
  return {
    kind: 'failed',
    message: `The time was up before the rollback of deployment ${number} ended: it is ${state}${age}.`,
  }
}

function warnOfNewer(newest: DeploymentSummary, deployment: Deployment, run: Run): void {
  if (newest.number <= deployment.number || isRolledBack(deployment) || isInProgress(deployment.state)) return
  run.warn(
    `Deployment ${deployment.number} is not the newest of the environment: deployment ${newest.number} (${newest.configurationName} version ${newest.configurationVersion}, ${newest.state}) is. AWS does not document whether it reverts such a deployment; it decides.`,
  )
}
