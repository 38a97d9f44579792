import { type ConfigurationInput, readConfiguration } from './configuration.js'
import { type Digest, parsePlan, type Plan } from '../approval/plan.js'
import { OWNERSHIP_TAG_COUNT } from '../deployment/preview-environment.js'
import type { WaitFor } from '../deployment/verdict.js'
import { type ExtensionInputs, readDynamicParameters, readExtension } from './extension.js'
import type { InputSource, Reading } from './reading.js'
import { parseBoolean } from './values/boolean.js'
import { parseDuration } from './values/duration.js'
import { type KmsKeyReference, parseKmsKeyIdentifier } from './values/kms-key-identifier.js'
import { type Parsed, parsed, rejected } from './values/parsed.js'
import { TAG_LIMITS } from './values/yaml-map.js'

/** What is deployed where, and how: what a plan shows, and a deploy does. */
export interface ReleaseInputs {
  readonly application: string
  readonly environment: string
  readonly configurationProfile: string
  readonly deploymentStrategy: string
  readonly configuration: ConfigurationInput
  readonly extension?: ExtensionInputs
  readonly dynamicExtensionParameters?: Readonly<Record<string, string>>
  readonly kmsKey?: KmsKeyReference
  /** Undefined: only where nothing is encrypted. */
  readonly showDiff?: boolean
}

/** The inputs of `operation: plan`, without those that every operation has. */
export interface PlanInputs extends ReleaseInputs {
  readonly operation: 'plan'
}

/** The inputs of `operation: deploy`, without those that every operation has. */
export interface DeployInputs extends ReleaseInputs {
  readonly operation: 'deploy'
  readonly description?: string
  readonly tags: Readonly<Record<string, string>>
  readonly waitFor: WaitFor
  /** Undefined: what the strategy needs. */
  readonly timeoutMs?: number
  readonly onTimeout: 'leave' | 'stop'
  readonly onCancel: 'stop' | 'leave'
  readonly ifBusy: 'wait' | 'fail' | 'stop'
  readonly busyTimeoutMs: number
  readonly ifUnchanged: 'deploy' | 'skip'
  /** Whether a missing environment is created. */
  readonly createEnvironment: boolean
  /** The environment whose alarms a created one gets, by name or ID. */
  readonly environmentMonitorsFrom?: string
  /** What was approved: exactly that is deployed, or nothing. */
  readonly approved?: Plan
}

const DEFAULT_BUSY_TIMEOUT_MS = 3_600_000

/** Reads the inputs of a plan; what is wrong with them is kept by the reading, and then nothing is returned. */
export function readPlanInputs(read: Reading, source: InputSource): PlanInputs | undefined {
  const release = readRelease(read, source)
  return release === undefined ? undefined : { operation: 'plan', ...release }
}

/** Reads the inputs of a deploy; what is wrong with them is kept by the reading, and then nothing is returned. */
export function readDeployInputs(read: Reading, source: InputSource): DeployInputs | undefined {
  const release = readRelease(read, source)
  const description = read.text('description')
  const tags = read.map('tags', TAG_LIMITS) ?? {}
  const waitFor = read.oneOf('wait-for', ['complete', 'deployed', 'started'])
  const timeoutMs = read.parsed('timeout', parseDuration)
  const approved = read.parsed('plan', (text) => parsePlanInput(text, source.digest))
  const created = readCreatedEnvironment(read, Object.keys(tags).length)
  if (created.createEnvironment && read.text('plan') !== '') {
    read.problems.push(
      'create-environment is given with plan, and a plan is of an environment that exists; use one of the two',
    )
  }
  const rest = {
    ...(description === '' ? {} : { description }),
    tags,
    waitFor,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    onTimeout: read.oneOf('on-timeout', ['leave', 'stop']),
    onCancel: read.oneOf('on-cancel', ['stop', 'leave']),
    ifBusy: read.oneOf('if-busy', ['wait', 'fail', 'stop']),
    busyTimeoutMs: read.parsed('busy-timeout', parseDuration) ?? DEFAULT_BUSY_TIMEOUT_MS,
    ifUnchanged: read.oneOf('if-unchanged', ['deploy', 'skip']),
    ...created,
    ...(approved === undefined ? {} : { approved }),
  }
  return release === undefined ? undefined : { operation: 'deploy', ...release, ...rest }
}

function readRelease(read: Reading, source: InputSource): ReleaseInputs | undefined {
  const target = {
    application: read.required('application', 'the name or ID of the AppConfig application', 64),
    environment: read.required('environment', 'the name or ID of the environment', 64),
    configurationProfile: read.required(
      'configuration-profile',
      'the name or ID of the configuration profile',
      128,
    ),
    deploymentStrategy: read.required('deployment-strategy', 'the name or ID of the deployment strategy', 64),
  }
  const configuration = readConfiguration(read, source)
  const extension = readExtension(read, source.readFile)
  const dynamicExtensionParameters = readDynamicParameters(read, extension)
  const kmsKey = read.parsed('kms-key-identifier', parseKmsKeyIdentifier)
  const showDiff = read.parsed('show-diff', parseBoolean)
  if (configuration === undefined) return undefined
  return {
    ...target,
    configuration,
    ...(extension === undefined ? {} : { extension }),
    ...(dynamicExtensionParameters === undefined ? {} : { dynamicExtensionParameters }),
    ...(kmsKey === undefined ? {} : { kmsKey }),
    ...(showDiff === undefined ? {} : { showDiff }),
  }
}

function readCreatedEnvironment(
  read: Reading,
  tagCount: number,
): Pick<DeployInputs, 'createEnvironment' | 'environmentMonitorsFrom'> {
  const createEnvironment = read.parsed('create-environment', parseBoolean) ?? false
  const from = read.bounded('environment-monitors-from', 64)
  if (from !== '' && !createEnvironment) {
    read.problems.push('environment-monitors-from is given without create-environment: true')
  }
  const mostTags = TAG_LIMITS.maxEntries - OWNERSHIP_TAG_COUNT
  if (createEnvironment && tagCount > mostTags) {
    read.problems.push(
      `tags has ${tagCount} entries; with create-environment it takes ${mostTags}, since a created environment gets ${OWNERSHIP_TAG_COUNT} of its own`,
    )
  }
  return { createEnvironment, ...(from === '' ? {} : { environmentMonitorsFrom: from }) }
}

function parsePlanInput(text: string, digest: Digest): Parsed<Plan> {
  const plan = parsePlan(text, digest)
  return plan.ok ? parsed(plan.plan) : rejected(plan.problem)
}
