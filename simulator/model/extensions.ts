import { isDeepStrictEqual } from 'node:util'
import type * as api from '@aws-sdk/client-appconfig'
import { badRequest, conflict, notFound } from '../errors.js'
import type { Asked } from '../operations.js'
import { page } from '../pagination.js'
import { type Account, echoed, type Extension, type ExtensionVersion, kept } from './account.js'
import { extensionArn } from './arns.js'
import { forgetTags, registerTags } from './tags.js'

/**
 * A new extension, a new version of one (`LatestVersionNumber` is the current one), or the existing version
 * when the same definition is sent again without a version number.
 *
 * @throws BadRequestException for another definition without a number, ConflictException for a stale number
 */
export function createExtension(
  account: Account,
  request: Asked<api.CreateExtensionRequest>,
  id = account.nextId(),
): api.Extension {
  refuseRequiredDynamic(request.Parameters)
  const existing = [...account.extensions.values()].find(({ name }) => name === request.Name)
  const extension = existing ?? { id, name: request.Name, awsAuthored: false, versions: new Map() }
  const latest = existing === undefined ? undefined : latestVersion(existing)
  const wanted = request.LatestVersionNumber
  if (latest !== undefined && wanted === undefined) {
    if (isDeepStrictEqual(definitionOf(request, latest.number), latest))
      return described(account, extension, latest)
    throw badRequest(
      `LatestVersionNumber not populated and an extension with name ${request.Name} already exists.`,
    )
  }
  const current = latest?.number ?? 0
  if (wanted !== undefined && wanted !== current) {
    throw conflict(
      `LatestVersionNumber supplied in request ${wanted} does not match latest version ${current}.`,
    )
  }
  const version = definitionOf(request, current + 1)
  extension.versions.set(version.number, version)
  account.extensions.set(extension.id, extension)
  registerTags(account, extensionArn(account, extension, version.number), request.Tags)
  return echoed(described(account, extension, version), request)
}

export function getExtension(account: Account, request: Asked<api.GetExtensionRequest>): api.Extension {
  const { extension, version } = findExtension(account, request.ExtensionIdentifier, request.VersionNumber)
  return described(account, extension, version)
}

/** Changes a version in place (the latest unless told otherwise); its number stays. */
export function updateExtension(account: Account, request: Asked<api.UpdateExtensionRequest>): api.Extension {
  refuseRequiredDynamic(request.Parameters)
  const { extension, version } = findExtension(account, request.ExtensionIdentifier, request.VersionNumber)
  if (extension.awsAuthored)
    throw badRequest(`Extension ${extension.id} is authored by AWS and cannot be updated.`)
  const updated: ExtensionVersion = {
    number: version.number,
    description: request.Description === undefined ? version.description : kept(request.Description),
    actions: request.Actions ?? version.actions,
    parameters: request.Parameters === undefined ? version.parameters : explicit(request.Parameters),
  }
  extension.versions.set(updated.number, updated)
  return echoed(described(account, extension, updated), request)
}

/** @throws BadRequestException while the version is associated with a resource */
export function deleteExtension(
  account: Account,
  request: Asked<api.DeleteExtensionRequest>,
): Record<string, never> {
  const { extension, version } = findExtension(account, request.ExtensionIdentifier, request.VersionNumber)
  if (extension.awsAuthored)
    throw badRequest(`Extension ${extension.id} is authored by AWS and cannot be deleted.`)
  const using = [...account.associations.values()].filter(
    ({ extensionId, extensionVersion }) =>
      extensionId === extension.id && extensionVersion === version.number,
  )
  if (using.length > 0) {
    throw badRequest(
      `Cannot delete extension ${extension.id}, version ${version.number}, for account ${account.id}, as there are ${using.length} associations of the extension still existing.`,
    )
  }
  extension.versions.delete(version.number)
  forgetTags(account, extensionArn(account, extension, version.number))
  if (extension.versions.size === 0) account.extensions.delete(extension.id)
  return {}
}

/** The latest version of each extension, AWS's own included. */
export function listExtensions(account: Account, request: api.ListExtensionsRequest): api.Extensions {
  const extensions = [...account.extensions.values()].filter(
    ({ name }) => request.Name === undefined || name === request.Name,
  )
  const summaries = extensions.map((extension) => {
    const { Id, Name, VersionNumber, Arn, Description } = described(
      account,
      extension,
      latestVersion(extension),
    )
    return { Id, Name, VersionNumber, Arn, Description }
  })
  return page(summaries, request)
}

/**
 * An extension by id, name or ARN, in the version of the ARN, the one asked for, or the latest.
 *
 * @throws BadRequestException when the ARN and the request name different versions, ResourceNotFoundException
 */
export function findExtension(
  account: Account,
  identifier: string,
  wanted: number | undefined,
): { readonly extension: Extension; readonly version: ExtensionVersion } {
  const [, fromArn, versionOfArn] = /:extension\/([^/]+)(?:\/(\d+))?$/.exec(identifier) ?? []
  const inArn = versionOfArn === undefined ? undefined : Number(versionOfArn)
  if (inArn !== undefined && wanted !== undefined && inArn !== wanted) {
    throw badRequest(
      `Version number in ExtensionIdentifier ARN ${identifier} does not match request ExtensionVersionNumber ${wanted}`,
    )
  }
  const named = fromArn ?? identifier
  const extension =
    account.extensions.get(named) ?? [...account.extensions.values()].find(({ name }) => name === named)
  const number = wanted ?? inArn
  const version =
    number === undefined ? extension && latestVersion(extension) : extension?.versions.get(number)
  if (extension !== undefined && version !== undefined) return { extension, version }
  throw notFound(`Extension could not be found for account ${account.id}.`, 'Extension')
}

function latestVersion(extension: Extension): ExtensionVersion {
  const latest = extension.versions.get(Math.max(...extension.versions.keys()))
  if (latest === undefined) throw new Error(`Extension ${extension.id} has no versions`)
  return latest
}

function refuseRequiredDynamic(parameters: Readonly<Record<string, api.Parameter>> | undefined): void {
  for (const [name, { Required, Dynamic }] of Object.entries(parameters ?? {})) {
    if (Required === true && Dynamic === true) {
      throw badRequest(`Extension parameters ${name} can not be both required and dynamic`)
    }
  }
}

const definitionOf = (request: Asked<api.CreateExtensionRequest>, number: number): ExtensionVersion => ({
  number,
  description: kept(request.Description),
  actions: request.Actions,
  parameters: request.Parameters === undefined ? undefined : explicit(request.Parameters),
})

/** Required and Dynamic come back as explicit false. */
const explicit = (parameters: Readonly<Record<string, api.Parameter>>): Record<string, api.Parameter> =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, { Description, Required = false, Dynamic = false }]) => [
      name,
      { ...(Description === undefined ? {} : { Description }), Required, Dynamic },
    ]),
  )

const described = (account: Account, extension: Extension, version: ExtensionVersion): api.Extension => ({
  Id: extension.id,
  Name: extension.name,
  VersionNumber: version.number,
  Arn: extensionArn(account, extension, version.number),
  Description: version.description,
  Actions: version.actions,
  Parameters: version.parameters,
})
