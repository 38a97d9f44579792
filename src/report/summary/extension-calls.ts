import type { ActionInvocation, Deployment } from '../../deployment/deployment.js'
import { isFailed } from '../../deployment/rollback-reason.js'
import { elapsedText } from '../text/duration-text.js'
import { markdownTable } from '../text/markdown.js'
import { outsideCode, outsideText, type SummaryLimits, withinRows } from './limits.js'

/** Calls that are alike but for their time. */
interface AlikeCalls {
  readonly invocation: ActionInvocation
  /** Of the event that reports them: it tells the action point. */
  readonly eventType: string
  count: number
  readonly firstAtMs?: number | undefined
  lastAtMs?: number | undefined
}

/**
 * The calls of extension actions that the event log reports, as a table: failed ones first, alike ones in one row. Each
 * part is Markdown; none when there was no call.
 */
export function extensionCalls(deployment: Deployment | undefined, limits: SummaryLimits): readonly string[] {
  if (deployment === undefined) return []
  const calls = alikeCalls(deployment)
  if (calls.length === 0) return []
  const { shown, leftOut } = withinRows(failedFirst(calls), limits)
  const rows = shown.map((call) => callRow(call, deployment.startedAtMs, limits))
  const more = leftOut === 0 ? [] : [[`… and ${leftOut} more`, '', '']]
  return [markdownTable(['Called', 'When', 'Result'], [...rows, ...more])]
}

function alikeCalls({ events }: Deployment): readonly AlikeCalls[] {
  const calls = new Map<string, AlikeCalls>()
  for (const { type, invocations, occurredAtMs } of events) {
    for (const invocation of invocations) {
      const { extensionIdentifier, actionName, uri, errorCode, errorMessage } = invocation
      const key = [type, extensionIdentifier, actionName, uri, errorCode, errorMessage].join('\0')
      const call = calls.get(key)
      if (call === undefined)
        calls.set(key, {
          invocation,
          eventType: type,
          count: 1,
          firstAtMs: occurredAtMs,
          lastAtMs: occurredAtMs,
        })
      else {
        call.count += 1
        call.lastAtMs = occurredAtMs
      }
    }
  }
  return [...calls.values()]
}

function failedFirst(calls: readonly AlikeCalls[]): readonly AlikeCalls[] {
  return [
    ...calls.filter(({ invocation }) => isFailed(invocation)),
    ...calls.filter(({ invocation }) => !isFailed(invocation)),
  ]
}

function callRow(
  { invocation, eventType, count, firstAtMs, lastAtMs }: AlikeCalls,
  startedAtMs: number | undefined,
  limits: SummaryLimits,
): readonly string[] {
  const { actionName = 'an action', extensionIdentifier = 'an extension' } = invocation
  const after = (ms: number | undefined) =>
    ms === undefined || startedAtMs === undefined ? '' : elapsedText(ms - startedAtMs)
  const times = count === 1 ? after(firstAtMs) : `${count} times, ${after(firstAtMs)} … ${after(lastAtMs)}`
  return [
    `${outsideText(actionName, limits)} of ${outsideText(extensionIdentifier, limits)}`,
    `${times}<br>${outsideText(eventType, limits)}`,
    resultText(invocation, limits),
  ]
}

function resultText(invocation: ActionInvocation, limits: SummaryLimits): string {
  if (!isFailed(invocation)) return '✅ called'
  const { errorCode, errorMessage, uri, invocationId } = invocation
  const error = [errorCode, errorMessage].filter(Boolean).join(': ')
  const where = [uri, invocationId].flatMap((id) =>
    id === undefined || id === '' ? [] : [outsideCode(id, limits)],
  )
  return [`❌ ${outsideText(error, limits)}`, ...where].join('<br>')
}
