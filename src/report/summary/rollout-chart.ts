import type { Deployment, StrategyNumbers } from '../../deployment/deployment.js'
import { highestPercentage } from '../../deployment/event-percentage.js'
import { durationText } from '../text/duration-text.js'
import { actualSpans, joinedSpans, plannedSpans, rolloutEndMs, type RolloutSpan } from './rollout-spans.js'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
/** A strategy lasts two days at most (1,440 min each for growth and bake time); a picture of more shows nothing. */
const LONGEST = 14 * DAY
/** Years of four digits are all that Mermaid is told. */
const LAST_MS = Date.UTC(9999, 0)
/** Of the width of the chart: what a label such as `20 %` needs; `20–40 %` needs twice as much. */
const LEAST_WIDTH = 1 / 22
/** How far the picture reaches after the rollout for a revert, in rollouts. */
const REVERT_REACH = 2
const MAX_TICKS = 8
/** A label is not optional. */
const NO_LABEL = '·'
const TICKS: readonly (readonly [lengthMs: number, interval: string])[] = [
  [10 * SECOND, '10second'],
  [30 * SECOND, '30second'],
  [MINUTE, '1minute'],
  [2 * MINUTE, '2minute'],
  [5 * MINUTE, '5minute'],
  [10 * MINUTE, '10minute'],
  [15 * MINUTE, '15minute'],
  [30 * MINUTE, '30minute'],
  [HOUR, '1hour'],
  [2 * HOUR, '2hour'],
  [3 * HOUR, '3hour'],
  [6 * HOUR, '6hour'],
  [12 * HOUR, '12hour'],
  [DAY, '1day'],
]

/** What happened at one moment, as a row of its own below the rollout. */
interface Milestone {
  readonly row: string
  readonly label: string
  readonly atMs: number
  readonly isBad: boolean
}

interface Chart {
  readonly rows: readonly { readonly name: string; readonly spans: readonly RolloutSpan[] }[]
  readonly milestones: readonly Milestone[]
  readonly startMs: number
  readonly endMs: number
  /** In the words of d3-time-format. */
  readonly axisFormat?: string
}

export type ChartedDeployment = Pick<Deployment, 'startedAtMs' | 'events' | 'state' | 'strategy'>

/**
 * The rollout as a Mermaid gantt chart: which percentage of the targets had the configuration when, as planned and as
 * it was, the bake time, and the end where it happened. Empty when there is nothing to see: an instant deployment, or
 * one whose times are not known. Nothing from outside is part of it, only numbers.
 *
 * Times are written, and shown, as UTC: the chart is told no time zone, so that none is applied.
 *
 * @param nowMs the service's time, up to which a deployment in progress is drawn
 * @param minuteMs how long one of AppConfig's minutes lasts: 60,000, and less for a simulator
 */
export function rolloutChart(deployment: ChartedDeployment, nowMs: number, minuteMs = MINUTE): string {
  const { startedAtMs, events, state, strategy } = deployment
  const endMs = rolloutEndMs(events, state, nowMs)
  if (startedAtMs === undefined || endMs === undefined || !isDrawable(strategy)) return ''
  const planned = plannedSpans(strategy, startedAtMs, minuteMs)
  const actual = actualSpans(events, startedAtMs, endMs)
  if (planned.length === 0 || actual.length === 0) return ''
  const reachMs = Math.max(endMs, planned.at(-1)?.toMs ?? endMs)
  const milestones = milestonesOf(deployment, endMs, reachMs + REVERT_REACH * (reachMs - startedAtMs))
  return gantt({
    rows: [
      { name: 'Planned', spans: planned },
      { name: 'Actual', spans: actual },
    ],
    milestones,
    startMs: startedAtMs,
    endMs: Math.max(reachMs, ...milestones.map(({ atMs }) => atMs)),
  })
}

function isDrawable({ durationMinutes, bakeMinutes }: StrategyNumbers): boolean {
  return [durationMinutes, bakeMinutes].every((minutes) => minutes >= 0 && minutes * MINUTE <= LONGEST)
}

/** The rollout as a strategy plans it, with the time since its start on the axis; empty for an instant one. */
export function plannedRolloutChart(strategy: StrategyNumbers): string {
  if (!isDrawable(strategy)) return ''
  const startMs = Date.UTC(2000, 0, 1)
  const spans = plannedSpans(strategy, startMs, MINUTE)
  const endMs = spans.at(-1)?.toMs ?? startMs
  const axisFormat = endMs - startMs <= DAY ? '%H:%M' : 'day %-d %H:%M'
  return gantt({ rows: [{ name: 'Planned', spans }], milestones: [], startMs, endMs, axisFormat })
}

function milestonesOf(
  { events, state, startedAtMs = 0 }: ChartedDeployment,
  endMs: number,
  reachMs: number,
): readonly Milestone[] {
  const reached = highestPercentage(events) ?? 0
  const after = (atMs: number) => `after ${durationText(atMs - startedAtMs)}`
  const at = (atMs: number) => `at ${share(reached)}, ${after(atMs)}`
  switch (state) {
    case 'COMPLETE':
      return [{ row: 'Complete', label: after(endMs), atMs: endMs, isBad: false }]
    case 'ROLLED_BACK':
      return [{ row: 'Rolled back', label: at(endMs), atMs: endMs, isBad: true }]
    case 'REVERTED': {
      const atMs = events.findLast(({ type }) => type === 'REVERT_COMPLETED')?.occurredAtMs
      return atMs === undefined || atMs > reachMs || atMs < startedAtMs
        ? []
        : [{ row: 'Reverted', label: after(atMs), atMs, isBad: true }]
    }
    case 'BAKING':
    case 'VALIDATING':
    case 'DEPLOYING':
    case 'ROLLING_BACK':
    case 'UNKNOWN':
      return [{ row: 'Last seen', label: at(endMs), atMs: endMs, isBad: false }]
  }
}

function gantt({ rows, milestones, startMs, endMs, axisFormat }: Chart): string {
  const lengthMs = endMs - startMs
  if (!(lengthMs > 0 && lengthMs <= LONGEST && startMs >= 0 && endMs < LAST_MS)) return ''
  const [tickMs, interval] = TICKS.find(([tick]) => lengthMs / tick <= MAX_TICKS) ?? [DAY, '1day']
  return [
    '```mermaid',
    '---',
    'displayMode: compact',
    'config:',
    '  gantt:',
    '    barHeight: 28',
    '    topPadding: 45',
    '    leftPadding: 90',
    '    rightPadding: 30',
    '    fontSize: 13',
    '    sectionFontSize: 14',
    '    numberSectionStyles: 2',
    '---',
    'gantt',
    '  accTitle: The rollout',
    '  accDescr: Percentage of the targets that had the configuration over time, planned and actual. The event log has it as text.',
    '  dateFormat YYYY-MM-DDTHH:mm:ss',
    `  axisFormat ${axisFormat ?? clockFormat(startMs, endMs, tickMs)}`,
    `  tickInterval ${interval}`,
    '  todayMarker off',
    ...rows.flatMap(({ name, spans }) => [
      `  section ${name}`,
      ...spanLines(spans, name === 'Planned', lengthMs, endMs),
    ]),
    ...milestones.flatMap(({ row, label, atMs, isBad }) => [
      `  section ${row}`,
      `  ${label} :${isBad ? 'crit, ' : ''}milestone, ${wallTime(atMs)}, 0s`,
    ]),
    '```',
  ].join('\n')
}

function spanLines(
  spans: readonly RolloutSpan[],
  isPlan: boolean,
  chartMs: number,
  endMs: number,
): readonly string[] {
  const joined = joinedSpans(spans, chartMs * LEAST_WIDTH, endMs)
  return joined.map((span, at) => spanLine(span, isPlan, at === joined.length - 1, chartMs))
}

function spanLine(span: RolloutSpan, isPlan: boolean, isLast: boolean, chartMs: number): string {
  const { fromMs, toMs, phase } = span
  const width = (toMs - fromMs) / chartMs
  const growth = width < LEAST_WIDTH && !isLast ? NO_LABEL : growthLabel(span)
  const label = phase === 'bake' ? bakeLabel(width) : growth
  const tag = isPlan ? 'done, ' : phase === 'growth' ? 'active, ' : ''
  return `  ${label} :${tag}${wallTime(fromMs)}, ${wallTime(toMs)}`
}

function growthLabel({ percentages: [first, last] }: RolloutSpan): string {
  return whole(first) === whole(last) ? share(first) : `${whole(first)}–${share(last)}`
}

/** A label that has no room would stand on top of its neighbour's. */
function bakeLabel(width: number): string {
  if (width >= 2 * LEAST_WIDTH) return 'bake time'
  return width >= LEAST_WIDTH ? 'bake' : NO_LABEL
}

function clockFormat(startMs: number, endMs: number, tickMs: number): string {
  if (tickMs >= DAY) return '%m-%d'
  if (tickMs < MINUTE) return '%H:%M:%S'
  return Math.floor(startMs / DAY) === Math.floor(endMs / DAY) || endMs - startMs <= DAY
    ? '%H:%M'
    : '%m-%d %H:%M'
}

function share(percentage: number): string {
  return `${whole(percentage)} %`
}

function whole(percentage: number): number {
  return Math.floor(Math.min(100, Math.max(0, percentage)))
}

function wallTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19)
}
