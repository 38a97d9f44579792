import type { Quotas } from '../seed.js'
import { createHash } from 'node:crypto'
import type * as api from '@aws-sdk/client-appconfig'
import type { DeploymentFacts } from './deployment-facts.js'
import type { LinearInterval } from './rollout.js'

/** What the service makes of StartDeployment's LatestDeploymentNumber. */
export type LatestDeploymentNumberReading = 'checked' | 'ignored' | 'refuses-0'

/** How the account's time passes: `now` in ms since the epoch, and how many ms an AppConfig minute lasts. */
export interface Clock {
  readonly now: () => number
  readonly minuteMs: number
}

/** Readings of AppConfig that are not established, so that either can be chosen. */
export interface Readings {
  readonly linearInterval: LinearInterval
  /** `ignored`: an older service that does not know StartDeployment's LatestDeploymentNumber. */
  readonly latestDeploymentNumber: LatestDeploymentNumberReading
}

export interface Environment {
  readonly id: string
  name: string
  description: string | undefined
  monitors: readonly api.Monitor[]
  /** Oldest first; the number of a deployment is its place, from 1. */
  readonly deployments: DeploymentFacts[]
}

export interface HostedVersion {
  readonly number: number
  readonly content: Buffer
  readonly contentType: string
  readonly description: string | undefined
  readonly label: string | undefined
  readonly kmsKeyArn: string | undefined
}

export interface Profile {
  readonly id: string
  name: string
  description: string | undefined
  readonly locationUri: string
  readonly type: string
  retrievalRoleArn: string | undefined
  validators: readonly api.Validator[]
  kmsKeyIdentifier: string | undefined
  kmsKeyArn: string | undefined
  readonly versions: Map<number, HostedVersion>
  /** The newest number ever given out: numbers of deleted versions do not come back. */
  lastVersion: number
  /** The versions that a source outside AppConfig has; `undefined` lets any version pass. */
  sourceVersions: readonly string[] | undefined
}

export interface Application {
  readonly id: string
  name: string
  description: string | undefined
  readonly environments: Map<string, Environment>
  readonly profiles: Map<string, Profile>
  readonly experiments: Map<string, Experiment>
}

/** An experiment definition with its runs, oldest first. Instants in ms since the epoch. */
export interface Experiment {
  readonly id: string
  readonly name: string
  readonly environmentId: string
  readonly profileId: string
  readonly flagKey: string
  readonly createdAt: number
  readonly runs: ExperimentRun[]
  archivedAt?: number
}

export interface ExperimentRun {
  readonly number: number
  readonly startedAt: number
  endedAt?: number
}

export interface Strategy {
  readonly id: string
  readonly name: string
  readonly description: string | undefined
  readonly durationMinutes: number
  readonly bakeMinutes: number
  readonly growthType: api.GrowthType
  readonly growthFactor: number
  readonly replicateTo: api.ReplicateTo
  readonly predefined: boolean
}

export type ActionPoint = api.ActionPoint
export type Actions = Readonly<Partial<Record<ActionPoint, api.Action[]>>>

export interface ExtensionVersion {
  readonly number: number
  readonly description: string | undefined
  readonly actions: Actions
  readonly parameters: Readonly<Record<string, api.Parameter>> | undefined
}

export interface Extension {
  readonly id: string
  readonly name: string
  readonly awsAuthored: boolean
  readonly versions: Map<number, ExtensionVersion>
}

export interface Association {
  readonly id: string
  readonly extensionId: string
  readonly extensionVersion: number
  /** What `resourceArn` names, in any way of writing it: `application/abc1234`. */
  readonly resource: string
  /** As it was given. */
  readonly resourceArn: string
  readonly parameters: Readonly<Record<string, string>> | undefined
}

export interface Key {
  readonly id: string
  readonly alias: string | undefined
  readonly state: 'Enabled' | 'Disabled' | 'AccessDenied'
}

/** An extension's target that fails since `since` (ms since the epoch). */
export interface ExtensionFailure {
  readonly errorCode: string
  readonly errorMessage: string
  readonly since: number
}

/**
 * Everything that one AWS account holds. All regions see the same; `region` is the one that the request was signed
 * for, whose ARNs an answer has.
 */
export interface Account {
  readonly id: string
  readonly region: string
  readonly clock: Clock
  readonly readings: Readings
  readonly quotas: Quotas
  readonly nextId: () => string
  readonly applications: Map<string, Application>
  readonly strategies: Map<string, Strategy>
  readonly extensions: Map<string, Extension>
  readonly associations: Map<string, Association>
  /** By what an ARN names: `application/abc1234`. */
  readonly tags: Map<string, Map<string, string>>
  readonly keys: Map<string, Key>
  /** ARNs of the alarms that are in ALARM, with their account. */
  readonly alarms: Set<string>
  readonly extensionFailures: Map<string, ExtensionFailure>
  readonly settings: api.AccountSettings
}

const QUOTAS: Quotas = { applications: 100, environments: 20, profiles: 100, strategies: 20 }

export function emptyAccount(
  id: string,
  region: string,
  clock: Clock,
  readings: Readings,
  quotas: Partial<Quotas> = {},
): Account {
  return {
    id,
    region,
    clock,
    readings,
    quotas: { ...QUOTAS, ...quotas },
    nextId: idSequence(),
    applications: new Map(),
    strategies: new Map(),
    extensions: new Map(),
    associations: new Map(),
    tags: new Map(),
    keys: new Map(),
    alarms: new Set(),
    extensionFailures: new Map(),
    settings: {
      DeletionProtection: { Enabled: false, ProtectionPeriodInMinutes: 60 },
      VendedMetrics: { Enabled: false },
    },
  }
}

/** Ids of seven characters that look like AWS's and are the same in every run, so that tests are stable. */
function idSequence(): () => string {
  let count = 0
  return () => {
    count += 1
    const digest = createHash('sha256').update(`id ${count}`).digest('hex')
    return BigInt(`0x${digest}`).toString(36).slice(0, 7)
  }
}

/** What create and update answer: the description as it was sent, even empty, where a later get omits it. */
export function echoed<Answer extends object>(
  answer: Answer,
  request: { readonly Description?: string | undefined },
): Answer {
  return request.Description === '' ? { ...answer, Description: '' } : answer
}

/** A description is kept only when it says something. */
export const kept = (description: string | undefined): string | undefined =>
  description === '' ? undefined : description
