import { AwsRequestError } from '../../aws/failure.js'
import { STOP_TIMEOUT_MS, stopDeployment } from '../../aws/stop-deployment.js'
import { StopUnconfirmedError } from '../../aws/stop-request.js'
import { present } from '../../configuration/json/present.js'
import { type Deployment, isInProgress } from '../../deployment/deployment.js'
import type { Steps } from '../../deployment/facts.js'
import type { Outcome } from '../../deployment/outcome.js'
import { type KmsKeyReference, kmsKeyMismatch } from '../../inputs/values/kms-key-identifier.js'
import type { Run } from '../run.js'
import { type DeploymentContext, deploymentFacts } from './deployment-facts.js'

/**
 * Stops a deployment that is not encrypted with the key that was asked for.
 * @returns the outcome then; undefined when the key is right, or none was asked for
 */
export async function* checkKey(
  deployment: Deployment,
  key: KmsKeyReference | undefined,
  context: DeploymentContext,
  run: Run,
): Steps<Outcome | undefined> {
  if (key === undefined) return undefined
  yield { kms: { requested: key.identifier, ...present({ arn: deployment.kmsKeyArn }) } }
  const mismatch = kmsKeyMismatch(key, deployment)
  if (mismatch === undefined) return undefined
  const message = `Deployment ${deployment.number} is not encrypted as asked for: ${mismatch}.`
  try {
    const stopped = await stopDeployment(run.aws, deployment, STOP_TIMEOUT_MS)
    yield deploymentFacts(stopped, context)
    if (!isInProgress(stopped.state)) yield { pending: { phase: 'done' } }
    return { kind: 'failed', message: `${message}\n${stoppedText(stopped)}` }
  } catch (error) {
    // Why it could not be stopped matters less than that it is in progress with another key.
    if (run.aws.signal.aborted) throw error
    if (error instanceof StopUnconfirmedError)
      return { kind: 'failed', message: `${message}\n${error.message}` }
    if (!(error instanceof AwsRequestError)) throw error
    return { kind: 'failed', message: `${message}\nIt could not be stopped. ${error.message}` }
  }
}

function stoppedText({ number, state }: Deployment): string {
  if (state === 'COMPLETE') {
    return `It completed before it could be stopped. To revert it: operation: rollback with deployment-number: ${number}`
  }
  return isInProgress(state) ? `It was told to stop, and is ${state}.` : `It was stopped, and is ${state}.`
}
