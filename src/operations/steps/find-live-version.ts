import { messageOf } from '../../deployment/explained-error.js'
import { deploymentsNewestFirst } from '../../aws/deployments.js'
import type { Deployment } from '../../deployment/deployment.js'
import type { ListedDeployment } from '../../deployment/listed-deployment.js'
import { isLiveCandidate, type LiveVersion, liveVersion } from '../../deployment/live-version.js'
import type { Run } from '../run.js'

/** `unknown` says why in words; `cancelled`: there was no time left to find out. */
export type FoundLiveVersion =
  | { readonly kind: 'found'; readonly version: LiveVersion; readonly newest: ListedDeployment | undefined }
  | { readonly kind: 'unknown'; readonly problem: string }
  | { readonly kind: 'cancelled' }

/**
 * Finds out which version is live once a deployment has been rolled back. Never throws, since what happened does not
 * depend on it.
 * @param deployment as it stood before it was rolled back, or after
 */
export async function findLiveVersion(
  deployment: Deployment,
  run: Pick<Run, 'aws'>,
): Promise<FoundLiveVersion> {
  const listed: ListedDeployment[] = []
  try {
    for await (const summary of deploymentsNewestFirst(run.aws, deployment)) {
      listed.push(summary)
      if (isLiveCandidate(summary, deployment)) break
    }
  } catch (error) {
    if (run.aws.signal.aborted) return { kind: 'cancelled' }
    const reason = messageOf(error)
    return {
      kind: 'unknown',
      problem: `Which version is live after the rollback could not be found out. ${reason}`,
    }
  }
  return { kind: 'found', version: liveVersion(deployment, listed), newest: listed[0] }
}
