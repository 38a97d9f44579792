import {
  deploymentsNewestFirst,
  type DeploymentSummary,
  type EnvironmentAddress,
  getDeployment,
} from '../../aws/deployments.js'
import { failureKind } from '../../aws/failure.js'
import { findPlace, type Place } from '../../aws/target.js'
import type { DeploymentSelectorInputs } from '../../inputs/deployment-selector.js'
import { type DeploymentSelector, matches, noMatchMessage } from '../../deployment/selector.js'
import type { Deployment } from '../../deployment/deployment.js'
import { InputError } from '../../inputs/input-error.js'
import { quoted } from '../../inputs/values/parsed.js'
import type { CommonInputs } from '../../inputs/inputs.js'
import type { Run } from '../run.js'
import { publishDeployment } from './deployment-facts.js'
import { logResources } from './log-resources.js'

export interface Selected {
  readonly place: Place
  readonly deployment: Deployment
}

/** How many of the newest deployments an error can list. */
const MAX_KEPT = 50

/**
 * Finds the deployment that the inputs mean, and makes known what it tells of itself.
 * @throws InputError when there is none, with those that there are
 * @throws AwsRequestError when a request fails
 */
export async function selectDeployment(
  inputs: DeploymentSelectorInputs & CommonInputs,
  run: Run,
): Promise<Selected> {
  const place = await findPlace(run.appconfig, inputs, run.signal)
  const { application, environment, profile } = place
  run.learn({ application, environment, ...(profile === undefined ? {} : { profile }) })
  logResources(place, run)
  const address = { applicationId: application.id, environmentId: environment.id }
  const deployment = await find(address, place, inputs.deploymentNumber, run)
  if (profile !== undefined && deployment.configurationProfileId !== profile.id) {
    throw new InputError([
      `deployment-number is ${deployment.number}, but that is a deployment of configuration profile ${quoted(deployment.configurationName)}, not of ${quoted(profile.name)}`,
    ])
  }
  run.learn({
    profile: profile ?? { id: deployment.configurationProfileId, name: deployment.configurationName },
    strategy: { id: deployment.deploymentStrategyId, name: deployment.deploymentStrategyId },
  })
  publishDeployment(deployment, inputs.region, run)
  return { place, deployment }
}

async function find(
  address: EnvironmentAddress,
  place: Place,
  number: number | undefined,
  run: Run,
): Promise<Deployment> {
  const { profile } = place
  if (number !== undefined) {
    try {
      return await getDeployment(run.appconfig, { ...address, number }, run.signal)
    } catch (error) {
      if (failureKind(error) !== 'not-found') throw error
    }
  }
  const selector: DeploymentSelector = {
    ...(number === undefined ? {} : { number }),
    ...(profile === undefined ? {} : { profile }),
  }
  const newest: DeploymentSummary[] = []
  for await (const listed of deploymentsNewestFirst(run.appconfig, address, run.signal)) {
    if (matches(listed, selector)) {
      return getDeployment(run.appconfig, { ...address, number: listed.number }, run.signal)
    }
    if (newest.length < MAX_KEPT) newest.push(listed)
    // The list is in order, so a number that it has passed is not in it.
    else if (number !== undefined) break
  }
  throw new InputError([noMatchMessage(selector, place.environment.name, newest)])
}
