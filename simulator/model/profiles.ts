import type * as api from '@aws-sdk/client-appconfig'
import { badRequest, notFound, quotaExceeded } from '../errors.js'
import type { Asked } from '../operations.js'
import { page } from '../pagination.js'
import { type Account, type Application, echoed, kept, type Profile } from './account.js'
import { findApplication } from './applications.js'
import { inRegion, profileArn } from './arns.js'
import { refuseWhenAssociated } from './associations.js'
import { FEATURE_FLAGS_TYPE } from './aws-extensions.js'
import { resolveKey } from './keys.js'
import { checkLocation } from './locations.js'
import { forgetTags, registerTags } from './tags.js'
import { checkValidators } from './validators.js'

const FREEFORM_TYPE = 'AWS.Freeform'
const HOSTED = 'hosted'

/** @throws BadRequestException for a name in use or a location, role, key or validator that does not fit */
export function createProfile(
  account: Account,
  request: Asked<api.CreateConfigurationProfileRequest>,
  id = account.nextId(),
): api.ConfigurationProfile {
  const application = findApplication(account, request.ApplicationId)
  const type = request.Type ?? FREEFORM_TYPE
  refuseUnknownType(type)
  refuseTakenName(account, application, request.Name)
  if (type === FEATURE_FLAGS_TYPE && request.LocationUri !== HOSTED) {
    throw badRequest(`ConfigurationProfiles of type '${type}' can only have a locationUri of 'hosted'`)
  }
  checkLocation(request.LocationUri, request.RetrievalRoleArn)
  checkValidators(request.Validators)
  if (application.profiles.size >= account.quotas.profiles) {
    throw quotaExceeded(
      `Application ${application.id} already has the maximum of ${account.quotas.profiles} configuration profiles.`,
    )
  }
  const profile: Profile = {
    id,
    name: request.Name,
    description: kept(request.Description),
    locationUri: request.LocationUri,
    type,
    retrievalRoleArn: request.RetrievalRoleArn,
    validators: request.Validators ?? [],
    kmsKeyIdentifier: request.KmsKeyIdentifier,
    kmsKeyArn: keyFor(account, request.LocationUri, request.KmsKeyIdentifier),
    versions: new Map(),
    lastVersion: 0,
    sourceVersions: undefined,
  }
  application.profiles.set(id, profile)
  registerTags(account, profileArn(account, application.id, id), request.Tags)
  return echoed(described(account, application, profile), request)
}

export function getProfile(
  account: Account,
  request: Asked<api.GetConfigurationProfileRequest>,
): api.ConfigurationProfile {
  const application = findApplication(account, request.ApplicationId)
  return described(account, application, findProfile(account, application, request.ConfigurationProfileId))
}

/** An empty KmsKeyIdentifier takes the key away. */
export function updateProfile(
  account: Account,
  request: Asked<api.UpdateConfigurationProfileRequest>,
): api.ConfigurationProfile {
  const application = findApplication(account, request.ApplicationId)
  const profile = findProfile(account, application, request.ConfigurationProfileId)
  const role = request.RetrievalRoleArn ?? profile.retrievalRoleArn
  checkLocation(profile.locationUri, role)
  checkValidators(request.Validators)
  const key = request.KmsKeyIdentifier ?? profile.kmsKeyIdentifier
  const kmsKeyIdentifier = key === '' ? undefined : key
  const kmsKeyArn =
    request.KmsKeyIdentifier === undefined
      ? profile.kmsKeyArn
      : keyFor(account, profile.locationUri, kmsKeyIdentifier)
  if (request.Name !== undefined && request.Name !== profile.name) {
    refuseTakenName(account, application, request.Name)
    profile.name = request.Name
  }
  if (request.Description !== undefined) profile.description = kept(request.Description)
  profile.retrievalRoleArn = role
  profile.validators = request.Validators ?? profile.validators
  profile.kmsKeyIdentifier = kmsKeyIdentifier
  profile.kmsKeyArn = kmsKeyArn
  return echoed(described(account, application, profile), request)
}

/** @throws BadRequestException while the profile has associations or hosted versions */
export function deleteProfile(
  account: Account,
  request: Asked<api.DeleteConfigurationProfileRequest>,
): Record<string, never> {
  const application = findApplication(account, request.ApplicationId)
  const profile = findProfile(account, application, request.ConfigurationProfileId)
  const arn = profileArn(account, application.id, profile.id)
  refuseWhenAssociated(account, arn, 'configuration profile')
  if (profile.versions.size > 0) {
    throw badRequest(
      `Cannot delete configuration profile ${profile.id} because there are still hosted configuration versions existing under it.`,
    )
  }
  application.profiles.delete(profile.id)
  forgetTags(account, arn)
  return {}
}

export function listProfiles(
  account: Account,
  request: Asked<api.ListConfigurationProfilesRequest>,
): api.ConfigurationProfiles {
  const application = findApplication(account, request.ApplicationId)
  const profiles = [...application.profiles.values()].filter(
    ({ type }) => request.Type === undefined || type === request.Type,
  )
  return page(
    profiles.map((profile) => summarised(application, profile)),
    request,
  )
}

/** @throws ResourceNotFoundException when the application has no profile with this id or name */
export function findProfile(account: Account, application: Application, identifier: string): Profile {
  const found =
    application.profiles.get(identifier) ??
    [...application.profiles.values()].find(({ name }) => name === identifier)
  if (found !== undefined) return found
  throw notFound(
    `Configuration Profile with Application Id ${application.id} and Configuration Profile Id ${identifier} could not be found for account ${account.id}.`,
    'ConfigurationProfile',
  )
}

function refuseUnknownType(type: string): void {
  if (type === FREEFORM_TYPE || type === FEATURE_FLAGS_TYPE) return
  throw notFound(
    `Invalid type, must be one of: ${FREEFORM_TYPE}, ${FEATURE_FLAGS_TYPE}`,
    'ConfigurationProfileType',
  )
}

function refuseTakenName(account: Account, application: Application, name: string): void {
  const taken = [...application.profiles.values()].find((other) => other.name === name)
  if (taken === undefined) return
  throw badRequest(
    `ConfigurationProfile with name ${name} already exists with id ${taken.id} in application ${application.id} account ${account.id}`,
  )
}

function keyFor(account: Account, locationUri: string, identifier: string | undefined): string | undefined {
  if (identifier === undefined) return undefined
  if (locationUri !== HOSTED) {
    throw badRequest(
      'KmsKeyIdentifier applies only to AppConfig hosted configuration data. For non-hosted configuration sources, configure encryption in the corresponding service.',
    )
  }
  return resolveKey(account, identifier)
}

const described = (
  account: Account,
  application: Application,
  profile: Profile,
): api.ConfigurationProfile => ({
  ApplicationId: application.id,
  Id: profile.id,
  Name: profile.name,
  Description: profile.description,
  LocationUri: profile.locationUri,
  RetrievalRoleArn: profile.retrievalRoleArn,
  Validators: [...profile.validators],
  Type: profile.type,
  KmsKeyArn: profile.kmsKeyArn && inRegion(account, profile.kmsKeyArn),
  KmsKeyIdentifier: profile.kmsKeyIdentifier,
})

const summarised = (application: Application, profile: Profile): api.ConfigurationProfileSummary => ({
  ApplicationId: application.id,
  Id: profile.id,
  Name: profile.name,
  LocationUri: profile.locationUri,
  ValidatorTypes: profile.validators.flatMap(({ Type }) => (Type === undefined ? [] : [Type])),
  Type: profile.type,
})
