import type * as api from '@aws-sdk/client-appconfig'
import { badRequest, notFound } from '../errors.js'
import type { Asked } from '../operations.js'
import { page } from '../pagination.js'
import type { Account, Association, Extension, ExtensionVersion } from './account.js'
import { associationArn, extensionArn, inRegion, resourceIn } from './arns.js'
import { findExtension } from './extensions.js'
import { forgetTags, registerTags } from './tags.js'

/** Pins a version of an extension (the latest unless told otherwise) to a resource. Duplicates are allowed. */
export function createAssociation(
  account: Account,
  request: Asked<api.CreateExtensionAssociationRequest>,
  id = account.nextId(),
): api.ExtensionAssociation {
  const { extension, version } = findExtension(
    account,
    request.ExtensionIdentifier,
    request.ExtensionVersionNumber,
  )
  const resource = knownResource(account, request.ResourceIdentifier)
  refuseMissingParameters(extension, version, request.Parameters, 'create')
  const association: Association = {
    id,
    extensionId: extension.id,
    extensionVersion: version.number,
    resource,
    resourceArn: request.ResourceIdentifier,
    parameters: request.Parameters,
  }
  account.associations.set(id, association)
  registerTags(account, associationArn(account, id), request.Tags)
  return described(account, association)
}

export function getAssociation(
  account: Account,
  request: Asked<api.GetExtensionAssociationRequest>,
): api.ExtensionAssociation {
  return described(account, findAssociation(account, request.ExtensionAssociationId))
}

/** Replaces the whole map of parameters. */
export function updateAssociation(
  account: Account,
  request: Asked<api.UpdateExtensionAssociationRequest>,
): api.ExtensionAssociation {
  const association = findAssociation(account, request.ExtensionAssociationId)
  if (request.Parameters === undefined) return described(account, association)
  const { extension, version } = findExtension(account, association.extensionId, association.extensionVersion)
  refuseMissingParameters(extension, version, request.Parameters, 'update')
  const updated = { ...association, parameters: request.Parameters }
  account.associations.set(association.id, updated)
  return described(account, updated)
}

export function deleteAssociation(
  account: Account,
  request: Asked<api.DeleteExtensionAssociationRequest>,
): Record<string, never> {
  const { id } = findAssociation(account, request.ExtensionAssociationId)
  account.associations.delete(id)
  forgetTags(account, associationArn(account, id))
  return {}
}

/** @throws BadRequestException when both a resource and an extension are asked for */
export function listAssociations(
  account: Account,
  request: api.ListExtensionAssociationsRequest,
): api.ExtensionAssociations {
  const { ResourceIdentifier, ExtensionIdentifier, ExtensionVersionNumber } = request
  if (ResourceIdentifier !== undefined && ExtensionIdentifier !== undefined) {
    throw badRequest('Request cannot contain both ResourceIdentifier and ExtensionIdentifier.')
  }
  const wanted =
    ExtensionIdentifier === undefined
      ? undefined
      : findExtension(account, ExtensionIdentifier, ExtensionVersionNumber).extension.id
  const version = ExtensionVersionNumber ?? versionInArn(ExtensionIdentifier)
  const wantedResource = resourceIn(account, ResourceIdentifier ?? '')
  const matching = [...account.associations.values()].filter(
    ({ resource, extensionId, extensionVersion }) =>
      (ResourceIdentifier === undefined || resource === wantedResource) &&
      (wanted === undefined || extensionId === wanted) &&
      (version === undefined || extensionVersion === version),
  )
  const summaries = matching.map((association) => {
    const { Id, ExtensionArn, ResourceArn } = described(account, association)
    return { Id, ExtensionArn, ResourceArn }
  })
  return page(summaries, request)
}

/** @throws BadRequestException: a resource cannot be deleted while an extension is associated with it */
export function refuseWhenAssociated(account: Account, arn: string, kind: string): void {
  const wanted = resourceIn(account, arn)
  if (![...account.associations.values()].some(({ resource }) => resource === wanted)) return
  throw badRequest(
    `Cannot delete ${kind} ${arn} because there are extensions associated with it. Please remove the extension associations to this ${kind} first.`,
  )
}

/** @throws BadRequestException when a parameter that the version requires has no value */
export function refuseMissingParameters(
  extension: Extension,
  version: ExtensionVersion,
  supplied: Readonly<Record<string, string>> | undefined,
  when: 'create' | 'update',
): void {
  const required = Object.entries(version.parameters ?? {}).filter(([, { Required }]) => Required === true)
  const missing = required.find(([name]) => supplied?.[name] === undefined)
  if (missing === undefined) return
  if (when === 'create' && supplied === undefined) {
    throw badRequest(
      `Extension ${extension.name} version ${version.number} has required parameters, but no parameters have been supplied`,
    )
  }
  throw badRequest(
    `Parameter ${missing[0]}  is required for extension ${extension.id} version ${version.number}, but a value has not been supplied.`,
  )
}

const versionInArn = (identifier: string | undefined): number | undefined => {
  const [, version] = /:extension\/[^/]+\/(\d+)$/.exec(identifier ?? '') ?? []
  return version === undefined ? undefined : Number(version)
}

const ASSOCIABLE = /^application\/[^/]+(?:\/(?:environment|configurationprofile)\/[^/]+)?$/

function knownResource(account: Account, arn: string): string {
  const resource = resourceIn(account, arn)
  if (resource !== undefined && account.tags.has(resource) && ASSOCIABLE.test(resource)) return resource
  throw notFound(`Resource ${arn} could not be found for account ${account.id}.`, 'Resource')
}

function findAssociation(account: Account, id: string): Association {
  const found = account.associations.get(id)
  if (found !== undefined) return found
  throw notFound(
    `ExtensionAssociation with Id ${id} could not be found for account ${account.id}.`,
    'ExtensionAssociation',
  )
}

function described(account: Account, association: Association): api.ExtensionAssociation {
  const { extension } = findExtension(account, association.extensionId, association.extensionVersion)
  return {
    Id: association.id,
    ExtensionArn: extensionArn(account, extension, association.extensionVersion),
    ResourceArn: inRegion(account, association.resourceArn),
    Arn: associationArn(account, association.id),
    Parameters: association.parameters,
    ExtensionVersionNumber: association.extensionVersion,
  }
}
