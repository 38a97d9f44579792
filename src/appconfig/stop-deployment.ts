import { StopDeploymentCommand } from '@aws-sdk/client-appconfig'
import type { Clock } from '../clock.js'
import { type Deployment, isInProgress } from '../deployment/deployment.js'
import type { AppConfig } from './client.js'
import { type DeploymentAddress, getDeployment } from './deployments.js'
import { AwsRequestError, isTransient, request } from './failure.js'

/**
 * Stops a deployment and waits until it has ended. StopDeployment's own answer is not trusted (it has been seen
 * empty): GetDeployment says what happened. Documentation allows a plain stop while DEPLOYING only, the service has
 * been seen to take it while BAKING: so a plain stop first, and one with Allow-Revert only if that was refused
 * while the deployment is still in progress.
 *
 * @param patienceMs how long to wait for the end; the deployment as last seen is the answer after that
 * @returns the deployment, ended unless its `state` says otherwise. It may have completed before the stop came.
 * @throws AwsRequestError when AWS refuses, or could not be reached until the patience ended
 */
export async function stopDeployment(
  appconfig: AppConfig,
  address: DeploymentAddress,
  clock: Clock,
  patienceMs: number,
  signal: AbortSignal,
): Promise<Deployment> {
  const endMs = clock.nowMs() + patienceMs
  let stop: 'plain' | 'allow-revert' | 'accepted' = 'plain'
  let failure: AwsRequestError | undefined
  let lastSeen: Deployment | undefined
  for (let attempt = 1; ; attempt++) {
    try {
      if (stop !== 'accepted') {
        await sendStop(appconfig, address, stop, signal)
        stop = 'accepted'
      }
      failure = undefined
    } catch (error) {
      failure = stopFailure(error)
    }
    try {
      lastSeen = await getDeployment(appconfig, address, signal, 'one')
      if (!isInProgress(lastSeen.state)) return lastSeen
      if (lastSeen.state === 'ROLLING_BACK') {
        // Something else was faster, and a stop is refused from here on: the end comes by itself.
        stop = 'accepted'
        failure = undefined
      }
      if (failure !== undefined && !isTransient(failure.failure.kind)) {
        if (stop === 'allow-revert' || failure.failure.kind !== 'bad-request') throw failure
        stop = 'allow-revert'
        continue
      }
    } catch (error) {
      failure = stopFailure(error)
      if (!isTransient(failure.failure.kind)) throw failure
    }
    if (clock.nowMs() >= endMs || signal.aborted) break
    await clock.sleep(Math.min(1000, 100 * 2 ** (attempt - 1)), signal)
  }
  if (lastSeen !== undefined && failure === undefined) return lastSeen
  throw failure ?? new Error(`Deployment ${address.number} could not be stopped.`)
}

/** One plain or reverting StopDeployment. The answer's body is left unread on purpose. */
async function sendStop(
  appconfig: AppConfig,
  address: DeploymentAddress,
  how: 'plain' | 'allow-revert',
  signal: AbortSignal,
): Promise<void> {
  const command = new StopDeploymentCommand({
    ApplicationId: address.applicationId,
    EnvironmentId: address.environmentId,
    DeploymentNumber: address.number,
    ...(how === 'allow-revert' ? { AllowRevert: true } : {}),
  })
  await request('StopDeployment', `deployment ${address.number}`, () =>
    appconfig.single.send(command, { abortSignal: signal }),
  )
}

function stopFailure(error: unknown): AwsRequestError {
  if (error instanceof AwsRequestError) return error
  throw error
}
