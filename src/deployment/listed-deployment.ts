import { type DeploymentState, isInProgress, type NamedResource } from './deployment.js'

/** A deployment as a list shows it. */
export interface ListedDeployment {
  readonly number: number
  readonly state: DeploymentState
  readonly percentageComplete: number
  readonly configurationName: string
  readonly configurationVersion: string
  readonly versionLabel?: string
  /** Absent on an older service. */
  readonly configurationProfileId?: string
  /** Made by an experiment run, with the version of the deployment before: no release of anybody's. */
  readonly isManaged?: true
}

/** A deployment by its number, or, without one, the newest of the environment, and of the profile when it is given. */
export interface DeploymentSelector {
  readonly number?: number
  readonly profile?: NamedResource
}

const MAX_LISTED = 10

/** Whether a deployment is one of the profile: by the ID where the list has it, else by the name. */
export function isOfProfile(
  listed: Pick<ListedDeployment, 'configurationName' | 'configurationProfileId'>,
  profile: NamedResource,
): boolean {
  return listed.configurationProfileId === undefined
    ? listed.configurationName === profile.name
    : listed.configurationProfileId === profile.id
}

/** Whether a listed deployment is selected. The first that is, newest first, is the one to choose. */
export function matches(listed: ListedDeployment, selector: DeploymentSelector): boolean {
  if (selector.number !== undefined) return listed.number === selector.number
  if (listed.isManaged === true) return false
  return selector.profile === undefined || isOfProfile(listed, selector.profile)
}

/**
 * The deployment that occupies an environment, from its deployments, newest first. AppConfig has one in progress at a
 * time, which is the newest: a state that this action does not know, of an older one, occupies nothing.
 */
export function occupyingDeployment(deployments: readonly ListedDeployment[]): ListedDeployment | undefined {
  const [newest] = deployments
  return newest !== undefined && isInProgress(newest.state) ? newest : undefined
}

/**
 * Why no deployment could be chosen, with what there is.
 * @param listed the newest deployments of the environment, newest first
 */
export function noMatchMessage(
  selector: DeploymentSelector,
  environment: string,
  listed: readonly ListedDeployment[],
): string {
  const there =
    listed.length === 0
      ? 'it has no deployments yet'
      : `the newest are: ${listed.slice(0, MAX_LISTED).map(listedText).join(', ')}`
  if (selector.number !== undefined) {
    return `deployment-number is ${selector.number}, but environment ${JSON.stringify(environment)} has no such deployment; ${there}`
  }
  if (selector.profile === undefined)
    return `environment ${JSON.stringify(environment)} has no deployments yet`
  return `configuration-profile is ${JSON.stringify(selector.profile.name)}, but environment ${JSON.stringify(environment)} has no deployment of it; ${there}`
}

/**
 * Which deployment of a profile an environment runs, from its deployments, newest first: the newest that completed.
 * One that was rolled back or reverted never counts, nor one of an experiment, and while one of the profile is in progress nothing is certain.
 */
export function runningDeployment(
  deployments: readonly ListedDeployment[],
  profile: NamedResource,
): ListedDeployment | undefined {
  const ofProfile = deployments.filter(
    (deployment) => deployment.isManaged !== true && isOfProfile(deployment, profile),
  )
  if (ofProfile.some(({ state }) => isInProgress(state))) return undefined
  return ofProfile.find(({ state }) => state === 'COMPLETE')
}

function listedText({ number, configurationName, configurationVersion, state }: ListedDeployment): string {
  return `${number} (${configurationName} version ${configurationVersion}, ${state})`
}
