import type { CreatedEnvironment } from '../../aws/create-environment.js'
import { newestDeployments } from '../../aws/deployments.js'
import { alarmArnsOf, findEnvironmentIfAny } from '../../aws/environments.js'
import { findOneEnvironment, findTarget, type Target } from '../../aws/target.js'
import type { NamedResource } from '../../deployment/deployment.js'
import type { Facts, Steps } from '../../deployment/facts.js'
import type { ListedDeployment } from '../../deployment/listed-deployment.js'
import type { ReleaseInputs } from '../../inputs/deploy.js'
import type { CommonInputs } from '../../inputs/inputs.js'
import type { Run } from '../run.js'
import { findConfiguration, type FoundConfiguration } from './find-configuration.js'
import { logResources } from './log-resources.js'

/** All that is known before anything is changed. */
export interface Prepared {
  readonly target: Target
  readonly configuration: FoundConfiguration
  /** The environment's deployments, newest first. */
  readonly deployments: readonly ListedDeployment[]
}

/** Gives an application its missing environment. */
export type CreateEnvironment = (application: NamedResource) => Steps<CreatedEnvironment>

/**
 * Finds what the inputs name, and the newest deployment of the environment. Only reads, unless the environment is
 * missing and may be created, which is done when everything else has been found.
 * @param create without it a missing environment is an error
 * @throws InputError when an input means nothing in AWS
 * @throws AwsRequestError
 */
export async function* prepare(
  inputs: ReleaseInputs & CommonInputs,
  run: Run,
  create?: CreateEnvironment,
): Steps<Prepared> {
  if (create === undefined) {
    const target = await findTarget(run.aws, inputs, findOneEnvironment)
    return yield* preparedIn(target, inputs, run)
  }
  const found = await findTarget(run.aws, inputs, findEnvironmentIfAny)
  const { application, environment } = found
  if (environment !== undefined) return yield* preparedIn({ ...found, environment }, inputs, run)
  const missing = { ...found, environment: { id: '', name: inputs.environment } }
  yield { application, environment: missing.environment, profile: found.profile, strategy: found.strategy }
  logResources(missing, run)
  const configuration = await findConfiguration(inputs, found, run)
  const made = yield* create(application)
  const target = { ...found, environment: made.environment }
  yield targetFacts(target)
  const deployments = made.created ? [] : await deploymentsOf(target, run)
  return { target, configuration, deployments }
}

async function* preparedIn(target: Target, inputs: ReleaseInputs & CommonInputs, run: Run): Steps<Prepared> {
  yield targetFacts(target)
  logResources(target, run)
  const [configuration, deployments] = await Promise.all([
    findConfiguration(inputs, target, run),
    deploymentsOf(target, run),
  ])
  return { target, configuration, deployments }
}

function targetFacts({ application, environment, profile, strategy }: Target): Facts {
  return { application, environment, profile, strategy, alarmArns: alarmArnsOf(environment) }
}

function deploymentsOf({ application, environment }: Target, run: Run): Promise<readonly ListedDeployment[]> {
  const address = { applicationId: application.id, environmentId: environment.id }
  return newestDeployments(run.aws, address)
}
