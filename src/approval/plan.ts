import { isRecord } from '../configuration/json/record.js'
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
  readonly extension: PlannedExtension | null
  /** The key as it was asked for. */
  readonly kmsKeyIdentifier: string | null
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
  | { readonly kind: 'version'; readonly version: string }
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

/** In what the present differs from what was approved, a sentence each; empty when the plan holds. */
export function planDifferences(approved: ApprovedPlan, present: ApprovedPlan): readonly string[] {
  return FACTS.flatMap(([name, fact]) => {
    const [before, now] = [fact(approved), fact(present)]
    return before === now ? [] : [`${name} was ${before}, and is ${now} now`]
  })
}

const PLAN_FORMAT = 'appconfig-deploy-plan-1'

type Fact = (plan: ApprovedPlan) => string

const FACTS: readonly (readonly [name: string, fact: Fact])[] = [
  ['The region', (plan) => plan.region],
  ['The application', (plan) => resourceText(plan.application)],
  ['The environment', (plan) => resourceText(plan.environment)],
  ['The configuration profile', (plan) => resourceText(plan.profile)],
  ['The deployment strategy', (plan) => resourceText(plan.strategy)],
  ["The strategy's duration", (plan) => `${plan.strategy.durationMinutes} min`],
  ["The strategy's bake time", (plan) => `${plan.strategy.bakeMinutes} min`],
  ["The strategy's growth", (plan) => `${plan.strategy.growthType} ${plan.strategy.growthFactor} %`],
  ['The configuration', (plan) => configurationText(plan.configuration)],
  ['The extension', ({ extension }) => extension?.name ?? 'none'],
  ['The definition of the extension', ({ extension }) => shortDigest(extension?.definitionDigest)],
  ['The association of the extension', ({ extension }) => extension?.association ?? 'none'],
  ["The association's parameters", ({ extension }) => shortDigest(extension?.parametersDigest)],
  ['The KMS key', (plan) => plan.kmsKeyIdentifier ?? 'none'],
  ['The set of dynamic extension parameters', (plan) => shortDigest(plan.dynamicParametersDigest)],
  ['The newest deployment of the environment', (plan) => deploymentText(plan.latestDeploymentNumber)],
]

function resourceText({ id, name }: PlannedResource): string {
  return id === name ? id : `${name} (${id})`
}

function configurationText(configuration: PlannedConfiguration): string {
  switch (configuration.kind) {
    case 'version':
      return `version ${configuration.version}`
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

/** The checksum vouches for what this version wrote; this for its shape. */
function isPlan(value: unknown): value is ApprovedPlan {
  if (!isRecord(value)) return false
  const { region, application, environment, profile, strategy, configuration, latestDeploymentNumber } = value
  return (
    typeof region === 'string' &&
    [application, environment, profile, strategy].every(
      (part) => isRecord(part) && typeof part['id'] === 'string',
    ) &&
    isRecord(configuration) &&
    (configuration['kind'] === 'version' || configuration['kind'] === 'file') &&
    typeof latestDeploymentNumber === 'number' &&
    'extension' in value &&
    'kmsKeyIdentifier' in value &&
    'dynamicParametersDigest' in value
  )
}
