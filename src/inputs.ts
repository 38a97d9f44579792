import type { WaitFor } from './deployment/verdict.js'
import { type ExtensionInputs, readDynamicParameters, readExtension } from './extension-inputs.js'
import { InputError } from './input-error.js'
import { type InputSource, Reading } from './input-reading.js'
import { parseDuration } from './input-values/duration.js'
import { type KmsKeyReference, parseKmsKeyIdentifier } from './input-values/kms-key-identifier.js'
import { quoted } from './input-values/parsed.js'
import { parseRoleArn, parseRoleDuration } from './input-values/role.js'
import { TAG_LIMITS } from './input-values/yaml-map.js'

/** The inputs of `operation: deploy`, read and checked. */
export interface DeployInputs {
  readonly operation: 'deploy'
  readonly region: string
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
  readonly role?: RoleInputs
}

/** The role that the run assumes by itself. */
export interface RoleInputs {
  readonly arn: string
  readonly durationSeconds: number
}

/**
 * Reads every input once. Nothing is sent to AWS before this has returned.
 * @throws InputError with all problems of all inputs
 */
export function readInputs(source: InputSource): DeployInputs {
  const read = new Reading(source)
  const operation = readOperation(read)
  const region = readRegion(read, source.env)
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
  const onTimeout = read.oneOf('on-timeout', ['leave', 'stop'])
  const onCancel = read.oneOf('on-cancel', ['stop', 'leave'])
  const ifBusy = read.oneOf('if-busy', ['wait', 'fail', 'stop'])
  const busyTimeoutMs = read.parsed('busy-timeout', parseDuration) ?? DEFAULT_BUSY_TIMEOUT_MS
  const role = readRoleInputs(read)
  if (read.problems.length > 0) throw new InputError(read.problems)
  return {
    operation,
    region,
    ...target,
    ...(extension === undefined ? {} : { extension }),
    ...(dynamicExtensionParameters === undefined ? {} : { dynamicExtensionParameters }),
    ...(kmsKey === undefined ? {} : { kmsKey }),
    ...(description === '' ? {} : { description }),
    tags,
    waitFor,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    onTimeout,
    onCancel,
    ifBusy,
    busyTimeoutMs,
    ...(role === undefined ? {} : { role }),
  }
}

/**
 * The role of the inputs alone, for `post`, whose step has checked the rest; undefined when there is none.
 * @throws InputError
 */
export function readRole(source: Pick<InputSource, 'get'>): RoleInputs | undefined {
  const read = new Reading(source)
  const role = readRoleInputs(read)
  if (read.problems.length > 0) throw new InputError(read.problems)
  return role
}

/** STS's own default, and what configure-aws-credentials takes. */
const DEFAULT_ROLE_SECONDS = 3600
const DEFAULT_BUSY_TIMEOUT_MS = 3_600_000
const LATER_OPERATIONS = ['plan', 'watch', 'rollback', 'remove-environment']
const REGION = /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/

function readOperation(read: Reading): 'deploy' {
  const text = read.text('operation')
  if (text !== '' && text !== 'deploy') {
    read.problems.push(
      LATER_OPERATIONS.includes(text)
        ? `operation is ${quoted(text)}, which this version does not have yet; it takes deploy`
        : `operation is ${quoted(text)}; it takes deploy`,
    )
  }
  return 'deploy'
}

function readRegion(read: Reading, env: InputSource['env']): string {
  const given = read.text('aws-region')
  const region =
    [given, env['AWS_REGION'], env['AWS_DEFAULT_REGION']].find((text) => text !== undefined && text !== '') ??
    ''
  if (region === '') {
    read.problems.push(
      'aws-region is missing, and AWS_REGION is not set; set the input, or run aws-actions/configure-aws-credentials before this step',
    )
  } else if (!REGION.test(region)) {
    const from = given === '' ? 'from AWS_REGION ' : ''
    read.problems.push(`aws-region ${from}is ${quoted(region)}; it takes a region such as eu-central-1`)
  }
  return region
}

function readRoleInputs(read: Reading): RoleInputs | undefined {
  const arn = read.parsed('role-to-assume', parseRoleArn)
  const durationSeconds = read.parsed('role-duration-seconds', parseRoleDuration) ?? DEFAULT_ROLE_SECONDS
  return arn === undefined ? undefined : { arn, durationSeconds }
}
