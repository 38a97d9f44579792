import type * as api from '@aws-sdk/client-appconfig'
import { badRequest, notFound, quotaExceeded } from '../errors.js'
import type { Asked } from '../operations.js'
import { page } from '../pagination.js'
import { type Account, type Application, echoed, kept } from './account.js'
import { applicationArn } from './arns.js'
import { refuseWhenAssociated } from './associations.js'
import { forgetTags, registerTags } from './tags.js'

/** @throws BadRequestException for a name in use, ServiceQuotaExceededException past 100 applications */
export function createApplication(
  account: Account,
  request: Asked<api.CreateApplicationRequest>,
  id = account.nextId(),
): api.Application {
  refuseTakenName(account, request.Name)
  if (account.applications.size >= account.quotas.applications) {
    throw quotaExceeded(`The account already has the maximum of ${account.quotas.applications} applications.`)
  }
  const application: Application = {
    id,
    name: request.Name,
    description: kept(request.Description),
    environments: new Map(),
    profiles: new Map(),
    experiments: new Map(),
  }
  account.applications.set(id, application)
  registerTags(account, applicationArn(account, id), request.Tags)
  return echoed(described(application), request)
}

export function getApplication(account: Account, request: Asked<api.GetApplicationRequest>): api.Application {
  return described(findApplication(account, request.ApplicationId))
}

export function updateApplication(
  account: Account,
  request: Asked<api.UpdateApplicationRequest>,
): api.Application {
  const application = findApplication(account, request.ApplicationId)
  if (request.Name !== undefined && request.Name !== application.name) {
    refuseTakenName(account, request.Name)
    application.name = request.Name
  }
  if (request.Description !== undefined) application.description = kept(request.Description)
  return echoed(described(application), request)
}

/** @throws BadRequestException while the application has associations, environments, profiles or experiments */
export function deleteApplication(
  account: Account,
  request: Asked<api.DeleteApplicationRequest>,
): Record<string, never> {
  const { id, environments, profiles, experiments } = findApplication(account, request.ApplicationId)
  const arn = applicationArn(account, id)
  refuseWhenAssociated(account, arn, 'application')
  const [children] = [
    ...(environments.size > 0 ? ['environments'] : []),
    ...(profiles.size > 0 ? ['configuration profiles'] : []),
    ...(experiments.size > 0 ? ['experiment definitions'] : []),
  ]
  if (children !== undefined) {
    throw badRequest(
      `Cannot delete application ${id}, because there are still ${children} existing under it.`,
    )
  }
  account.applications.delete(id)
  forgetTags(account, arn)
  return {}
}

export function listApplications(account: Account, request: api.ListApplicationsRequest): api.Applications {
  return page([...account.applications.values()].map(described), request)
}

/** @throws ResourceNotFoundException when no application has this id or name */
export function findApplication(account: Account, identifier: string): Application {
  const found =
    account.applications.get(identifier) ??
    [...account.applications.values()].find(({ name }) => name === identifier)
  if (found !== undefined) return found
  throw notFound(
    `Application with Id ${identifier} could not be found for account ${account.id}.`,
    'Application',
  )
}

function refuseTakenName(account: Account, name: string): void {
  const taken = [...account.applications.values()].find((other) => other.name === name)
  if (taken === undefined) return
  throw badRequest(
    `Application with name ${name} already exists with id ${taken.id} in account ${account.id}`,
  )
}

const described = ({ id, name, description }: Application): api.Application => ({
  Id: id,
  Name: name,
  Description: description,
})
