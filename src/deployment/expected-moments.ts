import type { DeploymentEvent, DeploymentState, StrategyNumbers } from './deployment.js'
import { growthPercentages } from './growth.js'
import type { WaitFor } from './verdict.js'

/** What a deployment's further course follows from. */
export interface Course {
  readonly strategy: StrategyNumbers
  readonly state: DeploymentState
  /** The event log, oldest first. */
  readonly events: readonly DeploymentEvent[]
  /** In milliseconds, in the service's time, as the events have it. */
  readonly startedAtMs: number
  /** How long one of AppConfig's minutes lasts: 60,000, and less against a simulator that runs faster. */
  readonly minuteMs: number
  readonly waitFor: WaitFor
}

/**
 * How late a step usually comes after the one before it and an interval: half a second to a second, in the one event
 * log that AWS shows in its documentation (GetDeployment in the AWS CLI reference).
 */
const STEP_LATENESS_SECONDS = 2

/**
 * When the next step and the end of the rollout should be in the event log, in milliseconds since the start. Sources
 * differ on the interval of the steps: the duration is divided by their number (user guide), or by one more (the event
 * log in the AWS CLI reference); so there is a moment for either. A step that was late makes the next one late: the
 * interval counts from the last.
 */
export function expectedStepsMs(course: Course): readonly number[] {
  const { strategy, state, events, minuteMs } = course
  if (strategy.durationMinutes === 0 || state === 'BAKING' || state === 'ROLLING_BACK') return []
  const durationMs = strategy.durationMinutes * minuteMs
  const steps = growthPercentages(strategy).length
  const taken = events.filter(({ type }) => type === 'PERCENTAGE_UPDATED')
  const lastMs = sinceStartMs(course, taken.at(-1)) ?? 0
  const next = taken.length < steps ? [lastMs + durationMs / (steps + 1), lastMs + durationMs / steps] : []
  return [...next, durationMs].map((ms) => ms + (STEP_LATENESS_SECONDS / 60) * minuteMs)
}

/**
 * From when on the watch may end, in milliseconds since the start, earliest first. The bake time may count from its
 * event, or, however late that was, from the end that the strategy plans for the rollout: nobody says, so there is a
 * moment for either.
 */
export function expectedEndsMs(course: Course): readonly number[] {
  const { strategy, state, events, minuteMs } = course
  const deployedMs = strategy.durationMinutes * minuteMs
  const bakeMs = strategy.bakeMinutes * minuteMs
  const last = (type: string) =>
    sinceStartMs(
      course,
      events.findLast((event) => event.type === type),
    )
  switch (state) {
    case 'DEPLOYING':
    case 'VALIDATING':
    case 'UNKNOWN':
      return [course.waitFor === 'complete' ? deployedMs + bakeMs : deployedMs]
    case 'BAKING':
      return [deployedMs, last('BAKE_TIME_STARTED') ?? deployedMs]
        .map((ms) => ms + bakeMs)
        .sort((a, b) => a - b)
    case 'ROLLING_BACK':
      return [last('ROLLBACK_STARTED') ?? sinceStartMs(course, events.at(-1)) ?? 0]
    case 'COMPLETE':
    case 'ROLLED_BACK':
    case 'REVERTED':
      return []
  }
}

function sinceStartMs({ startedAtMs }: Course, event: DeploymentEvent | undefined): number | undefined {
  return event?.occurredAtMs === undefined ? undefined : event.occurredAtMs - startedAtMs
}
