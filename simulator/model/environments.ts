import type * as api from '@aws-sdk/client-appconfig'
import { badRequest, conflict, notFound, quotaExceeded } from '../errors.js'
import type { Asked, WireEnvironment } from '../operations.js'
import { type Page, page } from '../pagination.js'
import { type Account, type Application, type Environment, echoed, kept } from './account.js'
import { findApplication } from './applications.js'
import { environmentArn } from './arns.js'
import { refuseWhenAssociated } from './associations.js'
import { hasExperiments } from './experiments.js'
import { deploymentInProgress, newestRollout } from './deployment-facts.js'
import { forgetTags, registerTags } from './tags.js'

/** @throws BadRequestException for a name in use, ServiceQuotaExceededException past 20 in the application */
export function createEnvironment(
  account: Account,
  request: Asked<api.CreateEnvironmentRequest>,
  id = account.nextId(),
): WireEnvironment {
  const application = findApplication(account, request.ApplicationId)
  refuseTakenName(account, application, request.Name)
  refuseMonitorWithoutRole(request.Monitors)
  if (application.environments.size >= account.quotas.environments) {
    throw quotaExceeded(
      `Application ${application.id} already has the maximum of ${account.quotas.environments} environments.`,
    )
  }
  const environment: Environment = {
    id,
    name: request.Name,
    description: kept(request.Description),
    monitors: request.Monitors ?? [],
    deployments: [],
  }
  application.environments.set(id, environment)
  registerTags(account, environmentArn(account, application.id, id), request.Tags)
  return echoed(described(account, application, environment), request)
}

export function getEnvironment(account: Account, request: Asked<api.GetEnvironmentRequest>): WireEnvironment {
  const application = findApplication(account, request.ApplicationId)
  return described(account, application, findEnvironment(account, application, request.EnvironmentId))
}

export function updateEnvironment(
  account: Account,
  request: Asked<api.UpdateEnvironmentRequest>,
): WireEnvironment {
  const application = findApplication(account, request.ApplicationId)
  const environment = findEnvironment(account, application, request.EnvironmentId)
  refuseMonitorWithoutRole(request.Monitors)
  if (request.Name !== undefined && request.Name !== environment.name) {
    refuseTakenName(account, application, request.Name)
    environment.name = request.Name
  }
  if (request.Description !== undefined) environment.description = kept(request.Description)
  if (request.Monitors !== undefined) environment.monitors = request.Monitors
  return echoed(described(account, application, environment), request)
}

/**
 * An environment goes with its finished deployments. Nothing reads configuration here, so deletion protection
 * never finds a recent reader and its header only has to be valid.
 *
 * @throws BadRequestException while an extension is associated or an experiment is defined, ConflictException
 *   while a deployment is in progress
 */
export function deleteEnvironment(
  account: Account,
  request: Asked<api.DeleteEnvironmentRequest>,
): Record<string, never> {
  const application = findApplication(account, request.ApplicationId)
  const environment = findEnvironment(account, application, request.EnvironmentId)
  const arn = environmentArn(account, application.id, environment.id)
  refuseWhenAssociated(account, arn, 'environment')
  if (deploymentInProgress(account, environment) !== undefined) {
    throw conflict(`Cannot delete environment ${environment.id} while a deployment is in progress.`)
  }
  if (hasExperiments(application, environment.id)) {
    throw badRequest(
      `Cannot delete environment ${environment.id}, because there are non-archived experiment definitions associated with it.`,
    )
  }
  application.environments.delete(environment.id)
  forgetTags(account, arn)
  return {}
}

export function listEnvironments(
  account: Account,
  request: Asked<api.ListEnvironmentsRequest>,
): Page<WireEnvironment> {
  const application = findApplication(account, request.ApplicationId)
  const environments = [...application.environments.values()]
  return page(
    environments.map((environment) => described(account, application, environment)),
    request,
  )
}

/** @throws ResourceNotFoundException when the application has no environment with this id or name */
export function findEnvironment(account: Account, application: Application, identifier: string): Environment {
  const found =
    application.environments.get(identifier) ??
    [...application.environments.values()].find(({ name }) => name === identifier)
  if (found !== undefined) return found
  throw notFound(
    `Environment with Application Id ${application.id} and Environment Id ${identifier} could not be found for account ${account.id}.`,
    'Environment',
  )
}

function refuseTakenName(account: Account, application: Application, name: string): void {
  const taken = [...application.environments.values()].find((other) => other.name === name)
  if (taken === undefined) return
  throw badRequest(
    `Environment with name ${name} already exists with id ${taken.id} in application ${application.id} and account ${account.id}`,
  )
}

/** The model lets the role be absent, the service does not. */
function refuseMonitorWithoutRole(monitors: readonly api.Monitor[] | undefined): void {
  if (monitors?.some(({ AlarmRoleArn }) => AlarmRoleArn === undefined) !== true) return
  throw badRequest(
    "1 validation error detected: Value null at 'alarmRoleArn' failed to satisfy constraint: Member must not be null.",
  )
}

function described(account: Account, application: Application, environment: Environment): WireEnvironment {
  return {
    ApplicationId: application.id,
    Id: environment.id,
    Name: environment.name,
    Description: environment.description,
    State: stateOf(account, environment),
    Monitors: [...environment.monitors],
  }
}

/** The newest deployment decides. BAKING showing as `Deploying` is an assumption. */
function stateOf(account: Account, environment: Environment): string {
  const newest = newestRollout(account, environment)
  switch (newest?.state) {
    case undefined:
    case 'COMPLETE':
      return 'ReadyForDeployment'
    case 'DEPLOYING':
    case 'BAKING':
      return 'Deploying'
    case 'ROLLING_BACK':
      return 'RollingBack'
    case 'ROLLED_BACK':
      return 'RolledBack'
    case 'REVERTED':
      return 'Reverted'
  }
}
