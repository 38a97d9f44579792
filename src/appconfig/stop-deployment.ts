import { StopDeploymentCommand } from '@aws-sdk/client-appconfig'
import type { Clock } from '../clock.js'
import { type Deployment, isInProgress } from '../deployment/deployment.js'
import type { AppConfig } from './client.js'
import { type DeploymentAddress, getDeployment } from './deployments.js'
import { AwsRequestError, isTransient, request } from './failure.js'

/** AWS took the stop of a deployment, and then would not tell what became of it. */
export class StopUnconfirmedError extends Error {
  override readonly name = 'StopUnconfirmedError'
  constructor(number: number, cause: AwsRequestError) {
    super(`AWS accepted the stop of deployment ${number}, but its end can't be confirmed. ${cause.message}`, {
      cause,
    })
  }
}

/**
 * Stops a deployment and waits until it has ended. StopDeployment's own answer is not trusted (it has been seen
 * empty): GetDeployment says what happened. Documentation allows a plain stop while DEPLOYING only, the service has
 * been seen to take it while BAKING: so a plain stop first, and one with Allow-Revert only if that was refused
 * while the deployment is still in progress.
 *
 * @param patienceMs how long to wait for the end; the deployment as last seen is the answer after that
 * @returns the deployment, ended unless its `state` says otherwise. It may have completed before the stop came.
 * @throws AwsRequestError when AWS refuses, or could not be reached until the patience ended
 * @throws StopUnconfirmedError when AWS took the stop, and refuses to tell what became of it
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
  for (let attempt = 1; ; attempt++) {
    const refusal =
      stop === 'accepted' ? undefined : await failureOf(sendStop(appconfig, address, stop, signal))
    if (refusal === undefined) stop = 'accepted'
    const look = await lookAt(appconfig, address, signal)
    if (look.ok) {
      const { state } = look.deployment
      if (!isInProgress(state)) return look.deployment
      // Something else was faster, and a stop is refused from here on: the end comes by itself.
      if (state === 'ROLLING_BACK') stop = 'accepted'
      if (stop !== 'accepted' && refusal !== undefined && !isTransient(refusal.failure.kind)) {
        if (stop === 'allow-revert' || refusal.failure.kind !== 'bad-request') throw refusal
        stop = 'allow-revert'
        continue
      }
    } else if (!isTransient(look.error.failure.kind)) {
      throw stop === 'accepted' ? new StopUnconfirmedError(address.number, look.error) : look.error
    }
    if (clock.nowMs() >= endMs || signal.aborted) {
      if (look.ok && stop === 'accepted') return look.deployment
      throw look.ok
        ? (refusal ?? new Error(`Deployment ${address.number} could not be stopped.`))
        : look.error
    }
    await clock.sleep(Math.min(1000, 100 * 2 ** (attempt - 1)), signal)
  }
}

/** A look as a value, so that one that failed doesn't end the stop. */
async function lookAt(
  appconfig: AppConfig,
  address: DeploymentAddress,
  signal: AbortSignal,
): Promise<
  | { readonly ok: true; readonly deployment: Deployment }
  | { readonly ok: false; readonly error: AwsRequestError }
> {
  try {
    return { ok: true, deployment: await getDeployment(appconfig, address, signal, 'one') }
  } catch (error) {
    if (error instanceof AwsRequestError) return { ok: false, error }
    throw error
  }
}

/** The failure of a request; undefined when it succeeded. */
async function failureOf(sent: Promise<void>): Promise<AwsRequestError | undefined> {
  try {
    await sent
    return undefined
  } catch (error) {
    if (error instanceof AwsRequestError) return error
    throw error
  }
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
