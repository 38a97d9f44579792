/**
 * The states of a deployment as the AppConfig API reference lists them, and `UNKNOWN` for one that the
 * service added later. An unknown state counts as in progress: better to go on watching than to report an end.
 */
/** One of AppConfig's minutes, in milliseconds; a simulator may run faster. */
export const MINUTE_MS = 60_000

export type DeploymentState =
  'BAKING' | 'VALIDATING' | 'DEPLOYING' | 'COMPLETE' | 'ROLLING_BACK' | 'ROLLED_BACK' | 'REVERTED' | 'UNKNOWN'

export type DeploymentEventType =
  | 'PERCENTAGE_UPDATED'
  | 'ROLLBACK_STARTED'
  | 'ROLLBACK_COMPLETED'
  | 'BAKE_TIME_STARTED'
  | 'DEPLOYMENT_STARTED'
  | 'DEPLOYMENT_COMPLETED'
  | 'REVERT_COMPLETED'

/** A resource by its ID and its name. */
export interface NamedResource {
  readonly id: string
  readonly name: string
}

/** One call of an extension's action, as an event of the deployment reports it. All text is untrusted. */
export interface ActionInvocation {
  readonly extensionIdentifier?: string
  readonly actionName?: string
  readonly uri?: string
  readonly roleArn?: string
  readonly errorCode?: string
  readonly errorMessage?: string
  readonly invocationId?: string
}

/** One entry of the event log. `type` and `triggeredBy` are AWS's words, kept as they came. */
export interface DeploymentEvent {
  readonly type: string
  readonly triggeredBy: string
  readonly description: string
  /** Milliseconds since the epoch, in the service's time; absent when the service did not say. */
  readonly occurredAtMs?: number
  readonly invocations: readonly ActionInvocation[]
}

export interface AppliedExtension {
  readonly extensionId: string
  readonly associationId?: string
  readonly versionNumber?: number
  readonly parameters: Readonly<Record<string, string>>
}

export type GrowthType = 'LINEAR' | 'EXPONENTIAL'

/** The numbers of a deployment strategy, as a deployment keeps them. */
export interface StrategyNumbers {
  readonly durationMinutes: number
  readonly bakeMinutes: number
  readonly growthType: GrowthType
  /** Percentage of the targets per interval (LINEAR), or the base of the growth (EXPONENTIAL). */
  readonly growthFactor: number
}

/** A deployment as GetDeployment tells it, free of nulls. The event log is oldest first. */
export interface Deployment {
  readonly applicationId: string
  readonly environmentId: string
  readonly configurationProfileId: string
  readonly deploymentStrategyId: string
  readonly number: number
  readonly configurationName: string
  readonly configurationVersion: string
  readonly versionLabel?: string
  readonly description: string
  readonly strategy: StrategyNumbers
  readonly state: DeploymentState
  readonly percentageComplete: number
  readonly events: readonly DeploymentEvent[]
  readonly startedAtMs?: number
  readonly completedAtMs?: number
  readonly appliedExtensions: readonly AppliedExtension[]
  readonly kmsKeyIdentifier?: string
  readonly kmsKeyArn?: string
}

const STATES: ReadonlySet<string> = new Set<DeploymentState>([
  'BAKING',
  'VALIDATING',
  'DEPLOYING',
  'COMPLETE',
  'ROLLING_BACK',
  'ROLLED_BACK',
  'REVERTED',
])

const isState = (text: string): text is DeploymentState => STATES.has(text)

/** The state that AWS's word stands for; `UNKNOWN` for a missing or new word. */
export function deploymentState(text: string | undefined | null): DeploymentState {
  return typeof text === 'string' && isState(text) ? text : 'UNKNOWN'
}

/** Whether the deployment still occupies its environment: everything but the three ends. */
export function isInProgress(state: DeploymentState): boolean {
  switch (state) {
    case 'COMPLETE':
    case 'ROLLED_BACK':
    case 'REVERTED':
      return false
    case 'BAKING':
    case 'VALIDATING':
    case 'DEPLOYING':
    case 'ROLLING_BACK':
    case 'UNKNOWN':
      return true
  }
}

/** Whether the deployment has been rolled back or reverted: its environment no longer has its configuration. */
export function isRolledBack({ state }: Pick<Deployment, 'state'>): boolean {
  return state === 'ROLLED_BACK' || state === 'REVERTED'
}
