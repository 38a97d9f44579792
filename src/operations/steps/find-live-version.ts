import { deploymentsNewestFirst, type DeploymentSummary } from '../../aws/deployments.js'
import type { Deployment } from '../../deployment/deployment.js'
import { isLiveCandidate, liveVersion } from '../../deployment/live-version.js'
import type { Run } from '../run.js'

/**
 * Finds out which version is live once a deployment has been taken back. Never throws, since what happened does not
 * depend on it.
 *
 * @param deployment as it stood before it was taken back, or after
 * @param onNewest is told of the environment's newest deployment
 * @returns why it could not be found out, for people
 */
export async function publishLiveVersion(
  deployment: Deployment,
  run: Run,
  onNewest: (newest: DeploymentSummary) => void = () => undefined,
): Promise<string | undefined> {
  const listed: DeploymentSummary[] = []
  try {
    for await (const summary of deploymentsNewestFirst(run.appconfig, deployment, run.signal)) {
      listed.push(summary)
      if (listed.length === 1) onNewest(summary)
      if (isLiveCandidate(summary, deployment)) break
    }
  } catch (error) {
    if (run.signal.aborted) return undefined
    const reason = error instanceof Error ? error.message : String(error)
    return `Which version is live after the rollback could not be found out. ${reason}`
  }
  run.learn({ liveVersion: liveVersion(deployment, listed) })
  return undefined
}
