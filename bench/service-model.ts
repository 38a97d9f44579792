import type {
  Deployment,
  DeploymentEvent,
  DeploymentState,
  StrategyNumbers,
} from '../src/deployment/deployment.js'
import { growthPercentages } from '../src/deployment/growth.js'
import type { Random } from './random.js'

/** A deployment as it goes on at the service; times are in milliseconds since its start. */
export interface Course {
  readonly strategy: StrategyNumbers
  readonly end: 'complete' | 'stopped by a user' | 'rolled back by an alarm'
  readonly endMs: number
  /** What GetDeployment would answer at a moment. */
  readonly at: (ms: number) => Deployment
}

/** When the service's clock shows that the deployment starts: any moment, with a fraction of a second. */
export const STARTED_AT_MS = Date.UTC(2026, 0, 31, 12, 0, 0, 357)

const MINUTE_MS = 60_000
const LATEST_MS = 15_000
/** How long the service shows ROLLING_BACK is not known; after a user's stop it does not show it at all. */
const LONGEST_ROLLING_BACK_MS = 10_000

interface Change {
  readonly atMs: number
  readonly type: string
  readonly state: DeploymentState
  readonly percentage: number
}

/**
 * The course of a deployment by chance. Each change comes 0 to 15 s after it is due, every delay as likely as the
 * others and drawn by itself. What no source settles is drawn too: whether steps come every D/N or every D/(N+1), and
 * whether the bake time counts from its event or from the planned end of the rollout. A third is rolled back, at a
 * moment as likely as any other before the end: half of them by a user, half by an alarm.
 */
export function randomCourse(strategy: StrategyNumbers, random: Random, rollbacks: number): Course {
  const changes = undisturbed(strategy, random)
  const completedMs = changes.at(-1)?.atMs ?? 0
  if (completedMs === 0 || !random.chance(rollbacks)) return courseOf(strategy, 'complete', changes)
  const atMs = random.between(0, completedMs)
  const before = changes.filter((change) => change.atMs <= atMs)
  const percentage = before.at(-1)?.percentage ?? 0
  const doneMs = atMs + random.between(0, LONGEST_ROLLING_BACK_MS)
  return random.one('user', 'alarm') === 'user'
    ? courseOf(strategy, 'stopped by a user', [...before, rolledBack(atMs)])
    : courseOf(strategy, 'rolled back by an alarm', [
        ...before,
        { atMs, type: 'ROLLBACK_STARTED', state: 'ROLLING_BACK', percentage },
        rolledBack(doneMs),
      ])
}

const rolledBack = (atMs: number): Change => ({
  atMs,
  type: 'ROLLBACK_COMPLETED',
  state: 'ROLLED_BACK',
  percentage: 0,
})

function undisturbed(strategy: StrategyNumbers, random: Random): readonly Change[] {
  const { durationMinutes, bakeMinutes, growthFactor } = strategy
  const started: Change = { atMs: 0, type: 'DEPLOYMENT_STARTED', state: 'DEPLOYING', percentage: 0 }
  const complete = { type: 'DEPLOYMENT_COMPLETED', state: 'COMPLETE', percentage: 100 } as const
  // AppConfig answers such a start with a deployment that is complete.
  if (durationMinutes === 0 && bakeMinutes === 0 && growthFactor === 100) {
    return [started, { ...complete, atMs: 0 }]
  }
  const late = (ms: number) => ms + random.between(0, LATEST_MS)
  const plannedMs = durationMinutes * MINUTE_MS
  const deployedMs = late(plannedMs)
  const bakeFromMs = bakeMinutes === 0 ? deployedMs : random.one(plannedMs, deployedMs)
  return [
    started,
    ...steps(strategy, plannedMs, deployedMs, late, random.one(0, 1)),
    { atMs: deployedMs, type: 'BAKE_TIME_STARTED', state: 'BAKING', percentage: 100 },
    { ...complete, atMs: late(bakeFromMs + bakeMinutes * MINUTE_MS) },
  ]
}

function steps(
  strategy: StrategyNumbers,
  plannedMs: number,
  deployedMs: number,
  late: (ms: number) => number,
  more: number,
): readonly Change[] {
  const percentages = growthPercentages(strategy)
  const intervalMs = plannedMs / (percentages.length + more)
  let lastMs = 0
  return percentages.map((percentage, index) => {
    lastMs = Math.min(deployedMs, Math.max(lastMs, late(intervalMs * (index + 1))))
    return { atMs: lastMs, type: 'PERCENTAGE_UPDATED', state: 'DEPLOYING', percentage }
  })
}

function courseOf(strategy: StrategyNumbers, end: Course['end'], changes: readonly Change[]): Course {
  const events = changes.map(({ atMs, type }) => eventOf(atMs, type))
  const deployments = changes.map((change, index) =>
    deploymentOf(strategy, change, events.slice(0, index + 1)),
  )
  let shown = 0
  return {
    strategy,
    end,
    endMs: changes.at(-1)?.atMs ?? 0,
    at: (ms) => {
      // Looks go forward in time, so the search goes on where the last one ended.
      if ((changes[shown]?.atMs ?? 0) > ms) shown = 0
      while ((changes[shown + 1]?.atMs ?? Infinity) <= ms) shown += 1
      const deployment = deployments[shown]
      if (deployment === undefined) throw new Error('A deployment begins with its start')
      return deployment
    },
  }
}

const eventOf = (atMs: number, type: string): DeploymentEvent => ({
  type,
  triggeredBy: 'APPCONFIG',
  description: '',
  occurredAtMs: Math.round(STARTED_AT_MS + atMs),
  invocations: [],
})

function deploymentOf(
  strategy: StrategyNumbers,
  change: Change,
  events: readonly DeploymentEvent[],
): Deployment {
  return {
    applicationId: 'shop001',
    environmentId: 'prod001',
    configurationProfileId: 'flags01',
    deploymentStrategyId: 'random1',
    number: 1,
    configurationName: 'flags',
    configurationVersion: '1',
    description: '',
    strategy,
    state: change.state,
    percentageComplete: change.percentage,
    events,
    startedAtMs: STARTED_AT_MS,
    appliedExtensions: [],
  }
}
