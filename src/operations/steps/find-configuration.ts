import { failureKind } from '../../aws/failure.js'
import {
  type HostedProfileAddress,
  hostedVersionLabelled,
  newestHostedVersions,
} from '../../aws/hosted-versions.js'
import type { NamedResource } from '../../deployment/deployment.js'
import type { Target } from '../../aws/target.js'
import { present } from '../../configuration/json/present.js'
import type { ConfigurationFile } from '../../inputs/configuration.js'
import type { ReleaseInputs } from '../../inputs/deploy.js'
import { InputError } from '../../inputs/input-error.js'
import { configurationSource, wantedVersion } from '../../inputs/values/configuration-source.js'
import { quoted } from '../../inputs/values/parsed.js'
import type { Run } from '../run.js'

/** More versions than this do not help. */
const MAX_SHOWN = 20

/** What is to be deployed: a version with its number or identifier, or a file that becomes a version. */
export type FoundConfiguration =
  | { readonly kind: 'version'; readonly version: string; readonly label?: string }
  | { readonly kind: 'file'; readonly file: ConfigurationFile }

/**
 * What the inputs say is to be deployed, as the profile has it: `latest` is the newest version.
 * @throws InputError when the profile can't have it; AwsRequestError
 */
export async function findConfiguration(
  { configuration }: Pick<ReleaseInputs, 'configuration'>,
  { application, profile }: Pick<Target, 'application' | 'profile'>,
  run: Run,
): Promise<FoundConfiguration> {
  const source = configurationSource(profile.locationUri)
  if (configuration.kind === 'file') {
    if (source === 'hosted') return checkedFile(configuration.file, profile)
    throw new InputError([
      `configuration-file works for hosted configuration only; configuration profile ${quoted(profile.name)} keeps its configuration in ${quoted(profile.locationUri)}.`,
    ])
  }
  const wanted = wantedVersion(configuration.version, source)
  if (!wanted.ok) throw new InputError(wanted.problems.map((problem) => `configuration-version ${problem}`))
  const address = { applicationId: application.id, configurationProfileId: profile.id }
  if (wanted.value.kind === 'given') {
    const { version } = wanted.value
    return source === 'hosted' && !/^\d+$/.test(version)
      ? versionLabelled(version, address, profile, run)
      : { kind: 'version', version }
  }
  const [newest] = await newestHostedVersions(run.aws, address)
  if (newest === undefined) {
    throw new InputError([
      `configuration-version is "latest", but configuration profile ${quoted(profile.name)} has no versions yet.`,
    ])
  }
  return { kind: 'version', version: String(newest.number), ...present({ label: newest.label }) }
}

/**
 * A label can be moved to another version, so what it means is found out once. Without the permission for it, AppConfig
 * decides at the start.
 */
async function versionLabelled(
  label: string,
  address: HostedProfileAddress,
  profile: NamedResource,
  run: Run,
): Promise<FoundConfiguration> {
  let number: number | undefined
  try {
    number = await hostedVersionLabelled(run.aws, address, label)
  } catch (error) {
    if (failureKind(error) !== 'access-denied') throw error
    return { kind: 'version', version: label }
  }
  if (number === undefined) throw await missingVersionError(label, address, profile, run)
  return { kind: 'version', version: String(number), label }
}

/** Why a hosted version can't be deployed that does not exist, with those that do. @throws AwsRequestError */
export async function missingVersionError(
  version: string,
  address: HostedProfileAddress,
  profile: NamedResource,
  run: Run,
): Promise<InputError> {
  const versions = await newestHostedVersions(run.aws, address)
  const shown = versions
    .slice(0, MAX_SHOWN)
    .map(({ number, label }) => (label === undefined ? String(number) : `${number} (${label})`))
  const there = shown.length === 0 ? 'it has no versions yet' : `the newest are: ${shown.join(', ')}`
  return new InputError([
    `configuration-version is ${quoted(version)}, but configuration profile ${quoted(profile.name)} has no such version; ${there}`,
  ])
}

/** Feature flags are JSON, whatever the ending of their file (AppConfig user guide). */
function checkedFile(file: ConfigurationFile, profile: Target['profile']): FoundConfiguration {
  if (profile.type === 'AWS.AppConfig.FeatureFlags' && file.contentType !== 'application/json') {
    throw new InputError([
      `configuration-file has the content type ${quoted(file.contentType)}, but ${quoted(profile.name)} is a feature flag profile, which takes application/json.`,
    ])
  }
  return { kind: 'file', file }
}
