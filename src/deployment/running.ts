import { type DeploymentState, isInProgress } from './deployment.js'

/** What a list of deployments tells of each, as far as it matters to what an environment runs. */
export interface ListedDeployment {
  readonly number: number
  readonly state: DeploymentState
  readonly configurationName: string
  /** Absent on a service that does not tell it. */
  readonly configurationProfileId?: string
}

/** A configuration profile, by both of its names. */
export interface ListedProfile {
  readonly id: string
  readonly name: string
}

/** Whether a deployment is one of this profile: by its ID where the service tells it, else by the profile's name. */
export function isOfProfile(deployment: ListedDeployment, profile: ListedProfile): boolean {
  return deployment.configurationProfileId === undefined
    ? deployment.configurationName === profile.name
    : deployment.configurationProfileId === profile.id
}

/**
 * Which deployment of a profile an environment runs, from its deployments, newest first: the newest that completed.
 * One that was rolled back or reverted never counts, and while one of the profile is in progress nothing is certain.
 */
export function runningDeployment<Listed extends ListedDeployment>(
  deployments: readonly Listed[],
  profile: ListedProfile,
): Listed | undefined {
  const ofProfile = deployments.filter((deployment) => isOfProfile(deployment, profile))
  if (ofProfile.some(({ state }) => isInProgress(state))) return undefined
  return ofProfile.find(({ state }) => state === 'COMPLETE')
}
