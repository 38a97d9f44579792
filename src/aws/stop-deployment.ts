import { type Deployment, isInProgress } from '../deployment/deployment.js'
import type { Aws } from './client.js'
import type { DeploymentAddress } from './deployments.js'
import { isTransient, RETRY, retryDelayMs } from './retry.js'
import { failureOf, pollOnce, sendStop, StopUnconfirmedError } from './stop-request.js'

/** How long the end of a stop is waited for: AppConfig shows it within seconds. */
export const STOP_TIMEOUT_MS = 60_000

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
  aws: Aws,
  address: DeploymentAddress,
  patienceMs: number,
): Promise<Deployment> {
  const endMs = aws.clock.nowMs() + patienceMs
  let stop: 'plain' | 'allow-revert' | 'accepted' = 'plain'
  for (let attempt = 1; ; attempt++) {
    const refusal = stop === 'accepted' ? undefined : await failureOf(sendStop(aws, address, stop))
    if (refusal === undefined) stop = 'accepted'
    const look = await pollOnce(aws, address)
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
    if (aws.clock.nowMs() >= endMs || aws.signal.aborted) {
      if (!look.ok) throw look.error
      if (stop === 'accepted' || refusal === undefined) return look.deployment
      throw refusal
    }
    await aws.clock.sleep(retryDelayMs(RETRY.stop, attempt), aws.signal)
  }
}
