import type { ActionInvocation, DeploymentEvent } from '../deployment/deployment.js'
import { isFailed } from '../deployment/rollback-reason.js'
import { elapsedText, utcDate, utcTime } from './duration-text.js'
import { invocationText } from './log-lines.js'
import { markdownTable, tableRow } from './markdown-table.js'
import { outsideText, type SummaryLimits, utf8Bytes } from './summary-limits.js'

const DAY = 86_400_000
const FOLDED_ABOVE = 15
const SHOWN_INVOCATIONS = 10
// Room for the heading, the table's header and the count of what was left out.
const FRAME_BYTES = 1000
const HEADER = ['Time', 'Elapsed', 'Event', 'Triggered by', 'What it says']

interface EventLog {
  readonly events: readonly DeploymentEvent[]
  readonly startedAtMs?: number | undefined
}

/**
 * The event log (oldest first) as a table, each event with the calls of extension actions under it, in at most
 * `maxBytes` of UTF-8. Too long a log loses its middle: the end explains the verdict and gets two thirds of the
 * room, the start gets the rest. Only rows that are shown are rendered, so the cost is bounded too.
 */
export function eventLogSection(log: EventLog, maxBytes: number, limits: SummaryLimits): string {
  const { events } = log
  if (events.length === 0 || maxBytes < FRAME_BYTES) return ''
  const room = maxBytes - FRAME_BYTES
  const row = rowRenderer(log, rowLimits(limits, room))
  const end = rowsWithin(events.toReversed(), (room * 2) / 3, row)
  const rest = events.slice(0, events.length - end.rows.length)
  const start = rowsWithin(rest, room - end.bytes, row)
  const leftOut = rest.length - start.rows.length
  const gap = leftOut === 0 ? [] : [tableRow(['…', '', '', '', `_${eventCount(leftOut)} left out_`])]
  const table = [markdownTable(HEADER, []), ...start.rows, ...gap, ...end.rows.toReversed()].join('\n')
  return ['### Event log', ...dateLine(events), folded(table, events.length)].join('\n\n')
}

// One event must not take all the room: an escaped character has up to 12 bytes, a row up to 11 texts and 3 words.
function rowLimits({ textChars, rows }: SummaryLimits, room: number): SummaryLimits {
  return { textChars: Math.min(textChars, Math.max(24, Math.floor(room / 250))), rows }
}

function rowsWithin(
  events: readonly DeploymentEvent[],
  maxBytes: number,
  row: (event: DeploymentEvent) => string,
): { readonly rows: readonly string[]; readonly bytes: number } {
  const rows: string[] = []
  let bytes = 0
  for (const event of events) {
    const rendered = row(event)
    const size = utf8Bytes(rendered) + 1
    if (bytes + size > maxBytes) break
    bytes += size
    rows.push(rendered)
  }
  return { rows, bytes }
}

function rowRenderer(
  { events, startedAtMs }: EventLog,
  limits: SummaryLimits,
): (event: DeploymentEvent) => string {
  const zeroMs = startedAtMs ?? firstTime(events)
  const isTimeEnough = isOneDay(events)
  return ({ occurredAtMs, type, triggeredBy, description, invocations }) => {
    const time = occurredAtMs === undefined ? '' : utcTime(occurredAtMs)
    const date = occurredAtMs === undefined || isTimeEnough ? '' : `${utcDate(occurredAtMs) ?? ''} `
    const elapsed =
      occurredAtMs === undefined || zeroMs === undefined ? '' : elapsedText(occurredAtMs - zeroMs)
    const told = [outsideText(description, limits), ...invocationTexts(invocations, limits)]
    return tableRow([
      date + time,
      elapsed,
      outsideText(type, limits),
      outsideText(triggeredBy, limits),
      told.filter((text) => text !== '').join('<br>'),
    ])
  }
}

// Failures first: they are what a reader looks for, and what must not be left out.
function invocationTexts(invocations: readonly ActionInvocation[], limits: SummaryLimits): readonly string[] {
  const ordered = [
    ...invocations.filter(isFailed),
    ...invocations.filter((invocation) => !isFailed(invocation)),
  ]
  const texts = ordered
    .slice(0, SHOWN_INVOCATIONS)
    .map(
      (invocation) =>
        `↳ ${isFailed(invocation) ? '❌ ' : ''}${outsideText(invocationText(invocation), limits)}`,
    )
  const leftOut = ordered.length - texts.length
  return leftOut === 0 ? texts : [...texts, `↳ and ${leftOut} more`]
}

// Whether all events fell on one day. Numbers, because a date's text for each of 10,000 events takes its time.
function isOneDay(events: readonly DeploymentEvent[]): boolean {
  const days = events.flatMap(({ occurredAtMs }) => (occurredAtMs === undefined ? [] : [dayOf(occurredAtMs)]))
  return days.every((day) => day === days[0])
}

function dayOf(ms: number): number {
  return Math.floor(ms / DAY)
}

function firstTime(events: readonly DeploymentEvent[]): number | undefined {
  return events.find(({ occurredAtMs }) => occurredAtMs !== undefined)?.occurredAtMs
}

function dateLine(events: readonly DeploymentEvent[]): readonly string[] {
  const firstMs = firstTime(events)
  if (firstMs === undefined) return []
  const date = isOneDay(events) ? utcDate(firstMs) : undefined
  return [date === undefined ? 'Times in UTC' : `${date}, times in UTC`]
}

function folded(table: string, events: number): string {
  if (events <= FOLDED_ABOVE) return table
  return `<details><summary>${eventCount(events)}</summary>\n\n${table}\n\n</details>`
}

function eventCount(events: number): string {
  return events === 1 ? '1 event' : `${events} events`
}
