import { present } from '../configuration/json/present.js'
import { isOfProfile, type ListedDeployment } from './listed-deployment.js'
import type { Deployment } from './deployment.js'

/** Which version of a profile an environment runs once a deployment has been taken back, as far as it is known. */
export type LiveVersion =
  /** `again`: it was live before the deployment that was taken back, and AppConfig puts it back. */
  | {
      readonly kind: 'version'
      readonly number: number
      readonly configurationName: string
      readonly configurationVersion: string
      readonly versionLabel?: string
      readonly again: boolean
    }
  /** No other deployment of the profile has completed and stayed. */
  | { readonly kind: 'none'; readonly configurationName: string }
  /** A completed deployment was reverted although a newer one completed: what AppConfig puts back is not documented. */
  | { readonly kind: 'unclear'; readonly configurationName: string; readonly newerNumber: number }

/** Whether a listed deployment may have left the version that is live: of the same profile, complete, another one. */
export function isLiveCandidate(listed: ListedDeployment, rolledBack: Deployment): boolean {
  const profile = { id: rolledBack.configurationProfileId, name: rolledBack.configurationName }
  if (listed.number === rolledBack.number || listed.isManaged === true) return false
  return listed.state === 'COMPLETE' && isOfProfile(listed, profile)
}

/**
 * The version that is live when a deployment has been taken back: that of the newest deployment of its profile that
 * completed and was not reverted.
 *
 * @param rolledBack the deployment as it stood before the rollback
 * @param listed the environment's deployments, newest first, up to the first candidate
 */
export function liveVersion(rolledBack: Deployment, listed: readonly ListedDeployment[]): LiveVersion {
  const { configurationName } = rolledBack
  const candidate = listed.find((deployment) => isLiveCandidate(deployment, rolledBack))
  if (candidate === undefined) return { kind: 'none', configurationName }
  const again = candidate.number < rolledBack.number
  if (!again && rolledBack.state === 'COMPLETE') {
    return { kind: 'unclear', configurationName, newerNumber: candidate.number }
  }
  return {
    kind: 'version',
    number: candidate.number,
    configurationName,
    configurationVersion: candidate.configurationVersion,
    ...present({ versionLabel: candidate.versionLabel }),
    again,
  }
}
