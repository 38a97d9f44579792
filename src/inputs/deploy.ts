import type { ApprovedPlan } from '../approval/plan.js'
import { present } from '../configuration/json/present.js'
import { OWNERSHIP_TAG_COUNT } from '../deployment/preview-environment.js'
import { type ConfigurationInput, readConfiguration } from './configuration.js'
import { type ExtensionInputs, readDynamicParameters, readExtension } from './extension.js'
import { APPLICATION, ENVIRONMENT, type InputSource, PROFILE, type Reading, STRATEGY } from './reading.js'
import { parseBoolean } from './values/boolean.js'
import { parseDuration } from './values/duration.js'
import { type KmsKeyReference, parseKmsKeyIdentifier } from './values/kms-key-identifier.js'
import type { Synonyms } from './values/similarity.js'
import { parseVersionCount } from './values/whole-number.js'
import { TAG_LIMITS } from './values/yaml-map.js'
import { readWatching, type WatchingInputs, words } from './watching.js'

/** What is deployed where, and how: what a plan shows, and a deploy does. */
export interface ReleaseInputs extends ContentInputs {
  readonly application: string
  readonly environment: string
  readonly configurationProfile: string
  readonly deploymentStrategy: string
  readonly configuration: ConfigurationInput
}

/** What goes with the configuration: the extension, the key, and what is checked before the start. */
export interface ContentInputs {
  readonly extension?: ExtensionInputs
  readonly dynamicExtensionParameters?: Readonly<Record<string, string>>
  readonly kmsKey?: KmsKeyReference
  /** Undefined: only where nothing is encrypted. */
  readonly showDiff?: boolean
  /** Undefined: `warn`. */
  readonly alarmCheck?: 'warn' | 'fail' | 'off'
  /** Undefined: `deploy`. */
  readonly ifDrifted?: 'deploy' | 'fail'
}

/** The inputs of `operation: plan`, without those that every operation has. */
export interface PlanInputs extends ReleaseInputs {
  readonly operation: 'plan'
  readonly ifUnchanged: 'deploy' | 'skip'
}

/** How a deployment is started and watched, and what is left in AWS of it. */
export interface StartInputs extends WatchingInputs {
  readonly description?: string
  readonly tags: Readonly<Record<string, string>>
  readonly ifBusy: 'wait' | 'fail' | 'stop'
  readonly busyTimeoutMs: number
  /** Undefined: `false`. */
  readonly verifyServed?: boolean
  /** Undefined: all versions are kept. */
  readonly keepVersions?: number
}

/** The inputs of `operation: deploy`, without those that every operation has. */
export interface DeployInputs extends ReleaseInputs, StartInputs {
  readonly operation: 'deploy'
  readonly ifUnchanged: 'deploy' | 'skip'
  /** Whether a missing environment is created. */
  readonly createEnvironment: boolean
  /** The environment whose alarms a created one gets, by name or ID. */
  readonly environmentMonitorsFrom?: string
  /** What was approved, when an apply is carried out: exactly that is deployed, or nothing. */
  readonly approved?: ApprovedPlan
}

const DEFAULT_BUSY_TIMEOUT_MS = 3_600_000
/** A description of StartDeployment (API reference); a longer one is refused only after everything was published. */
const MAX_DESCRIPTION = 1024

const BUSY_SYNONYMS: Synonyms = {
  ...words('wait', ['queue', 'queued', 'retry', 'true']),
  ...words('fail', ['error', 'abort', 'skip', 'false', 'none']),
  ...words('stop', ['cancel', 'kill', 'replace', 'force', 'rollback']),
}
const UNCHANGED_SYNONYMS: Synonyms = {
  ...words('skip', ['true', 'ignore', 'none', 'nothing', 'leave', 'no']),
  ...words('deploy', ['false', 'force', 'redeploy', 'always', 'continue', 'yes']),
}
const CHECK_SYNONYMS: Synonyms = {
  ...words('warn', ['warning', 'true', 'on']),
  ...words('fail', ['error', 'stop', 'strict']),
  ...words('off', ['false', 'none', 'no', 'skip', 'ignore', 'disabled']),
}
const DRIFT_SYNONYMS: Synonyms = {
  ...words('deploy', ['warn', 'warning', 'overwrite', 'ignore', 'false', 'force']),
  ...words('fail', ['error', 'stop', 'abort', 'true']),
}

/** Reads the inputs of a plan; what is wrong with them is kept by the reading, and then nothing is returned. */
export function readPlanInputs(read: Reading, source: InputSource): PlanInputs | undefined {
  const release = readRelease(read, source)
  const ifUnchanged = readIfUnchanged(read) ?? 'skip'
  return release === undefined ? undefined : { operation: 'plan', ...release, ifUnchanged }
}

/** Reads the inputs of a deploy; what is wrong with them is kept by the reading, and then nothing is returned. */
export function readDeployInputs(read: Reading, source: InputSource): DeployInputs | undefined {
  const release = readRelease(read, source)
  const start = readStart(read)
  const ifUnchanged = readIfUnchanged(read) ?? 'skip'
  const created = readCreatedEnvironment(read, Object.keys(start.tags).length)
  return release === undefined
    ? undefined
    : { operation: 'deploy', ...release, ...start, ifUnchanged, ...created }
}

/** Reads how a deployment is started and watched; what is wrong with it is kept by the reading. */
export function readStart(read: Reading): StartInputs {
  return {
    ...present({ description: read.bounded('description', MAX_DESCRIPTION) }),
    tags: read.map('tags', TAG_LIMITS) ?? {},
    ...readWatching(read, 'stop'),
    ifBusy: read.oneOf('if-busy', ['wait', 'fail', 'stop'], BUSY_SYNONYMS),
    busyTimeoutMs: read.parsed('busy-timeout', parseDuration) ?? DEFAULT_BUSY_TIMEOUT_MS,
    ...present({
      verifyServed: read.parsed('verify-served', parseBoolean),
      keepVersions: read.parsed('keep-versions', parseVersionCount),
    }),
  }
}

/** Undefined when the input was not given, or is wrong. */
export function readIfUnchanged(read: Reading): 'deploy' | 'skip' | undefined {
  return read.choice('if-unchanged', ['skip', 'deploy'], UNCHANGED_SYNONYMS)
}

/** Reads what goes with the configuration; what is wrong with it is kept by the reading. */
export function readContent(read: Reading, source: InputSource): ContentInputs {
  const extension = readExtension(read, source.readFile)
  return present({
    extension,
    dynamicExtensionParameters: readDynamicParameters(read, extension),
    kmsKey: read.parsed('kms-key-identifier', parseKmsKeyIdentifier),
    showDiff: read.parsed('show-diff', parseBoolean),
    alarmCheck: read.choice('alarm-check', ['warn', 'fail', 'off'], CHECK_SYNONYMS),
    ifDrifted: read.choice('if-drifted', ['deploy', 'fail'], DRIFT_SYNONYMS),
  })
}

function readRelease(read: Reading, source: InputSource): ReleaseInputs | undefined {
  const target = {
    application: read.required('application', 'the name or ID of the AppConfig application', APPLICATION),
    environment: read.required('environment', 'the name or ID of the environment', ENVIRONMENT),
    configurationProfile: read.required(
      'configuration-profile',
      'the name or ID of the configuration profile',
      PROFILE,
    ),
    deploymentStrategy: read.required(
      'deployment-strategy',
      'the name or ID of the deployment strategy',
      STRATEGY,
    ),
  }
  const configuration = readConfiguration(read, source)
  const content = readContent(read, source)
  return configuration === undefined ? undefined : { ...target, configuration, ...content }
}

function readCreatedEnvironment(
  read: Reading,
  tagCount: number,
): Pick<DeployInputs, 'createEnvironment' | 'environmentMonitorsFrom'> {
  const createEnvironment = read.parsed('create-environment', parseBoolean) ?? false
  const from = read.reference('environment-monitors-from', ENVIRONMENT)
  if (from !== undefined && !createEnvironment && !read.hasProblem('create-environment')) {
    read.fail('environment-monitors-from', 'is given without create-environment: true.')
  }
  const maxTags = TAG_LIMITS.maxEntries - OWNERSHIP_TAG_COUNT
  if (createEnvironment && tagCount > maxTags) {
    read.fail(
      'tags',
      `has ${tagCount} entries; with create-environment it must have at most ${maxTags}, since a created environment gets ${OWNERSHIP_TAG_COUNT} of its own.`,
    )
  }
  return { createEnvironment, ...present({ environmentMonitorsFrom: from }) }
}
