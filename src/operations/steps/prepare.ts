import { createHash } from 'node:crypto'
import { newestDeployments } from '../../aws/deployments.js'
import type { ListedDeployment } from '../../deployment/listed-deployment.js'
import type { CreatedEnvironment } from '../../aws/create-environment.js'
import { findEnvironment, findEnvironmentIfAny } from '../../aws/environments.js'
import { newestHostedVersions } from '../../aws/hosted-versions.js'
import { findTarget, type Target } from '../../aws/target.js'
import type { ConfigurationFile } from '../../inputs/configuration.js'
import type { ReleaseInputs } from '../../inputs/deploy.js'
import type { Plan, PlannedConfiguration, PlannedExtension } from '../../approval/plan.js'
import type { ExtensionInputs } from '../../inputs/extension.js'
import { InputError } from '../../inputs/input-error.js'
import type { NamedResource } from '../../deployment/deployment.js'
import { configurationSource, wantedVersion } from '../../inputs/values/configuration-source.js'
import { canonicalDefinition } from '../../inputs/values/extension-definition.js'
import { quoted } from '../../inputs/values/parsed.js'
import type { CommonInputs } from '../../inputs/inputs.js'
import type { Run } from '../run.js'
import { logResources } from './log-resources.js'

/** What is to be deployed: a version with its number or identifier, or a file that becomes a version. */
export type PreparedConfiguration =
  | { readonly kind: 'version'; readonly version: string; readonly label?: string }
  | { readonly kind: 'file'; readonly file: ConfigurationFile }

/** All that is known before anything is changed. */
export interface Prepared {
  readonly target: Target
  readonly configuration: PreparedConfiguration
  /** The environment's deployments, newest first. */
  readonly deployments: readonly ListedDeployment[]
  /** What an approval of exactly this rests on. */
  readonly plan: Plan
}

/**
 * Finds what the inputs name, and the newest deployment of the environment. Only reads, unless the environment is
 * missing and may be created, which is done when everything else has been found.
 * @param create gives an application its missing environment; without it a missing environment is an error
 * @throws InputError when an input means nothing in AWS
 * @throws AwsRequestError
 */
export async function prepare(
  inputs: ReleaseInputs & CommonInputs,
  run: Run,
  create?: (application: NamedResource) => Promise<CreatedEnvironment>,
): Promise<Prepared> {
  const { appconfig, signal } = run
  if (create === undefined) {
    const target = await findTarget(aws, inputs, findEnvironment)
    return preparedIn(target, inputs, run)
  }
  const found = await findTarget(aws, inputs, findEnvironmentIfAny)
  const { application, environment } = found
  if (environment !== undefined) return preparedIn({ ...found, environment }, inputs, run)
  const missing = { ...found, environment: { id: '', name: inputs.environment } }
  run.learn(missing)
  logResources(missing, run)
  const configuration = await findConfiguration(inputs, found, run)
  const made = await create(application)
  const target = { ...found, environment: made.environment }
  run.learn(target)
  const deployments = made.created ? [] : await deploymentsOf(target, run)
  return preparedWith(target, configuration, deployments, inputs)
}

async function preparedIn(target: Target, inputs: ReleaseInputs & CommonInputs, run: Run): Promise<Prepared> {
  const { application, environment, profile, strategy } = target
  run.learn({ application, environment, profile, strategy })
  logResources(target, run)
  const [configuration, deployments] = await Promise.all([
    findConfiguration(inputs, target, run),
    deploymentsOf(target, run),
  ])
  return preparedWith(target, configuration, deployments, inputs)
}

function deploymentsOf(
  { application, environment }: Target,
  run: Run,
): Promise<readonly ListedDeployment[]> {
  const address = { applicationId: application.id, environmentId: environment.id }
  return newestDeployments(run.aws, address)
}

function preparedWith(
  target: Target,
  configuration: PreparedConfiguration,
  deployments: readonly ListedDeployment[],
  inputs: ReleaseInputs & CommonInputs,
): Prepared {
  const { application, environment, profile, strategy } = target
  const plan: Plan = {
    region: inputs.region,
    application: { id: application.id, name: application.name },
    environment: { id: environment.id, name: environment.name },
    profile: { id: profile.id, name: profile.name },
    strategy: { id: strategy.id, name: strategy.name, ...strategy.numbers },
    configuration: plannedConfiguration(configuration),
    extension: inputs.extension === undefined ? null : plannedExtension(inputs.extension),
    kmsKeyIdentifier: inputs.kmsKey?.identifier ?? null,
    dynamicParametersDigest: mapDigest(inputs.dynamicExtensionParameters),
    latestDeploymentNumber: deployments[0]?.number ?? 0,
  }
  return { target, configuration, deployments, plan }
}

/** SHA-256 in hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

async function findConfiguration(
  inputs: ReleaseInputs,
  target: Pick<Target, 'application' | 'profile'>,
  run: Run,
): Promise<PreparedConfiguration> {
  const source = configurationSource(target.profile.locationUri)
  const { configuration } = inputs
  if (configuration.kind === 'file') {
    if (source === 'hosted') return checkedFile(configuration.file, target)
    throw new InputError([
      `configuration-file works for hosted configuration only; configuration profile ${quoted(target.profile.name)} keeps its configuration in ${quoted(target.profile.locationUri)}`,
    ])
  }
  const wanted = wantedVersion(configuration.version, source)
  if (!wanted.ok) throw new InputError(wanted.problems.map((problem) => `configuration-version ${problem}`))
  if (wanted.value.kind === 'given') return { kind: 'version', version: wanted.value.version }
  const address = { applicationId: target.application.id, configurationProfileId: target.profile.id }
  const [newest] = await newestHostedVersions(run.aws, address)
  if (newest === undefined) {
    throw new InputError([
      `configuration-version is "latest", but configuration profile ${quoted(target.profile.name)} has no versions yet`,
    ])
  }
  return {
    kind: 'version',
    version: String(newest.number),
    ...(newest.label === undefined ? {} : { label: newest.label }),
  }
}

/** Feature flags are JSON, whatever the ending of their file (AppConfig user guide). */
function checkedFile(file: ConfigurationFile, target: Pick<Target, 'profile'>): PreparedConfiguration {
  if (target.profile.type === 'AWS.AppConfig.FeatureFlags' && file.contentType !== 'application/json') {
    throw new InputError([
      `configuration-file has the content type ${quoted(file.contentType)}, but ${quoted(target.profile.name)} is a feature flag profile, which takes application/json`,
    ])
  }
  return { kind: 'file', file }
}

function plannedConfiguration(configuration: PreparedConfiguration): PlannedConfiguration {
  switch (configuration.kind) {
    case 'version':
      return { kind: 'version', version: configuration.version }
    case 'file': {
      const { content, contentType, label } = configuration.file
      return { kind: 'file', contentDigest: sha256(content), contentType, label: label ?? null }
    }
  }
}

function plannedExtension({ wanted, association, parameters }: ExtensionInputs): PlannedExtension {
  return {
    name: wanted.definition.name,
    definitionDigest: sha256(canonicalDefinition(wanted.definition)),
    association,
    parametersDigest: mapDigest(parameters),
  }
}

/** Of a map of texts, whatever their order; null for none. */
function mapDigest(map: Readonly<Record<string, string>> | undefined): string | null {
  if (map === undefined) return null
  return sha256(JSON.stringify(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1))))
}
