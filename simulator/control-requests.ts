import { Ajv, type JSONSchemaType, type ValidateFunction } from 'ajv'
import { type Fault, FAULT_KINDS } from './faults.js'
import type { ExperimentRunRequest } from './model/experiments.js'
import { servedOperations } from './served-operations.js'
import type { OptionsRequest } from './service-options.js'

/** A control request that can be done, or what is wrong with it. */
export type Checked<Request> = { readonly request: Request } | { readonly problem: string }

interface AlarmRequest {
  readonly AlarmArn: string
  readonly State: 'ALARM' | 'OK'
}

interface KeyRequest {
  readonly KeyId: string
  readonly Alias?: string
  readonly State: 'Enabled' | 'Disabled' | 'AccessDenied'
}

interface ExtensionFailureRequest {
  readonly Uri: string
  readonly ErrorCode: string
  readonly ErrorMessage: string
}

const text = { type: 'string', minLength: 1 } as const
const closed = { type: 'object', additionalProperties: false } as const

const milliseconds = { type: 'integer', minimum: 0 } as const

const FAULT: JSONSchemaType<Fault> = {
  ...closed,
  required: ['operation', 'fault', 'times', 'skip'],
  properties: {
    operation: text,
    fault: { type: 'string', enum: FAULT_KINDS },
    times: { type: 'integer', minimum: 1, default: 1 },
    skip: { type: 'integer', minimum: 0, default: 0 },
    status: { type: 'integer', minimum: 400, maximum: 599, nullable: true },
    error: { ...text, nullable: true },
    ms: { ...milliseconds, nullable: true },
    body: { type: 'object', additionalProperties: true, required: [], nullable: true },
  },
}

const ALARM: JSONSchemaType<AlarmRequest> = {
  ...closed,
  required: ['AlarmArn', 'State'],
  properties: { AlarmArn: text, State: { type: 'string', enum: ['ALARM', 'OK'] } },
}

const KEY: JSONSchemaType<KeyRequest> = {
  ...closed,
  required: ['KeyId', 'State'],
  properties: {
    KeyId: text,
    Alias: { type: 'string', pattern: '^alias/.+', nullable: true },
    State: { type: 'string', enum: ['Enabled', 'Disabled', 'AccessDenied'] },
  },
}

const EXTENSION_FAILURE: JSONSchemaType<ExtensionFailureRequest> = {
  ...closed,
  required: ['Uri', 'ErrorCode', 'ErrorMessage'],
  properties: { Uri: text, ErrorCode: text, ErrorMessage: text },
}

const EXPERIMENT: JSONSchemaType<ExperimentRunRequest> = {
  ...closed,
  required: ['ApplicationId', 'EnvironmentId', 'ConfigurationProfileId', 'FlagKey', 'Status'],
  properties: {
    ApplicationId: text,
    EnvironmentId: text,
    ConfigurationProfileId: text,
    FlagKey: text,
    Status: { type: 'string', enum: ['RUNNING', 'DONE'] },
  },
}

const OPTIONS: JSONSchemaType<OptionsRequest> = {
  ...closed,
  required: [],
  properties: {
    lag: {
      ...closed,
      required: ['operation', 'requests'],
      properties: { operation: text, requests: { type: 'integer', minimum: 0 } },
      nullable: true,
    },
    startMs: { ...milliseconds, nullable: true },
    stopMs: { ...milliseconds, nullable: true },
    checkSignatureTime: { type: 'boolean', nullable: true },
  },
}

const ajv = new Ajv({ allErrors: true, useDefaults: true, allowUnionTypes: true })
const validators = {
  fault: ajv.compile(FAULT),
  alarm: ajv.compile(ALARM),
  key: ajv.compile(KEY),
  extensionFailure: ajv.compile(EXTENSION_FAILURE),
  experiment: ajv.compile(EXPERIMENT),
  options: ajv.compile(OPTIONS),
}

/** `times` is 1 and `skip` 0 unless given; `status`, `slow` and `late`, and `rewrite` need status, ms and body. */
export function checkFault(body: unknown): Checked<Fault> {
  const checked = check(validators.fault, body)
  if ('problem' in checked) return checked
  const { operation, fault, status, ms, body: members } = checked.request
  if (operation !== '*' && !isServed(operation)) {
    return { problem: `operation: there is no operation ${operation}` }
  }
  if (fault === 'status' && status === undefined) return { problem: 'status: a status fault needs one' }
  if ((fault === 'slow' || fault === 'late') && ms === undefined) {
    return { problem: `ms: a ${fault} fault needs it` }
  }
  if (fault === 'rewrite' && members === undefined) return { problem: 'body: a rewrite fault needs it' }
  return checked
}

/** Only reads of AppConfig's control plane can lag. */
export function checkOptions(body: unknown): Checked<OptionsRequest> {
  const checked = check(validators.options, body)
  const operation = 'request' in checked ? checked.request.lag?.operation : undefined
  if (operation === undefined || (/^(?:List|Get)/.test(operation) && isServed(operation))) return checked
  return { problem: `lag: there is no read ${operation}` }
}

const isServed = (operation: string) =>
  servedOperations().some(({ name, isServed }) => isServed && name === operation)

export const checkAlarm = (body: unknown) => check(validators.alarm, body)
export const checkKey = (body: unknown) => check(validators.key, body)
export const checkExperiment = (body: unknown) => check(validators.experiment, body)
export const checkExtensionFailure = (body: unknown) => check(validators.extensionFailure, body)

function check<Request>(validate: ValidateFunction<Request>, body: unknown): Checked<Request> {
  const given = withoutNulls(body)
  if (validate(given)) return { request: given }
  const problems = (validate.errors ?? []).map(({ instancePath, message = 'is not valid', params }) => {
    const at = instancePath.slice(1) || 'body'
    const detail: unknown = Reflect.get(params, 'allowedValues') ?? Reflect.get(params, 'additionalProperty')
    return `${at}: ${message}${detail === undefined ? '' : ` (${JSON.stringify(detail)})`}`
  })
  return { problem: problems.join('; ') }
}

/** A member that is null counts as left out. */
const withoutNulls = (body: unknown): unknown =>
  typeof body !== 'object' || body === null || Array.isArray(body)
    ? body
    : Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null))
