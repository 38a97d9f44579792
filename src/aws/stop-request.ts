import { ExplainedError } from '../deployment/explained-error.js'
import { StopDeploymentCommand } from '@aws-sdk/client-appconfig'
import type { Deployment } from '../deployment/deployment.js'
import type { Aws } from './client.js'
import { type DeploymentAddress, getDeployment } from './deployments.js'
import { AwsRequestError, request } from './failure.js'

/** AWS took the stop of a deployment, and then would not tell what became of it. */
export class StopUnconfirmedError extends ExplainedError {
  override readonly name = 'StopUnconfirmedError'
  constructor(number: number, cause: AwsRequestError) {
    super(`AWS accepted the stop of deployment ${number}, but its end can't be confirmed. ${cause.message}`, {
      cause,
    })
  }
}

/** A look as a value, so that one that failed doesn't end the stop. */
export async function pollOnce(
  aws: Aws,
  address: DeploymentAddress,
): Promise<
  | { readonly ok: true; readonly deployment: Deployment }
  | { readonly ok: false; readonly error: AwsRequestError }
> {
  try {
    return { ok: true, deployment: await getDeployment(aws, address, 'one') }
  } catch (error) {
    if (error instanceof AwsRequestError) return { ok: false, error }
    throw error
  }
}

/** The failure of a request; undefined when it succeeded. */
export async function failureOf(sent: Promise<void>): Promise<AwsRequestError | undefined> {
  try {
    await sent
    return undefined
  } catch (error) {
    if (error instanceof AwsRequestError) return error
    throw error
  }
}

/** One plain or reverting StopDeployment. The answer's body is left unread on purpose. */
export async function sendStop(
  aws: Aws,
  address: DeploymentAddress,
  how: 'plain' | 'allow-revert',
): Promise<void> {
  const command = new StopDeploymentCommand({
    ApplicationId: address.applicationId,
    EnvironmentId: address.environmentId,
    DeploymentNumber: address.number,
    ...(how === 'allow-revert' ? { AllowRevert: true } : {}),
  })
  await request('StopDeployment', `deployment ${address.number}`, () =>
    aws.connection.single.send(command, { abortSignal: aws.signal }),
  )
}
