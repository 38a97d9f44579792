import type * as api from '@aws-sdk/client-appconfig'

export type LinearInterval = 'D/N' | 'D/(N+1)'

/** What the course of a deployment depends on besides time. `minuteMs` is the length of an AppConfig minute. */
export interface RolloutPlan {
  readonly durationMinutes: number
  readonly bakeMinutes: number
  readonly growthType: api.GrowthType
  /** Percentage of the targets per interval (LINEAR), or the base of the growth (EXPONENTIAL). */
  readonly growthFactor: number
  readonly linearInterval: LinearInterval
  readonly minuteMs: number
}

/** What ended a deployment before its time; `at` in ms since its start. */
export type Interruption =
  | { readonly cause: 'user'; readonly at: number }
  | { readonly cause: 'alarm'; readonly at: number; readonly alarmArn: string }
  | { readonly cause: 'extension'; readonly at: number; readonly invocation: api.ActionInvocation }

export type RolloutState = 'DEPLOYING' | 'BAKING' | 'COMPLETE' | 'ROLLING_BACK' | 'ROLLED_BACK' | 'REVERTED'

/** An event with the state and percentage that hold from then on; `at` in ms since the start. */
export interface RolloutEvent {
  readonly at: number
  readonly type: api.DeploymentEventType
  readonly triggeredBy: api.TriggeredBy
  readonly description: string
  readonly state: RolloutState
  readonly percentage: number
  readonly invocation?: api.ActionInvocation
}

export interface Rollout {
  readonly state: RolloutState
  readonly percentage: number
  /** Newest first, as GetDeployment lists them. */
  readonly events: readonly RolloutEvent[]
  /** In ms since the start; absent unless the deployment completed. A revert does not take it away. */
  readonly completedAt?: number
}

/** AllAtOnce reports its step 5 s in; the dwell in ROLLING_BACK is an assumption of the same size. */
const REACTION_MINUTES = 5 / 60

/** How long (ms) AppConfig takes to act: to the step of a strategy without duration, and to roll back. */
export const reactionMs = (plan: Pick<RolloutPlan, 'minuteMs'>): number => REACTION_MINUTES * plan.minuteMs

/**
 * The deployment as it stands `elapsed` ms after its start: a pure function, so an event that was shown once
 * is shown the same ever after. An interruption later than the regular end has no effect.
 */
export function rollout(
  plan: RolloutPlan,
  elapsed: number,
  interruption?: Interruption,
  revertedAt?: number,
): Rollout {
  const regular = undisturbed(plan)
  const disturbed = interruption === undefined ? regular : interrupted(plan, regular, interruption)
  const whole = revertedAt === undefined ? disturbed : [...disturbed, revertEvent(revertedAt)]
  const happened = whole.filter(({ at }) => at <= elapsed)
  const newest = happened.at(-1)
  const completed = happened.find(({ type }) => type === 'DEPLOYMENT_COMPLETED')
  return {
    state: newest?.state ?? 'DEPLOYING',
    percentage: newest?.percentage ?? 0,
    events: happened.reverse(),
    ...(completed === undefined ? {} : { completedAt: completed.at }),
  }
}

/** The whole event log of a deployment that nothing disturbs, oldest first. */
export function undisturbed(plan: RolloutPlan): readonly RolloutEvent[] {
  const started = event(0, 'DEPLOYMENT_STARTED', 'USER', 'Deployment started', 'DEPLOYING', 0)
  if (isInstant(plan)) {
    return [
      started,
      event(0, 'DEPLOYMENT_COMPLETED', 'APPCONFIG', 'Deployment completed instantly', 'COMPLETE', 100),
    ]
  }
  const deployed = plan.durationMinutes === 0 ? reactionMs(plan) : plan.durationMinutes * plan.minuteMs
  const completed = deployed + plan.bakeMinutes * plan.minuteMs
  return [
    started,
    ...steps(plan, deployed),
    event(deployed, 'BAKE_TIME_STARTED', 'APPCONFIG', 'Deployment bake time started', 'BAKING', 100),
    event(completed, 'DEPLOYMENT_COMPLETED', 'APPCONFIG', 'Deployment completed', 'COMPLETE', 100),
  ]
}

function isInstant({ durationMinutes, bakeMinutes, growthFactor }: RolloutPlan): boolean {
  return durationMinutes === 0 && bakeMinutes === 0 && growthFactor === 100
}

function steps(plan: RolloutPlan, deployed: number): RolloutEvent[] {
  const percentages = percentagesOf(plan)
  const late = plan.growthType === 'LINEAR' && plan.linearInterval === 'D/(N+1)' && plan.durationMinutes > 0
  const interval = deployed / (late ? percentages.length + 1 : percentages.length)
  return percentages.map((percentage, index) =>
    event(
      interval * (index + 1),
      'PERCENTAGE_UPDATED',
      'APPCONFIG',
      `Configuration available to ${percentage.toFixed(2)}% of clients`,
      'DEPLOYING',
      percentage,
    ),
  )
}

/** LINEAR: G, 2·G, … EXPONENTIAL: G·2⁰, G·2¹, … Both end at 100. */
function percentagesOf({ growthType, growthFactor }: RolloutPlan): number[] {
  const percentages: number[] = []
  for (let step = 0; (percentages.at(-1) ?? 0) < 100; step += 1) {
    const grown = growthType === 'LINEAR' ? growthFactor * (step + 1) : growthFactor * 2 ** step
    percentages.push(Math.min(100, grown))
  }
  return percentages
}

function interrupted(
  plan: RolloutPlan,
  regular: readonly RolloutEvent[],
  interruption: Interruption,
): readonly RolloutEvent[] {
  const { at } = interruption
  const end = regular.at(-1)?.at ?? 0
  if (at >= end) return regular
  const before = regular.filter((earlier) => earlier.at <= at)
  return [...before, ...rollbackEvents(plan, before.at(-1)?.percentage ?? 0, interruption)]
}

/** A user's stop shows no ROLLBACK_STARTED (captured in BAKING; taken to hold in DEPLOYING too). */
function rollbackEvents(plan: RolloutPlan, percentage: number, interruption: Interruption): RolloutEvent[] {
  const { at } = interruption
  const done = at + reactionMs(plan)
  switch (interruption.cause) {
    case 'user':
      return [
        event(at, 'ROLLBACK_COMPLETED', 'USER', 'Deployment rolled back by user request', 'ROLLED_BACK', 0),
      ]
    case 'alarm': {
      const alarm = `CloudWatch alarm ${interruption.alarmArn} went into ALARM`
      const by = 'CLOUDWATCH_ALARM'
      return [
        event(at, 'ROLLBACK_STARTED', by, `Rollback started: ${alarm}`, 'ROLLING_BACK', percentage),
        event(done, 'ROLLBACK_COMPLETED', by, `Deployment rolled back: ${alarm}`, 'ROLLED_BACK', 0),
      ]
    }
    case 'extension': {
      const by = 'INTERNAL_ERROR'
      const { invocation } = interruption
      const words = 'an error occurred during the deployment. Start a new deployment'
      return [
        {
          ...event(at, 'ROLLBACK_STARTED', by, `Rollback started: ${words}`, 'ROLLING_BACK', percentage),
          invocation,
        },
        event(done, 'ROLLBACK_COMPLETED', by, `Deployment rolled back: ${words}`, 'ROLLED_BACK', 0),
      ]
    }
  }
}

const revertEvent = (at: number) =>
  event(at, 'REVERT_COMPLETED', 'USER', 'Deployment reverted by user request', 'REVERTED', 0)

function event(
  at: number,
  type: api.DeploymentEventType,
  triggeredBy: api.TriggeredBy,
  description: string,
  state: RolloutState,
  percentage: number,
): RolloutEvent {
  return { at, type, triggeredBy, description, state, percentage }
}
