import type * as api from '@aws-sdk/client-appconfig'
import { badRequest, conflict, notFound, payloadTooLarge } from '../errors.js'
import type { AnswerOf, Asked } from '../operations.js'
import { page } from '../pagination.js'
import { type Account, type Application, type HostedVersion, kept, type Profile } from './account.js'
import { findApplication } from './applications.js'
import { inRegion } from './arns.js'
import { appliedExtensions } from './applied-extensions.js'
import { FEATURE_FLAGS_TYPE } from './aws-extensions.js'
import { normaliseFlags } from './feature-flags.js'
import { refuseFailingAction } from './invocations.js'
import { resolveKey } from './keys.js'
import { findProfile } from './profiles.js'

type Answer = AnswerOf<'GetHostedConfigurationVersion'>

const LIMIT_KB = 2048

/**
 * Publishes a hosted version. Freeform content is neither validated nor compared with what is there; feature
 * flags are validated and normalised, and unchanged ones answer the version that has them.
 *
 * @throws BadRequestException, ConflictException for a stale LatestVersionNumber, PayloadTooLargeException
 */
export function createHostedVersion(
  account: Account,
  request: Asked<api.CreateHostedConfigurationVersionRequest>,
): Answer {
  const { application, profile } = find(account, request)
  if (profile.locationUri !== 'hosted') {
    throw badRequest(
      `Configuration profile ${profile.id} is not hosted: its location is ${profile.locationUri}`,
    )
  }
  refuseTooLarge(request.Content)
  refuseStale(profile, request.LatestVersionNumber)
  refuseTakenLabel(profile, request.VersionLabel)
  const extensions = appliedExtensions(account, application, undefined, profile)
  refuseFailingAction(account, extensions, 'PRE_CREATE_HOSTED_CONFIGURATION_VERSION')
  const latest = latestVersion(profile)
  const { content, changed } = contentOf(account, profile, Buffer.from(request.Content), latest)
  if (!changed && latest !== undefined) return described(account, application, profile, latest)
  const key = profile.kmsKeyIdentifier
  const version: HostedVersion = {
    number: profile.lastVersion + 1,
    content,
    contentType: request.ContentType,
    description: kept(request.Description),
    label: request.VersionLabel,
    kmsKeyArn: key === undefined ? undefined : resolveKey(account, key),
  }
  profile.lastVersion = version.number
  profile.versions.set(version.number, version)
  return described(account, application, profile, version)
}

export function getHostedVersion(
  account: Account,
  request: Asked<api.GetHostedConfigurationVersionRequest>,
): Answer {
  const { application, profile } = find(account, request)
  return described(
    account,
    application,
    profile,
    findVersion(account, application, profile, request.VersionNumber),
  )
}

export function deleteHostedVersion(
  account: Account,
  request: Asked<api.DeleteHostedConfigurationVersionRequest>,
): Record<string, never> {
  const { application, profile } = find(account, request)
  profile.versions.delete(findVersion(account, application, profile, request.VersionNumber).number)
  return {}
}

/** Newest first. A label filters exactly, or by what comes before a closing `*`. */
export function listHostedVersions(
  account: Account,
  request: Asked<api.ListHostedConfigurationVersionsRequest>,
): api.HostedConfigurationVersions {
  const { application, profile } = find(account, request)
  const wanted = request.VersionLabel
  const matches = (label: string | undefined) =>
    wanted === undefined ||
    (wanted.endsWith('*') ? label?.startsWith(wanted.slice(0, -1)) === true : label === wanted)
  const versions = [...profile.versions.values()].filter(({ label }) => matches(label)).reverse()
  return page(
    versions.map((version) => summarised(account, application, profile, version)),
    request,
  )
}

/** The version that a deployment names by number or label, `undefined` when there is none. */
export function hostedVersionNamed(profile: Profile, named: string): HostedVersion | undefined {
  if (/^\d+$/.test(named)) return profile.versions.get(Number(named))
  return [...profile.versions.values()].find(({ label }) => label === named)
}

function find(
  account: Account,
  request: { readonly ApplicationId: string; readonly ConfigurationProfileId: string },
): { readonly application: Application; readonly profile: Profile } {
  const application = findApplication(account, request.ApplicationId)
  return { application, profile: findProfile(account, application, request.ConfigurationProfileId) }
}

function findVersion(
  account: Account,
  application: Application,
  profile: Profile,
  number: number,
): HostedVersion {
  const found = profile.versions.get(number)
  if (found !== undefined) return found
  throw notFound(
    `Hosted Configuration Version with Application Id ${application.id}, Configuration Profile Id ${profile.id}, and Version ${number} could not be found for account ${account.id}`,
    'HostedConfigurationVersion',
  )
}

function contentOf(
  account: Account,
  profile: Profile,
  content: Buffer,
  latest: HostedVersion | undefined,
): { readonly content: Buffer; readonly changed: boolean } {
  if (profile.type !== FEATURE_FLAGS_TYPE) return { content, changed: true }
  return normaliseFlags(content, latest?.content, account.clock.now())
}

function refuseTooLarge(content: Uint8Array): void {
  const size = Math.ceil(content.length / 1024)
  if (size > LIMIT_KB) throw payloadTooLarge('Content size limit exceeded.', LIMIT_KB, size)
}

function refuseStale(profile: Profile, expected: number | undefined): void {
  const actual = latestVersion(profile)?.number ?? 0
  if (expected === undefined || expected === actual) return
  throw conflict(`Expected latest version ${expected} does not match actual latest version ${actual}`)
}

function refuseTakenLabel(profile: Profile, label: string | undefined): void {
  const taken = [...profile.versions.values()].find((version) => version.label === label)
  if (label === undefined || taken === undefined) return
  throw badRequest(
    `The version label '${label}' has already been assigned to hosted configuration version ${taken.number}. Please provide a different version label to create your hosted configuration version.`,
  )
}

const latestVersion = (profile: Profile): HostedVersion | undefined => [...profile.versions.values()].at(-1)

const described = (
  account: Account,
  application: Application,
  profile: Profile,
  version: HostedVersion,
): Answer => ({
  ...summarised(account, application, profile, version),
  Content: version.content,
})

const summarised = (
  account: Account,
  application: Application,
  profile: Profile,
  version: HostedVersion,
): api.HostedConfigurationVersionSummary => ({
  ApplicationId: application.id,
  ConfigurationProfileId: profile.id,
  VersionNumber: version.number,
  Description: version.description,
  ContentType: version.contentType,
  VersionLabel: version.label,
  KmsKeyArn: version.kmsKeyArn && inRegion(account, version.kmsKeyArn),
})
