import { isRecord } from '../configuration/json/record.js'
import { parseArn } from '../deployment/arn.js'
import type { GrowthType } from '../deployment/deployment.js'

/**
 * All that an approval rests on, as plain data: a deployment that differs in any of it is not what was approved.
 * Digests are SHA-256 in hexadecimal.
 */
export interface ApprovedPlan {
  readonly region: string
  readonly application: PlannedResource
  readonly environment: PlannedResource
  readonly profile: PlannedResource
  readonly strategy: PlannedResource & {
    readonly durationMinutes: number
    readonly bakeMinutes: number
    readonly growthType: GrowthType
    readonly growthFactor: number
  }
  readonly configuration: PlannedConfiguration
  /** Of the validators of the profile; null where AppConfig has none. */
  readonly validatorsDigest: string | null
  /** The key that encrypts the profile's hosted versions. */
  readonly profileKmsKeyIdentifier: string | null
  readonly extension: PlannedExtension | null
  /** The associations that apply to the deployment: of the application, the environment and the profile. */
  readonly associations: readonly PlannedAssociation[]
  /** The CloudWatch alarms that monitor the environment. */
  readonly alarmArns: readonly string[]
  /** The key as it was asked for. */
  readonly kmsKeyIdentifier: string | null
  /** Goes into each digest of secret values, so that nobody finds them by trying. */
  readonly salt: string
  /** Of the dynamic extension parameters, whose values must not be shown. */
  readonly dynamicParametersDigest: string | null
  /** The newest deployment of the environment, 0 when there is none. */
  readonly latestDeploymentNumber: number
}

export interface PlannedResource {
  readonly id: string
  readonly name: string
}

export type PlannedConfiguration =
  | {
      readonly kind: 'version'
      /** The number of a hosted version, never its label; of other sources, as the source names it. */
      readonly version: string
      /** The label that it had, for people. */
      readonly label: string | null
      /** Null for what AppConfig does not host. */
      readonly contentDigest: string | null
    }
  | {
      readonly kind: 'file'
      readonly path: string
      readonly contentDigest: string
      readonly contentType: string
      readonly label: string | null
    }

export interface PlannedExtension {
  readonly name: string
  readonly definitionDigest: string
  readonly association: string
  /** Of the association's parameters; null when they are carried over. */
  readonly parametersDigest: string | null
}

/** An association of an extension version with a resource. */
export interface PlannedAssociation {
  readonly id: string
  /** With the version. */
  readonly extensionArn: string
  readonly resourceArn: string
  /** Salted. */
  readonly parametersDigest: string
}

/** A hash of a text, in hexadecimal: the core is given it. */
export type Digest = (text: string) => string

/** The plan as one line of text for an output: version, payload, and a checksum that shows a cut or a change. */
export function planText(plan: ApprovedPlan, digest: Digest): string {
  const payload = encodeURIComponent(JSON.stringify(plan))
  return [PLAN_FORMAT, payload, digest(`${PLAN_FORMAT}.${payload}`)].join(' ')
}

/** The plan that a text holds; otherwise what is wrong with it, in words that complete "plan …". */
export function parsePlan(
  text: string,
  digest: Digest,
): { readonly ok: true; readonly plan: ApprovedPlan } | { readonly ok: false; readonly problem: string } {
  const [format, payload, checksum, ...rest] = text.trim().split(' ')
  if (format !== PLAN_FORMAT || payload === undefined || checksum === undefined || rest.length > 0) {
    return {
      ok: false,
      problem: 'is not a plan of this action; it takes the output `plan` of `operation: plan`',
    }
  }
  if (digest(`${PLAN_FORMAT}.${payload}`) !== checksum) {
    return {
      ok: false,
      problem: 'was cut or changed since it was made; make a new one with `operation: plan`',
    }
  }
  const value = decoded(payload)
  return isPlan(value)
    ? { ok: true, plan: value }
    : {
        ok: false,
        problem: 'was made by another version of this action; make a new one with `operation: plan`',
      }
}

/**
 * In what the present differs from what was approved, a sentence each; empty when the plan holds. Identities are
 * compared, whole: the texts are for people alone.
 */
export function planDifferences(approved: ApprovedPlan, present: ApprovedPlan): readonly string[] {
  return FACTS.flatMap(({ name, identity, shown = identity }) => {
    if (identity(approved) === identity(present)) return []
    const [before, now] = [shown(approved), shown(present)]
    return [before === now ? `${name} is another one now` : `${name} was ${before}, and is ${now} now`]
  })
}

const PLAN_FORMAT = 'appconfig-deploy-plan-1'

interface Fact {
  readonly name: string
  /** What two plans must have in common. */
  readonly identity: (plan: ApprovedPlan) => string
  /** The same for people. Default: the identity. */
  readonly shown?: (plan: ApprovedPlan) => string
}

const resourceFact = (name: string, of: (plan: ApprovedPlan) => PlannedResource): Fact => ({
  name,
  identity: (plan) => of(plan).id,
  shown: (plan) => resourceText(of(plan)),
})
const digestFact = (name: string, of: (plan: ApprovedPlan) => string | null | undefined): Fact => ({
  name,
  identity: (plan) => of(plan) ?? '',
  shown: (plan) => shortDigest(of(plan)),
})

const FACTS: readonly Fact[] = [
  { name: 'The region', identity: ({ region }) => region },
  resourceFact('The application', ({ application }) => application),
  resourceFact('The environment', ({ environment }) => environment),
  resourceFact('The configuration profile', ({ profile }) => profile),
  resourceFact('The deployment strategy', ({ strategy }) => strategy),
  { name: "The strategy's duration", identity: ({ strategy }) => `${strategy.durationMinutes} min` },
  { name: "The strategy's bake time", identity: ({ strategy }) => `${strategy.bakeMinutes} min` },
  {
    name: "The strategy's growth",
    identity: ({ strategy }) => `${strategy.growthType} ${strategy.growthFactor} %`,
  },
  {
    name: 'The configuration',
    identity: ({ configuration }) => configurationIdentity(configuration),
    shown: ({ configuration }) => configurationText(configuration),
  },
  digestFact('The set of validators of the profile', ({ validatorsDigest }) => validatorsDigest),
  { name: 'The KMS key of the profile', identity: (plan) => plan.profileKmsKeyIdentifier ?? 'none' },
  { name: 'The extension', identity: ({ extension }) => extension?.name ?? 'none' },
  digestFact('The definition of the extension', ({ extension }) => extension?.definitionDigest),
  {
    name: 'The association of the extension',
    identity: ({ extension }) => extension?.association ?? 'none',
  },
  digestFact("The set of the association's parameters", ({ extension }) => extension?.parametersDigest),
  {
    name: 'The set of extension associations that apply',
    identity: ({ associations }) => JSON.stringify(associations.map(associationIdentity).sort()),
    shown: ({ associations }) => listed(associations.map(({ extensionArn }) => extensionOf(extensionArn))),
  },
  {
    name: 'The set of alarms that monitor the environment',
    identity: ({ alarmArns }) => JSON.stringify([...alarmArns].sort()),
    shown: ({ alarmArns }) => listed(alarmArns.map((arn) => arn.slice(arn.lastIndexOf(':') + 1))),
  },
  { name: 'The KMS key', identity: ({ kmsKeyIdentifier }) => kmsKeyIdentifier ?? 'none' },
  digestFact('The set of dynamic extension parameters', (plan) => plan.dynamicParametersDigest),
  {
    name: 'The newest deployment of the environment',
    identity: ({ latestDeploymentNumber }) => String(latestDeploymentNumber),
    shown: ({ latestDeploymentNumber }) => deploymentText(latestDeploymentNumber),
  },
]

function associationIdentity(association: PlannedAssociation): readonly string[] {
  const { id, extensionArn, resourceArn, parametersDigest } = association
  return [id, extensionArn, resourceArn, parametersDigest]
}

/** `notify1/2` of the ARN of an extension version. */
function extensionOf(extensionArn: string): string {
  return parseArn(extensionArn)?.resource.replace('extension/', '') ?? extensionArn
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : [...names].sort().join(', ')
}

function configurationIdentity(configuration: PlannedConfiguration): string {
  switch (configuration.kind) {
    case 'version':
      return JSON.stringify(['version', configuration.version, configuration.contentDigest])
    case 'file': {
      const { contentDigest, contentType, label } = configuration
      return JSON.stringify(['file', contentDigest, contentType, label])
    }
  }
}

function resourceText({ id, name }: PlannedResource): string {
  return id === name ? id : `${name} (${id})`
}

function configurationText(configuration: PlannedConfiguration): string {
  switch (configuration.kind) {
    case 'version':
      return `version ${configuration.version}${configuration.contentDigest === null ? '' : ` with ${shortDigest(configuration.contentDigest)}`}`
    case 'file': {
      const { contentDigest, contentType, label } = configuration
      return `a file with ${shortDigest(contentDigest)} as ${contentType}${label === null ? '' : ` labelled ${label}`}`
    }
  }
}

function shortDigest(digest: string | null | undefined): string {
  return digest === null || digest === undefined ? 'none' : `digest ${digest.slice(0, 12)}`
}

function deploymentText(number: number): string {
  return number === 0 ? 'none' : `number ${number}`
}

function decoded(payload: string): unknown {
  try {
    const value: unknown = JSON.parse(decodeURIComponent(payload))
    return value
  } catch {
    return undefined
  }
}

/** The checksum vouches for what this version wrote; this for its shape, down to every member. */
function isPlan(value: unknown): value is ApprovedPlan {
  return hasShape(value, {
    region: isText,
    application: isResource,
    environment: isResource,
    profile: isResource,
    strategy: (part) =>
      isResource(part) &&
      hasShape(part, {
        durationMinutes: isNumber,
        bakeMinutes: isNumber,
        growthType: (type) => type === 'LINEAR' || type === 'EXPONENTIAL',
        growthFactor: isNumber,
      }),
    configuration: isConfiguration,
    validatorsDigest: isTextOrNull,
    profileKmsKeyIdentifier: isTextOrNull,
    extension: (part) =>
      part === null ||
      hasShape(part, {
        name: isText,
        definitionDigest: isText,
        association: isText,
        parametersDigest: isTextOrNull,
      }),
    associations: listOf((part) =>
      hasShape(part, { id: isText, extensionArn: isText, resourceArn: isText, parametersDigest: isText }),
    ),
    alarmArns: listOf(isText),
    kmsKeyIdentifier: isTextOrNull,
    salt: isText,
    dynamicParametersDigest: isTextOrNull,
    latestDeploymentNumber: isNumber,
  })
}

type Check = (value: unknown) => boolean

function hasShape(value: unknown, members: Readonly<Record<string, Check>>): boolean {
  if (!isRecord(value)) return false
  return Object.entries(members).every(([name, check]) => Object.hasOwn(value, name) && check(value[name]))
}

function isConfiguration(value: unknown): boolean {
  if (!isRecord(value)) return false
  const version = { version: isText, label: isTextOrNull, contentDigest: isTextOrNull }
  const file = { path: isText, contentDigest: isText, contentType: isText, label: isTextOrNull }
  return (
    (value['kind'] === 'version' && hasShape(value, version)) ||
    (value['kind'] === 'file' && hasShape(value, file))
  )
}

const isText: Check = (value) => typeof value === 'string'
const isTextOrNull: Check = (value) => value === null || isText(value)
const isNumber: Check = (value) => typeof value === 'number' && value >= 0
const isResource: Check = (value) => hasShape(value, { id: isText, name: isText })
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check)
