import type {
  ActionInvocation,
  Deployment,
  DeploymentEvent,
  DeploymentState,
} from '../../deployment/deployment.js'
import { isFailed } from '../../deployment/rollback-reason.js'
import { elapsedText, utcDate, utcTime } from '../text/duration-text.js'
import { markdownTable, tableRow } from '../text/markdown.js'
import { outsideText, type SummaryLimits, utf8Bytes, withinRows } from './limits.js'

const DAY = 86_400_000
const FOLDED_ABOVE = 15
const SHOWN_CALLS = 10
const LAST_EVENTS = 5
// Room for the heading, the table's header and the count of what was left out.
const FRAME_BYTES = 1000
const HEADER = ['UTC', 'After', 'Event', 'By', 'What it says']

/**
 * The event log (oldest first) as a table, each event with the failed calls of extension actions under it, in at most
 * `maxBytes` of UTF-8. Long logs fold; of a deployment that was taken back, the last events stand before the fold. Too
 * long a log loses its middle: the end explains the verdict and gets two thirds of the room, the start gets the rest.
 * Only rows that are shown are rendered, so the cost is bounded too.
 */
export function eventLogSection(log: EventLog, maxBytes: number, limits: SummaryLimits): string {
  const { events } = log
  if (events.length === 0 || maxBytes < FRAME_BYTES) return ''
  const isFolded = events.length > FOLDED_ABOVE
  const frame = maxBytes - FRAME_BYTES
  const row = rowRenderer(log, rowLimits(limits, frame))
  const newestFirst = events.toReversed()
  const told = isFolded && isRolledBack(log.state) ? newestFirst.slice(0, LAST_EVENTS) : []
  const last = rowsWithin(told, frame / 4, row)
  const room = frame - last.bytes
  const end = rowsWithin(newestFirst, (room * 2) / 3, row)
  const rest = events.slice(0, events.length - end.rows.length)
  const start = rowsWithin(rest, room - end.bytes, row)
  const leftOut = rest.length - start.rows.length
  const gap = leftOut === 0 ? [] : [tableRow(['…', '', '', '', `_${eventCount(leftOut)} left out_`])]
  const all = table([...start.rows, ...gap, ...end.rows.toReversed()])
  return [
    '### Event log',
    ...(last.rows.length === 0 ? [] : [table(last.rows.toReversed())]),
    isFolded ? `<details><summary>All ${eventCount(events.length)}</summary>\n\n${all}\n\n</details>` : all,
  ].join('\n\n')
}

type EventLog = Pick<Deployment, 'events' | 'state'> & { readonly startedAtMs?: number | undefined }

function isRolledBack(state: DeploymentState): boolean {
  return state === 'ROLLING_BACK' || state === 'ROLLED_BACK' || state === 'REVERTED'
}

function table(rows: readonly string[]): string {
  return [markdownTable(HEADER, []), ...rows].join('\n')
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
    const date = occurredAtMs === undefined || isTimeEnough ? '' : `${monthAndDay(occurredAtMs)}&nbsp;`
    const elapsed =
      occurredAtMs === undefined || zeroMs === undefined ? '' : elapsedText(occurredAtMs - zeroMs)
    const told = [outsideText(description, limits), ...failedCalls(invocations, limits)]
    return tableRow([
      date + time,
      elapsed,
      outsideText(type, limits),
      outsideText(triggeredBy, limits),
      told.filter((text) => text !== '').join('<br>'),
    ])
  }
}

// Only by name: what they answered stands in the table of the extensions' calls.
function failedCalls(invocations: readonly ActionInvocation[], limits: SummaryLimits): readonly string[] {
  const { shown, leftOut } = withinRows(invocations.filter(isFailed), { ...limits, rows: SHOWN_CALLS })
  const texts = shown.map(({ actionName, extensionIdentifier }) => {
    const call = `${actionName ?? 'an action'} of ${extensionIdentifier ?? 'an extension'}`
    return `❌ ${outsideText(call, limits)} failed`
  })
  return leftOut === 0 ? texts : [...texts, `❌ and ${leftOut} more`]
}

// Whether all events fell on one day. Numbers, because a date's text for each of 10,000 events takes its time.
function isOneDay(events: readonly DeploymentEvent[]): boolean {
  const days = events.flatMap(({ occurredAtMs }) => (occurredAtMs === undefined ? [] : [dayOf(occurredAtMs)]))
  return days.every((day) => day === days[0])
}

function dayOf(ms: number): number {
  return Math.floor(ms / DAY)
}

/** The year stands in the table of facts. */
function monthAndDay(ms: number): string {
  return utcDate(ms)?.slice(-5) ?? ''
}

function firstTime(events: readonly DeploymentEvent[]): number | undefined {
  return events.find(({ occurredAtMs }) => occurredAtMs !== undefined)?.occurredAtMs
}

function eventCount(events: number): string {
  return events === 1 ? '1 event' : `${events} events`
}
