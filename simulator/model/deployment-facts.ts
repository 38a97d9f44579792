import type * as api from '@aws-sdk/client-appconfig'
import type { Account, ActionPoint, Environment } from './account.js'
import { type Interruption, type Rollout, rollout, type RolloutPlan } from './rollout.js'

/** An extension as a deployment applies it, with the actions of that version kept as they were at the start. */
export interface AppliedExtension {
  readonly extensionId: string
  readonly associationId: string
  readonly version: number
  readonly parameters: Readonly<Record<string, string>>
  readonly actions: Readonly<Partial<Record<ActionPoint, api.Action[]>>>
}

/** What is stored of a deployment: everything else follows from it and the time. Instants in ms since the epoch. */
export interface DeploymentFacts {
  readonly number: number
  /** A MANAGED deployment has none. */
  readonly strategyId: string | undefined
  readonly profileId: string
  readonly configurationName: string
  readonly locationUri: string
  readonly configurationVersion: string
  readonly versionLabel: string | undefined
  readonly description: string | undefined
  readonly startedAt: number
  readonly plan: RolloutPlan
  readonly extensions: readonly AppliedExtension[]
  readonly kmsKeyIdentifier: string | undefined
  readonly kmsKeyArn: string | undefined
  /** The run that made a MANAGED deployment. */
  readonly experimentRun?: { readonly experimentId: string; readonly run: number }
  interruption?: Interruption
  /** In ms since the start. */
  revertedAt?: number
}

/** The deployment as it stands at the account's time. */
export function rolloutNow(account: Account, facts: DeploymentFacts): Rollout {
  return rollout(facts.plan, account.clock.now() - facts.startedAt, facts.interruption, facts.revertedAt)
}

/** The newest deployment of an environment as it stands now. */
export function newestRollout(account: Account, environment: Environment): Rollout | undefined {
  const newest = environment.deployments.at(-1)
  return newest === undefined ? undefined : rolloutNow(account, newest)
}

/** The deployment that occupies the environment. BAKING and ROLLING_BACK count as in progress. */
export function deploymentInProgress(
  account: Account,
  environment: Environment,
): DeploymentFacts | undefined {
  return environment.deployments.find((facts) => isInProgress(rolloutNow(account, facts)))
}

export function isInProgress({ state }: Rollout): boolean {
  return state === 'DEPLOYING' || state === 'BAKING' || state === 'ROLLING_BACK'
}

/** Ends a running deployment at the account's time; one that already rolls back keeps its first cause. */
export function interrupt(account: Account, facts: DeploymentFacts, cause: WithoutInstant): void {
  const { state } = rolloutNow(account, facts)
  if (state !== 'DEPLOYING' && state !== 'BAKING') return
  facts.interruption = { ...cause, at: account.clock.now() - facts.startedAt }
}

type Without<Union> = Union extends Interruption ? Omit<Union, 'at'> : never
export type WithoutInstant = Without<Interruption>
