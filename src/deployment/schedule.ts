import { type Course, expectedEndsMs, expectedStepsMs } from './expected-moments.js'

/** All that the next look depends on. */
export interface PollContext extends Course {
  /** In milliseconds, in the service's time. */
  readonly nowMs: number
  /** Looks in a row that failed (throttled, server error, network). */
  readonly failedPolls: number
  /** Whether the last look was refused because of too many requests. */
  readonly isThrottled: boolean
  /** How long the watch may still last. */
  readonly timeLeftMs: number
}

/**
 * How long to pause between looks at a deployment of some length (rollout and bake time), between these by
 * interpolation of the logarithms. A rollback can come at any moment, so its mean lag is half of the pause, and pauses
 * as long as each other have the smallest mean for a number of looks. docs/performance.md says what the numbers buy.
 */
const PAUSES = [
  { lengthMinutes: 2, seconds: 4 },
  { lengthMinutes: 10, seconds: 12 },
  { lengthMinutes: 60, seconds: 13 },
  { lengthMinutes: 24 * 60, seconds: 29 },
  { lengthMinutes: 48 * 60, seconds: 72 },
] as const

/** The pause between looks from the moment on at which the end is due, for as long as it is not much overdue. */
const CLOSE_SECONDS = 1.25
/** Once the end is overdue by more than 15 s, pauses are this part of how much, so the lag is at most that part too. */
const OVERDUE_PART = 1 / 12
const MAX_AFTER_FAILURE_SECONDS = 30
const MAX_AFTER_THROTTLING_SECONDS = 120

/**
 * How long to wait before the next look at a deployment, in milliseconds; never beyond the time that is left.
 *
 * Looks are spread evenly, by the length of the deployment, in such a way that one falls on each moment at which
 * something is expected. From the moment on at which the end is due, which the service reports up to 15 s late, they
 * come close together, and further and further apart when it does not come at all. After a look that failed the next
 * comes soon, and then later and later; after one that was throttled, never sooner than without.
 */
export function nextPollDelayMs(watched: PollContext): number {
  return Math.max(0, Math.min(wantedDelayMs(watched), watched.timeLeftMs))
}

function wantedDelayMs(watched: PollContext): number {
  const { failedPolls, isThrottled, minuteMs } = watched
  const secondMs = minuteMs / 60
  if (failedPolls === 0) return undisturbedDelayMs(watched)
  if (!isThrottled) return Math.min(MAX_AFTER_FAILURE_SECONDS, 2 ** (failedPolls - 1)) * secondMs
  return Math.min(MAX_AFTER_THROTTLING_SECONDS * secondMs, undisturbedDelayMs(watched) * 2 ** failedPolls)
}

function undisturbedDelayMs(watched: PollContext): number {
  const ageMs = watched.nowMs - watched.startedAtMs
  const pause = pauseMs(watched, ageMs)
  const endsMs = expectedEndsMs(watched)
  // A step that is nearer than that is not worth a look of its own: it only makes a line of the log.
  const stepsMs = expectedStepsMs(watched).filter((ms) => ms - ageMs >= pause / 2)
  const nextMs = Math.min(...stepsMs, ...endsMs.filter((ms) => ms > ageMs))
  const dueMs = endsMs.findLast((ms) => ms <= ageMs)
  const toNextMs = Number.isFinite(nextMs) ? evenPart(nextMs - ageMs, pause) : pause
  const overdueMs = dueMs === undefined ? Infinity : (ageMs - dueMs) * OVERDUE_PART
  return Math.max((CLOSE_SECONDS / 60) * watched.minuteMs, Math.min(toNextMs, overdueMs))
}

/** The part, of equal ones, of a span of time that comes nearest to a pause. */
function evenPart(spanMs: number, pause: number): number {
  return spanMs / Math.max(1, Math.round(spanMs / pause))
}

/** The pause for the length of the deployment: as planned, or, when it takes longer than that, as it has become. */
function pauseMs({ strategy, minuteMs }: PollContext, ageMs: number): number {
  const plannedMinutes = strategy.durationMinutes + strategy.bakeMinutes
  const minutes = Math.max(plannedMinutes, ageMs / minuteMs)
  return (pauseSeconds(minutes) / 60) * minuteMs
}

function pauseSeconds(lengthMinutes: number): number {
  const above = PAUSES.findIndex((pause) => pause.lengthMinutes >= lengthMinutes)
  const [shortest] = PAUSES
  const upper = PAUSES[above] ?? PAUSES[PAUSES.length - 1] ?? shortest
  const lower = PAUSES[above - 1] ?? upper
  if (lower === upper) return upper.seconds
  const part =
    Math.log(lengthMinutes / lower.lengthMinutes) / Math.log(upper.lengthMinutes / lower.lengthMinutes)
  return lower.seconds * (upper.seconds / lower.seconds) ** part
}
