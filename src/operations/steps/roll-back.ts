import { ExplainedError } from '../../deployment/explained-error.js'
import type { Aws } from '../../aws/client.js'
import { type DeploymentAddress, getDeployment } from '../../aws/deployments.js'
import { revertDeployment } from '../../aws/revert-deployment.js'
import { stopDeployment } from '../../aws/stop-deployment.js'
import { type Deployment, isInProgress } from '../../deployment/deployment.js'
import { nextRollbackStep, REVERT_HOURS } from '../../deployment/rollback-plan.js'
import { utcText } from '../../report/text/duration-text.js'

/** The deployment completed too long ago to be reverted. */
export class RevertTooLateError extends ExplainedError {
  override readonly name = 'RevertTooLateError'
  constructor(number: number, completedAtMs: number) {
    super(
      `Deployment ${number} can't be reverted: it completed at ${utcText(completedAtMs)}, and AppConfig reverts within ${REVERT_HOURS} hours of completion only.\n` +
        'To go back to an older configuration version, deploy that version: `operation: deploy` with `configuration-version`.',
    )
  }
}

/**
 * Rolls a deployment back, whatever state it is in: stops it while it is in progress, reverts it once it is
 * complete, and waits for the end.
 *
 * @param timeoutMs how long to wait for the end of each, in milliseconds
 * @returns the deployment, ROLLED_BACK or REVERTED unless its `state` says otherwise
 * @throws RevertTooLateError
 * @throws AwsRequestError when AWS refuses, or could not be reached within the time limit
 * @throws StopUnconfirmedError when AWS took the stop or the revert, and refuses to tell what became of it
 * @throws RevertUnseenError when AWS took the revert, and nothing came of it in time
 */
export async function rollBack(aws: Aws, address: DeploymentAddress, timeoutMs: number): Promise<Deployment> {
  let deployment = await getDeployment(aws, address)
  for (;;) {
    const step = nextRollbackStep(deployment, aws.connection.serviceNowMs(), aws.clock.minuteMs)
    switch (step.kind) {
      case 'done':
        return deployment
      case 'too-late':
        throw new RevertTooLateError(deployment.number, step.completedAtMs)
      case 'revert':
        return revertDeployment(aws, address, timeoutMs)
      case 'stop':
        deployment = await stopDeployment(aws, address, timeoutMs)
        if (isInProgress(deployment.state)) return deployment
    }
  }
}
