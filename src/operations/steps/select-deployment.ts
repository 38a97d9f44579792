import { present } from '../../configuration/json/present.js'
import { deploymentsNewestFirst, type EnvironmentAddress, getDeployment } from '../../aws/deployments.js'
import { alarmArnsOf } from '../../aws/environments.js'
import { failureKind } from '../../aws/failure.js'
import { type EnvironmentTarget, findEnvironmentTarget } from '../../aws/target.js'
import type { Deployment } from '../../deployment/deployment.js'
import type { Steps } from '../../deployment/facts.js'
import {
  type DeploymentSelector,
  type ListedDeployment,
  matches,
  noMatchMessage,
} from '../../deployment/listed-deployment.js'
import type { DeploymentSelectorInputs } from '../../inputs/deployment-selector.js'
import { InputError } from '../../inputs/input-error.js'
import type { CommonInputs } from '../../inputs/inputs.js'
import { quoted } from '../../inputs/values/parsed.js'
import type { Run } from '../run.js'
import { deploymentFacts } from './deployment-facts.js'
import { logResources } from './log-resources.js'

export interface SelectedDeployment {
  readonly target: EnvironmentTarget
  readonly deployment: Deployment
}

/** How many of the newest deployments an error can list. */
const MAX_KEPT = 50

/**
 * Finds the deployment that the inputs select.
 * @throws InputError when there is none, with those that there are
 * @throws AwsRequestError when a request fails
 */
export async function* selectDeployment(
  inputs: DeploymentSelectorInputs & CommonInputs,
  run: Run,
): Steps<SelectedDeployment> {
  const target = await findEnvironmentTarget(run.aws, inputs)
  const { application, environment, profile } = target
  yield { application, environment, profile, alarmArns: alarmArnsOf(environment) }
  logResources(target, run)
  const deployment = await find(target, inputs.deploymentNumber, run)
  if (profile !== undefined && deployment.configurationProfileId !== profile.id) {
    throw new InputError([
      `deployment-number is ${deployment.number}, but that is a deployment of configuration profile ${quoted(deployment.configurationName)}, not of ${quoted(profile.name)}`,
    ])
  }
  yield {
    profile: profile ?? { id: deployment.configurationProfileId, name: deployment.configurationName },
    strategy: { id: deployment.deploymentStrategyId, name: deployment.deploymentStrategyId },
    ...deploymentFacts(deployment, { region: inputs.region, alarmArns: alarmArnsOf(environment) }),
  }
  return { target, deployment }
}

async function find(target: EnvironmentTarget, number: number | undefined, run: Run): Promise<Deployment> {
  const { application, environment, profile } = target
  const address: EnvironmentAddress = { applicationId: application.id, environmentId: environment.id }
  if (number !== undefined) {
    try {
      return await getDeployment(run.aws, { ...address, number })
    } catch (error) {
      if (failureKind(error) !== 'not-found') throw error
    }
  }
  const selector: DeploymentSelector = {
    ...present({ number, profile }),
  }
  const newest: ListedDeployment[] = []
  for await (const listed of deploymentsNewestFirst(run.aws, address)) {
    if (matches(listed, selector)) return getDeployment(run.aws, { ...address, number: listed.number })
    if (newest.length < MAX_KEPT) newest.push(listed)
    // The list is in order, so a number that it has passed is not in it.
    else if (number !== undefined) break
  }
  throw new InputError([noMatchMessage(selector, environment.name, newest)])
}
