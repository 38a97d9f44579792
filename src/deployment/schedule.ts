import { type DeploymentState, isInProgress, type StrategyNumbers } from './deployment.js'

/** All that the next look depends on. Times are in milliseconds; `nowMs` and `startedAtMs` in the service's time. */
export interface WatchedSoFar {
  readonly strategy: StrategyNumbers
  readonly state: DeploymentState
  readonly startedAtMs: number
  readonly nowMs: number
  /** When the bake time began, from the event log; undefined before. */
  readonly bakeStartedAtMs?: number
  /** How long one of AppConfig's minutes lasts: 60,000, and less against a simulator that runs faster. */
  readonly minuteMs: number
  /** Looks in a row that failed (throttled, server error, network). */
  readonly failedLooks: number
  /** How long the watch may still last. */
  readonly timeLeftMs: number
}

/**
 * How long to wait before the next look at a deployment, in milliseconds; never beyond the time that is left.
 *
 * A rollback can come at any moment, so the longest pause is short (5 s of a deployment's first ten minutes, then
 * 1 % of its age up to 30 s). Around the expected end of the rollout and of the bake time looks come every second:
 * AWS reports both some 5 to 10 s late. Failed looks back off, doubling up to 30 s.
 */
export function delayToNextLookMs(watched: WatchedSoFar): number {
  const second = watched.minuteMs / 60
  const delay =
    watched.failedLooks > 0
      ? Math.min(30, 2 ** (watched.failedLooks - 1)) * second
      : Math.min(pauseMs(watched, second), closenessMs(watched, second))
  return Math.max(0, Math.min(delay, watched.timeLeftMs))
}

/** When the deployment should next change for good, in the service's time; undefined when that is not foreseeable. */
export function expectedTurnMs(watched: WatchedSoFar): number | undefined {
  const { strategy, startedAtMs, minuteMs } = watched
  switch (watched.state) {
    case 'DEPLOYING':
    case 'VALIDATING':
      return startedAtMs + strategy.durationMinutes * minuteMs
    case 'BAKING': {
      const bakeStartedAtMs = watched.bakeStartedAtMs ?? startedAtMs + strategy.durationMinutes * minuteMs
      return bakeStartedAtMs + strategy.bakeMinutes * minuteMs
    }
    case 'ROLLING_BACK':
    case 'UNKNOWN':
    case 'COMPLETE':
    case 'ROLLED_BACK':
    case 'REVERTED':
      return undefined
  }
}

function pauseMs(watched: WatchedSoFar, second: number): number {
  if (watched.state === 'ROLLING_BACK' || !isInProgress(watched.state)) return second
  const ageMs = Math.max(0, watched.nowMs - watched.startedAtMs)
  return Math.min(30 * second, Math.max(5 * second, ageMs / 100))
}

/** The pause that does not sleep through the expected turn, and looks every second until AWS, late, reports it. */
function closenessMs(watched: WatchedSoFar, second: number): number {
  const turnMs = expectedTurnMs(watched)
  if (turnMs === undefined) return Infinity
  const untilMs = turnMs - watched.nowMs
  const latenessMs = 15 * second
  if (untilMs > 0) return Math.max(second, untilMs)
  return untilMs > -latenessMs ? second : Infinity
}
