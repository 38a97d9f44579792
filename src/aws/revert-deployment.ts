import { ExplainedError } from '../deployment/explained-error.js'
import type { Deployment } from '../deployment/deployment.js'
import type { Aws } from './client.js'
import type { DeploymentAddress } from './deployments.js'
import { type AwsRequestError, isOutcomeUnknown } from './failure.js'
import { isTransient, RETRY, retryDelayMs } from './retry.js'
import { failureOf, pollOnce, sendStop, StopUnconfirmedError } from './stop-request.js'

/** AWS took the revert of a deployment, and still shows it as it was when the patience ended. */
export class RevertUnseenError extends ExplainedError {
  override readonly name = 'RevertUnseenError'
  constructor({ number, state }: Deployment) {
    super(
      `AWS accepted the revert of deployment ${number}, and its state is still ${state}.\n` +
        'Run again in some minutes: operation: rollback does nothing to a deployment that was taken back.',
    )
  }
}

/**
 * Reverts a completed deployment, and waits until GetDeployment says so. A revert whose answer was lost is sent
 * again; that the repetition is refused proves nothing then, and looks decide.
 *
 * @param patienceMs how long to wait for REVERTED
 * @returns the deployment, taken back
 * @throws AwsRequestError when AWS refuses, or could not be reached until the patience ended
 * @throws StopUnconfirmedError when AWS took the revert, and refuses to tell what became of it
 * @throws RevertUnseenError when AWS took the revert, and nothing came of it in time
 */
export async function revertDeployment(
  aws: Aws,
  address: DeploymentAddress,
  patienceMs: number,
): Promise<Deployment> {
  const endMs = aws.clock.nowMs() + patienceMs
  let sent: 'not-yet' | 'accepted' | 'refused' = 'not-yet'
  let mayBeDone = false
  let refusal: AwsRequestError | undefined
  for (let attempt = 1; ; attempt++) {
    if (sent === 'not-yet') {
      refusal = await failureOf(sendStop(aws, address, 'allow-revert'))
      if (refusal === undefined) sent = 'accepted'
      else if (isOutcomeUnknown(refusal.failure.kind)) mayBeDone = true
      else if (!isTransient(refusal.failure.kind)) sent = 'refused'
    }
    const look = await pollOnce(aws, address)
    if (look.ok) {
      const { state } = look.deployment
      if (state === 'REVERTED' || state === 'ROLLED_BACK') return look.deployment
      if (sent === 'refused' && !mayBeDone && refusal !== undefined) throw refusal
    } else if (!isTransient(look.error.failure.kind)) {
      throw sent === 'accepted' ? new StopUnconfirmedError(address.number, look.error) : look.error
    }
    if (aws.clock.nowMs() >= endMs || aws.signal.aborted) {
      throw refusal ?? (look.ok ? new RevertUnseenError(look.deployment) : look.error)
    }
    await aws.clock.sleep(retryDelayMs(RETRY.stop, attempt), aws.signal)
  }
}
