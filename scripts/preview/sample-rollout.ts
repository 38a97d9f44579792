import type { ActionInvocation, Deployment, DeploymentEvent } from '../../src/deployment/deployment.js'
import { growthSteps } from '../../src/deployment/rollout-timeline.js'

const SECOND = 1000
const MINUTE = 60 * SECOND

export const STARTED_AT_MS = Date.UTC(2026, 10, 22, 9, 14, 7)
export const ALARM_ARN = 'arn:aws:cloudwatch:eu-central-1:123456789012:alarm:checkout-5xx-rate'
export const KEY_ARN = 'arn:aws:kms:eu-central-1:123456789012:key/7c1d2e3f-4a5b-6c7d-8e9f-0a1b2c3d4e5f'

/** How a sample deployment went: to its end unless it was taken back, or is looked at before. */
export interface SampleCourse {
  readonly strategy: Deployment['strategy']
  /** When it was rolled back, in minutes after its start, and by whom. */
  readonly rolledBack?: { readonly afterMinutes: number; readonly by: string; readonly text: string }
  readonly reverted?: { readonly afterMinutes: number }
  /** When it is looked at, in minutes after its start; at its end by default. */
  readonly seenAfterMinutes?: number
  /** The calls of extension actions that each kind of event reports. */
  readonly invocations?: Readonly<Record<string, readonly ActionInvocation[]>>
  readonly changes?: Partial<Deployment>
}

/** A deployment as AppConfig would tell it, some seconds late as AppConfig is. */
export function sampleDeployment(course: SampleCourse): Deployment {
  const { strategy, rolledBack, reverted, seenAfterMinutes = Infinity } = course
  const all = [...rolloutEvents(strategy, rolledBack?.afterMinutes ?? Infinity), ...endEvents(course)]
  const events = all
    .filter(({ occurredAtMs = 0 }) => occurredAtMs <= STARTED_AT_MS + seenAfterMinutes * MINUTE)
    .map((event) => ({ ...event, invocations: course.invocations?.[event.type] ?? [] }))
  const state = stateOf(events)
  return {
    applicationId: 'k3x9a1b',
    environmentId: 'p7d2e4f',
    configurationProfileId: 'c8f1g5h',
    deploymentStrategyId: 'AppConfig.Linear20PercentEvery6Minutes',
    number: 42,
    configurationName: 'checkout-flags',
    configurationVersion: '12',
    versionLabel: 'v2.4.0',
    description: 'octo-org/shop@ffac537 https://github.com/octo-org/shop/actions/runs/9876543210',
    strategy,
    state,
    percentageComplete: rolledBack === undefined || state !== 'ROLLED_BACK' ? percentageOf(events) : 0,
    events,
    startedAtMs: STARTED_AT_MS,
    ...(reverted === undefined && state !== 'COMPLETE'
      ? {}
      : { completedAtMs: STARTED_AT_MS + endMinutes(strategy) * MINUTE + 8 * SECOND }),
    appliedExtensions: [],
    kmsKeyIdentifier: 'alias/appconfig-production',
    kmsKeyArn: KEY_ARN,
    ...course.changes,
  }
}

function rolloutEvents(strategy: Deployment['strategy'], untilMinutes: number): readonly DeploymentEvent[] {
  const late = 2 / 60
  if (endMinutes(strategy) === 0) {
    return [
      event('DEPLOYMENT_STARTED', 'Deployment started', 0, 'USER'),
      event('DEPLOYMENT_COMPLETED', 'Deployment completed instantly', 0),
    ]
  }
  const events = [
    event('DEPLOYMENT_STARTED', 'Deployment started', 0, 'USER'),
    ...growthSteps(strategy).map(({ atMinutes, percentage }) =>
      event(
        'PERCENTAGE_UPDATED',
        `Configuration available to ${percentage.toFixed(2)}% of clients`,
        atMinutes * 0.93 + late,
      ),
    ),
    event('BAKE_TIME_STARTED', 'Deployment bake time started', strategy.durationMinutes + 5 / 60),
    event('DEPLOYMENT_COMPLETED', 'Deployment completed', endMinutes(strategy) + 8 / 60),
  ]
  return events.filter(({ occurredAtMs = 0 }) => occurredAtMs < STARTED_AT_MS + untilMinutes * MINUTE)
}

function endEvents({ rolledBack, reverted }: SampleCourse): readonly DeploymentEvent[] {
  if (reverted !== undefined) {
    return [event('REVERT_COMPLETED', 'Deployment reverted by user request', reverted.afterMinutes, 'USER')]
  }
  if (rolledBack === undefined) return []
  const { afterMinutes, by, text } = rolledBack
  if (by === 'USER') return [event('ROLLBACK_COMPLETED', text, afterMinutes, by)]
  return [
    event('ROLLBACK_STARTED', text, afterMinutes, by),
    event('ROLLBACK_COMPLETED', 'Rollback completed', afterMinutes + 8 / 60, by),
  ]
}

function event(
  type: string,
  description: string,
  afterMinutes: number,
  triggeredBy = 'APPCONFIG',
): DeploymentEvent {
  const occurredAtMs = Math.round(STARTED_AT_MS + afterMinutes * MINUTE)
  return { type, description, triggeredBy, occurredAtMs, invocations: [] }
}

function stateOf(events: readonly DeploymentEvent[]): Deployment['state'] {
  switch (events.at(-1)?.type) {
    case 'DEPLOYMENT_COMPLETED':
      return 'COMPLETE'
    case 'ROLLBACK_STARTED':
      return 'ROLLING_BACK'
    case 'ROLLBACK_COMPLETED':
      return 'ROLLED_BACK'
    case 'REVERT_COMPLETED':
      return 'REVERTED'
    case 'BAKE_TIME_STARTED':
      return 'BAKING'
    default:
      return 'DEPLOYING'
  }
}

function percentageOf(events: readonly DeploymentEvent[]): number {
  const texts = events.flatMap(({ type, description }) =>
    type === 'PERCENTAGE_UPDATED' ? [description] : [],
  )
  if (events.some(({ type }) => type === 'DEPLOYMENT_COMPLETED')) return 100
  return Number(/[\d.]+/.exec(texts.at(-1) ?? '0')?.[0] ?? 0)
}

function endMinutes({ durationMinutes, bakeMinutes }: Deployment['strategy']): number {
  return durationMinutes + bakeMinutes
}
