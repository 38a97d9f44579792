import { Ajv, type ValidateFunction } from 'ajv'
import type { Seed } from './seed.js'

const text = { type: 'string', minLength: 1 } as const
const id = { type: 'string', pattern: '^[a-z0-9]{4,7}$' } as const
const anyText = { type: 'string' } as const
const number = { type: 'number' } as const
const flag = { type: 'boolean' } as const
const texts = { type: 'object', additionalProperties: anyText } as const

/** An object that has no members but these. */
const closed = (required: readonly string[], properties: Readonly<Record<string, object>>) => ({
  type: 'object',
  additionalProperties: false,
  required,
  properties,
})

const listOf = (items: object) => ({ type: 'array', items })

const named = { Id: id, Name: text, Description: anyText }

const VERSION = closed(['Content'], {
  Content: anyText,
  ContentType: text,
  Description: anyText,
  VersionLabel: text,
})

const PROFILE = closed(['Name'], {
  ...named,
  Type: text,
  LocationUri: text,
  RetrievalRoleArn: text,
  KmsKeyIdentifier: text,
  Validators: listOf(
    closed(['Type', 'Content'], { Type: { enum: ['JSON_SCHEMA', 'LAMBDA'] }, Content: anyText }),
  ),
  versions: listOf(VERSION),
  sourceVersions: listOf(text),
})

const ENVIRONMENT = closed(['Name'], {
  ...named,
  Monitors: listOf(closed(['AlarmArn', 'AlarmRoleArn'], { AlarmArn: text, AlarmRoleArn: text })),
})

const STRATEGY = closed(['Name', 'DeploymentDurationInMinutes', 'GrowthFactor'], {
  ...named,
  DeploymentDurationInMinutes: { type: 'integer', minimum: 0, maximum: 1440 },
  FinalBakeTimeInMinutes: { type: 'integer', minimum: 0, maximum: 1440 },
  GrowthFactor: { type: 'number', minimum: 1, maximum: 100 },
  GrowthType: { enum: ['LINEAR', 'EXPONENTIAL'] },
})

const ACTION = closed(['Name', 'Uri'], { Name: text, Uri: text, Description: anyText, RoleArn: text })
const PARAMETER = closed([], { Description: anyText, Required: flag, Dynamic: flag })

const COUNT = { type: 'integer', minimum: 1 } as const

const SEED = closed([], {
  region: text,
  account: { type: 'string', pattern: '^\\d{12}$' },
  quotas: closed([], { applications: COUNT, environments: COUNT, profiles: COUNT, strategies: COUNT }),
  applications: listOf(
    closed(['Name'], { ...named, environments: listOf(ENVIRONMENT), profiles: listOf(PROFILE) }),
  ),
  strategies: listOf(STRATEGY),
  keys: listOf(
    closed(['KeyId', 'State'], {
      KeyId: text,
      Alias: { type: 'string', pattern: '^alias/.+' },
      State: { enum: ['Enabled', 'Disabled', 'AccessDenied'] },
    }),
  ),
  extensions: listOf(
    closed(['Name', 'Actions'], {
      ...named,
      Actions: { type: 'object', additionalProperties: listOf(ACTION) },
      Parameters: { type: 'object', additionalProperties: PARAMETER },
    }),
  ),
  associations: listOf(
    closed(['ExtensionIdentifier', 'ResourceIdentifier'], {
      ExtensionIdentifier: text,
      ResourceIdentifier: text,
      ExtensionVersionNumber: number,
      Parameters: texts,
    }),
  ),
})

const validate: ValidateFunction<Seed> = new Ajv({ allErrors: true }).compile<Seed>(SEED)

/**
 * A seed from the text of a JSON file.
 *
 * @throws Error that lists every member that is missing, unknown or of the wrong kind
 */
export function readSeed(json: string): Seed {
  let seed: unknown
  try {
    seed = JSON.parse(json)
  } catch (error) {
    throw new Error(`The seed is not valid JSON: ${error instanceof Error ? error.message : ''}`, {
      cause: error,
    })
  }
  if (validate(seed)) return seed
  const problems = (validate.errors ?? []).map(({ instancePath, message = 'is not valid', params }) => {
    const extra: unknown = Reflect.get(params, 'additionalProperty')
    return `- ${instancePath || '/'} ${message}${extra === undefined ? '' : ` (${JSON.stringify(extra)})`}`
  })
  throw new Error(`The seed has ${problems.length} problem(s):\n${problems.join('\n')}`)
}
