import type { DeploymentEvent, DeploymentState, StrategyNumbers } from '../../deployment/deployment.js'
import { isInProgress } from '../../deployment/deployment.js'
import { eventPercentage } from '../../deployment/event-percentage.js'
import { growthSteps } from '../../deployment/rollout-timeline.js'

/** A stretch of time in which the same percentages of the targets had the configuration, in milliseconds. */
export interface RolloutSpan {
  readonly fromMs: number
  readonly toMs: number
  readonly phase: 'growth' | 'bake'
  /** The percentages at its start and at its end; they differ where spans too narrow to show were joined. */
  readonly percentages: readonly [first: number, last: number]
}

/** The rollout as the strategy plans it, from `startMs` on. `minuteMs` is how long one of its minutes lasts. */
export function plannedSpans(
  strategy: StrategyNumbers,
  startMs: number,
  minuteMs: number,
): readonly RolloutSpan[] {
  const steps = growthSteps(strategy).map(({ atMinutes, percentage }) => ({
    atMs: startMs + atMinutes * minuteMs,
    percentage,
  }))
  const bakeMs = startMs + strategy.durationMinutes * minuteMs
  const growth = spansBetween([{ atMs: startMs, percentage: 0 }, ...steps], bakeMs)
  return [...growth, ...bakeSpan(bakeMs, bakeMs + strategy.bakeMinutes * minuteMs)]
}

/** The rollout as the event log (oldest first) tells it, up to `untilMs`. Events without a time are passed over. */
export function actualSpans(
  events: readonly DeploymentEvent[],
  startMs: number,
  untilMs: number,
): readonly RolloutSpan[] {
  const bakeMs = events.find(({ type }) => type === 'BAKE_TIME_STARTED')?.occurredAtMs
  const steps = events.flatMap((event) => {
    const percentage = event.type === 'PERCENTAGE_UPDATED' ? eventPercentage(event) : undefined
    return percentage === undefined || event.occurredAtMs === undefined
      ? []
      : [{ atMs: Math.max(startMs, event.occurredAtMs), percentage }]
  })
  const growth = spansBetween(
    [{ atMs: startMs, percentage: 0 }, ...steps],
    Math.min(bakeMs ?? untilMs, untilMs),
  )
  return bakeMs === undefined ? growth : [...growth, ...bakeSpan(Math.max(startMs, bakeMs), untilMs)]
}

/** When the rollout itself was over: completed, or rolled back; `nowMs` while it is in progress. */
export function rolloutEndMs(
  events: readonly DeploymentEvent[],
  state: DeploymentState,
  nowMs: number,
): number | undefined {
  if (isInProgress(state)) return nowMs
  const ends = ['ROLLBACK_COMPLETED', 'ROLLBACK_STARTED', 'DEPLOYMENT_COMPLETED']
  return events.findLast(({ type, occurredAtMs }) => ends.includes(type) && occurredAtMs !== undefined)
    ?.occurredAtMs
}

/**
 * Joins neighbours of the growth until each has room for its label: `leastMs` for one percentage, twice that for two.
 * The bake time stays a span of its own, and so does a last step with room for its label behind it.
 *
 * @param endMs where the picture ends
 */
export function joinedSpans(
  spans: readonly RolloutSpan[],
  leastMs: number,
  endMs: number,
): readonly RolloutSpan[] {
  const joined: RolloutSpan[] = []
  for (const [at, span] of spans.entries()) {
    const last = joined.at(-1)
    const hasRoomBehind = at === spans.length - 1 && span.toMs + 4 * leastMs <= endMs
    const isEnd = spans[at + 1]?.phase !== 'growth' && lengthOf(span) < leastMs && !hasRoomBehind
    const isNarrow = last !== undefined && (lengthOf(last) < roomFor(last, leastMs) || isEnd)
    if (last === undefined || !isNarrow || span.phase !== 'growth') joined.push(span)
    else joined.splice(-1, 1, join(last, span))
  }
  return joined
}

function roomFor({ percentages: [first, last] }: RolloutSpan, leastMs: number): number {
  return first === last ? leastMs : 2 * leastMs
}

function join(first: RolloutSpan, last: RolloutSpan): RolloutSpan {
  return { ...first, toMs: last.toMs, percentages: [first.percentages[0], last.percentages[1]] }
}

function lengthOf({ fromMs, toMs }: RolloutSpan): number {
  return toMs - fromMs
}

/** Each step lasts until the next one; steps at the same time, and those after the end, take no time. */
function spansBetween(
  steps: readonly { readonly atMs: number; readonly percentage: number }[],
  endMs: number,
): readonly RolloutSpan[] {
  return steps.flatMap(({ atMs, percentage }, index): readonly RolloutSpan[] => {
    const toMs = Math.min(steps[index + 1]?.atMs ?? endMs, endMs)
    return toMs > atMs ? [{ fromMs: atMs, toMs, phase: 'growth', percentages: [percentage, percentage] }] : []
  })
}

function bakeSpan(fromMs: number, toMs: number): readonly RolloutSpan[] {
  return toMs > fromMs ? [{ fromMs, toMs, phase: 'bake', percentages: [100, 100] }] : []
}
