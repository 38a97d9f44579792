import type { WaitFor } from './deployment/verdict.js'
import { type ExtensionInputs, readDynamicParameters, readExtension } from './extension-inputs.js'
import type { InputSource, Reading } from './input-reading.js'
import { parseDuration } from './input-values/duration.js'
import { type KmsKeyReference, parseKmsKeyIdentifier } from './input-values/kms-key-identifier.js'
import { TAG_LIMITS } from './input-values/yaml-map.js'

/** The inputs of `operation: deploy`, without those that every operation has. */
export interface DeployInputs {
  readonly operation: 'deploy'
  readonly application: string
  readonly environment: string
  readonly configurationProfile: string
  readonly deploymentStrategy: string
  readonly configurationVersion: string
  readonly extension?: ExtensionInputs
  readonly dynamicExtensionParameters?: Readonly<Record<string, string>>
  readonly kmsKey?: KmsKeyReference
  readonly description?: string
  readonly tags: Readonly<Record<string, string>>
  readonly waitFor: WaitFor
  /** Undefined: what the strategy needs. */
  readonly timeoutMs?: number
  readonly onTimeout: 'leave' | 'stop'
  readonly onCancel: 'stop' | 'leave'
  readonly ifBusy: 'wait' | 'fail' | 'stop'
  readonly busyTimeoutMs: number
}

const DEFAULT_BUSY_TIMEOUT_MS = 3_600_000

/** Reads the inputs of a deploy; what is wrong with them is kept by the reading. */
export function readDeployInputs(read: Reading, source: InputSource): DeployInputs {
  const target = {
    application: read.required('application', 'the name or ID of the AppConfig application', 64),
    environment: read.required('environment', 'the name or ID of the environment', 64),
    configurationProfile: read.required(
      'configuration-profile',
      'the name or ID of the configuration profile',
      128,
    ),
    deploymentStrategy: read.required('deployment-strategy', 'the name or ID of the deployment strategy', 64),
    configurationVersion: read.required(
      'configuration-version',
      'a version number, a label, latest, or the identifier that the source of the profile gives its versions',
      1024,
    ),
  }
  const extension = readExtension(read, source.readFile)
  const dynamicExtensionParameters = readDynamicParameters(read, extension)
  const kmsKey = read.parsed('kms-key-identifier', parseKmsKeyIdentifier)
  const description = read.text('description')
  const tags = read.map('tags', TAG_LIMITS) ?? {}
  const waitFor = read.oneOf('wait-for', ['complete', 'deployed', 'started'])
  const timeoutMs = read.parsed('timeout', parseDuration)
  return {
    operation: 'deploy',
    ...target,
    ...(extension === undefined ? {} : { extension }),
    ...(dynamicExtensionParameters === undefined ? {} : { dynamicExtensionParameters }),
    ...(kmsKey === undefined ? {} : { kmsKey }),
    ...(description === '' ? {} : { description }),
    tags,
    waitFor,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    onTimeout: read.oneOf('on-timeout', ['leave', 'stop']),
    onCancel: read.oneOf('on-cancel', ['stop', 'leave']),
    ifBusy: read.oneOf('if-busy', ['wait', 'fail', 'stop']),
    busyTimeoutMs: read.parsed('busy-timeout', parseDuration) ?? DEFAULT_BUSY_TIMEOUT_MS,
  }
}
