import { parseDuration } from './input-values/duration.js'
import {
  parseExtensionDefinition,
  type TaggedExtensionDefinition,
} from './input-values/extension-definition.js'
import { type KmsKeyReference, parseKmsKeyIdentifier } from './input-values/kms-key-identifier.js'
import { type Parsed, quoted } from './input-values/parsed.js'
import { parseRoleArn, parseRoleDuration } from './input-values/role.js'
import {
  DYNAMIC_PARAMETER_LIMITS,
  type MapLimits,
  PARAMETER_LIMITS,
  parseYamlMap,
  TAG_LIMITS,
} from './input-values/yaml-map.js'
import { InputError } from './input-error.js'
import type { WaitFor } from './deployment/verdict.js'

export type AssociationResource = 'application' | 'environment' | 'configuration-profile'

/** The extension that a deployment publishes, and with what it is associated. */
export interface ExtensionInputs {
  readonly wanted: TaggedExtensionDefinition
  readonly association: 'none' | AssociationResource
  /** Undefined when the input was not used, so that parameters of an older association are carried over. */
  readonly parameters?: Readonly<Record<string, string>>
}

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

/** Where the inputs come from: the runner, its environment, and the workspace. */
export interface InputSource {
  /** The value of an input, trimmed; '' when it was not given. */
  readonly get: (name: string) => string
  readonly env: Readonly<Record<string, string | undefined>>
  /** The text of a file of the workspace. Throws when it can't be read as UTF-8. */
  readonly readFile: (path: string) => string
}

/**
 * Reads every input once. Nothing is sent to AWS before this has returned.
 * @throws InputError with all problems of all inputs
 */
export function readInputs(source: InputSource): DeployInputs {
  const read = new Reading(source)
  const operation = read.operation()
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

/** Reads single inputs, and keeps what is wrong with them. */
class Reading {
  readonly problems: string[] = []

  constructor(private readonly source: Pick<InputSource, 'get'>) {}

  text(name: string): string {
    return this.source.get(name)
  }

  operation(): 'deploy' {
    const text = this.text('operation')
    if (text !== '' && text !== 'deploy') {
      this.problems.push(
        LATER_OPERATIONS.includes(text)
          ? `operation is ${quoted(text)}, which this version does not have yet; it takes deploy`
          : `operation is ${quoted(text)}; it takes deploy`,
      )
    }
    return 'deploy'
  }

  required(name: string, takes: string, maxLength: number): string {
    const text = this.text(name)
    if (text === '') this.problems.push(`${name} is missing; it takes ${takes}`)
    if (text.length > maxLength) {
      this.problems.push(`${name} has ${text.length} characters; AppConfig takes at most ${maxLength}`)
    }
    return text
  }

  /** The first of the values is the default. */
  oneOf<const Values extends readonly [string, ...string[]]>(name: string, values: Values): Values[number] {
    const text = this.text(name)
    const value = values.find((candidate) => candidate === text)
    if (value === undefined && text !== '') {
      this.problems.push(`${name} is ${quoted(text)}; it takes ${values.join(', ')}`)
    }
    return value ?? values[0]
  }

  /** The value that the parser makes of a text; undefined when the input was not given, or is wrong. */
  parsed<T>(name: string, parse: (text: string) => Parsed<T>): T | undefined {
    const text = this.text(name)
    return text === '' ? undefined : this.value(name, parse(text))
  }

  map(name: string, limits: MapLimits): Readonly<Record<string, string>> | undefined {
    return this.parsed(name, (text) => parseYamlMap(text, limits))
  }

  value<T>(name: string, parsed: Parsed<T>): T | undefined {
    if (parsed.ok) return parsed.value
    this.problems.push(...parsed.problems.map((problem) => `${name} ${problem}`))
    return undefined
  }
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

function readExtension(read: Reading, readFile: InputSource['readFile']): ExtensionInputs | undefined {
  const association = read.oneOf('extension-association', [
    'none',
    'application',
    'environment',
    'configuration-profile',
  ])
  const parameters = read.map('extension-parameters', PARAMETER_LIMITS)
  const inline = read.text('extension')
  const path = read.text('extension-file')
  if (inline !== '' && path !== '') {
    read.problems.push('extension and extension-file are both given; use one of the two')
    return undefined
  }
  if (inline === '' && path === '') {
    if (association !== 'none') {
      read.problems.push('extension-association is given without extension or extension-file')
    }
    if (parameters !== undefined) {
      read.problems.push('extension-parameters is given without extension or extension-file')
    }
    return undefined
  }
  if (parameters !== undefined && association === 'none') {
    read.problems.push(
      'extension-parameters is given, but extension-association is none: parameters belong to an association',
    )
  }
  const wanted =
    inline === ''
      ? definitionInFile(read, path, readFile)
      : read.value('extension', parseExtensionDefinition(inline))
  if (wanted === undefined) return undefined
  checkParameters(read, wanted, parameters)
  return { wanted, association, ...(parameters === undefined ? {} : { parameters }) }
}

function definitionInFile(
  read: Reading,
  path: string,
  readFile: InputSource['readFile'],
): TaggedExtensionDefinition | undefined {
  let text: string
  try {
    text = readFile(path)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    read.problems.push(`extension-file ${quoted(path, 200)} can't be read: ${reason}`)
    return undefined
  }
  return read.value(`extension-file ${quoted(path, 200)}`, parseExtensionDefinition(text))
}

/** Parameters of the association must be the extension's own; dynamic ones come with the deployment. */
function checkParameters(
  read: Reading,
  { definition }: TaggedExtensionDefinition,
  parameters: Readonly<Record<string, string>> | undefined,
): void {
  if (parameters === undefined) return
  const known = Object.keys(definition.parameters)
  for (const name of Object.keys(parameters).filter((given) => !known.includes(given))) {
    const has = known.length === 0 ? 'has no parameters' : `has ${known.join(', ')}`
    read.problems.push(
      `extension-parameters has ${quoted(name)}, but extension ${quoted(definition.name)} ${has}`,
    )
  }
  const missing = Object.entries(definition.parameters)
    .filter(([name, { required }]) => required && parameters[name] === undefined)
    .map(([name]) => name)
  if (missing.length > 0) {
    read.problems.push(
      `extension-parameters lacks ${missing.join(', ')}, which extension ${quoted(definition.name)} requires`,
    )
  }
}

function readDynamicParameters(
  read: Reading,
  extension: ExtensionInputs | undefined,
): Readonly<Record<string, string>> | undefined {
  const map = read.map('dynamic-extension-parameters', DYNAMIC_PARAMETER_LIMITS)
  if (map === undefined || Object.keys(map).length === 0) return undefined
  const definition = extension?.wanted.definition
  for (const key of Object.keys(map)) {
    const [name, parameter] = key.split('#', 2)
    if (definition === undefined || name !== definition.name || parameter === undefined) continue
    if (definition.parameters[parameter]?.dynamic !== true) {
      read.problems.push(
        `dynamic-extension-parameters has ${quoted(key)}, but the extension has no dynamic parameter ${quoted(parameter)}`,
      )
    }
  }
  return map
}
