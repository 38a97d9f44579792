import type { ActionInvocation, DeploymentEvent } from './deployment.js'

/** Something in the event log that was not there at the last look. */
export type NewEvent =
  | { readonly kind: 'event'; readonly event: DeploymentEvent }
  | { readonly kind: 'invocation'; readonly event: DeploymentEvent; readonly invocation: ActionInvocation }

/**
 * What an event log (oldest first) holds beyond an earlier look, oldest first: each event once, also when several
 * share a timestamp or are alike to the letter, and invocations that joined an event already told. Alike events
 * are counted, so the answer does not depend on positions: a log that lost or reordered entries repeats none.
 */
export function newEvents(
  told: readonly DeploymentEvent[],
  eventLog: readonly DeploymentEvent[],
): readonly NewEvent[] {
  const toldByKey = new Map<string, DeploymentEvent[]>()
  for (const event of told) {
    const alike = toldByKey.get(eventKey(event))
    if (alike === undefined) toldByKey.set(eventKey(event), [event])
    else alike.push(event)
  }
  return eventLog.flatMap((event): readonly NewEvent[] => {
    const before = toldByKey.get(eventKey(event))?.shift()
    if (before === undefined) return [{ kind: 'event', event }]
    const known = new Set(before.invocations.map(invocationKey))
    return event.invocations
      .filter((invocation) => !known.has(invocationKey(invocation)))
      .map((invocation) => ({ kind: 'invocation', event, invocation }))
  })
}

/**
 * The log with everything that was ever told, oldest first: events of an earlier look that a later answer left
 * out are kept, so that nothing told is missing from the evidence.
 */
export function mergedEventLog(
  told: readonly DeploymentEvent[],
  eventLog: readonly DeploymentEvent[],
): readonly DeploymentEvent[] {
  const present = new Map<string, number>()
  for (const event of eventLog) present.set(eventKey(event), (present.get(eventKey(event)) ?? 0) + 1)
  const lost = told.filter((event) => {
    const left = present.get(eventKey(event)) ?? 0
    present.set(eventKey(event), left - 1)
    return left <= 0
  })
  return lost.length === 0 ? eventLog : oldestFirst([...lost, ...eventLog])
}

/** Sorts by time, keeping the given order where times are equal or unknown. */
function oldestFirst(events: readonly DeploymentEvent[]): readonly DeploymentEvent[] {
  return [...events].sort((a, b) =>
    a.occurredAtMs === undefined || b.occurredAtMs === undefined ? 0 : a.occurredAtMs - b.occurredAtMs,
  )
}

function eventKey(event: DeploymentEvent): string {
  return JSON.stringify([event.occurredAtMs, event.type, event.triggeredBy, event.description])
}

function invocationKey(invocation: ActionInvocation): string {
  return JSON.stringify([
    invocation.invocationId,
    invocation.extensionIdentifier,
    invocation.actionName,
    invocation.uri,
    invocation.errorCode,
    invocation.errorMessage,
  ])
}
