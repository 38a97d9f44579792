import type { DeploymentEvent } from '../deployment/deployment.js'

/** GitHub takes 1 MB of outputs from a job; the event log is one output of one step of it. */
const MOST_CHARACTERS = 256_000
const LONGEST_TEXT = 2_000

/**
 * The event log as JSON, oldest first, with AWS's own names. A log that is too long for an output is cut in the
 * middle, where an entry `{"LeftOut": count}` stands, since its beginning and its end tell the story.
 */
export function eventLogJson(events: readonly DeploymentEvent[], mostCharacters = MOST_CHARACTERS): string {
  const entries = events.map((event) => JSON.stringify(entry(event)))
  let room = mostCharacters - 40
  let first = 0
  let last = entries.length
  // From both ends in turn, so that the cut is in the middle whatever the lengths of the entries.
  for (let fromStart = true; first < last; fromStart = !fromStart) {
    const length = (entries[fromStart ? first : last - 1]?.length ?? 0) + 1
    if (length > room) break
    room -= length
    if (fromStart) first += 1
    else last -= 1
  }
  const cut = first < last ? [JSON.stringify({ LeftOut: last - first })] : []
  return `[${[...entries.slice(0, first), ...cut, ...entries.slice(last)].join(',')}]`
}

function entry(event: DeploymentEvent): unknown {
  return {
    EventType: event.type,
    TriggeredBy: event.triggeredBy,
    Description: short(event.description),
    OccurredAt: event.occurredAtMs === undefined ? undefined : new Date(event.occurredAtMs).toISOString(),
    ActionInvocations: event.invocations.map((invocation) => ({
      ExtensionIdentifier: invocation.extensionIdentifier,
      ActionName: invocation.actionName,
      Uri: invocation.uri,
      RoleArn: invocation.roleArn,
      ErrorCode: invocation.errorCode,
      ErrorMessage: short(invocation.errorMessage),
      InvocationId: invocation.invocationId,
    })),
  }
}

function short<Text extends string | undefined>(text: Text): Text | string {
  return text !== undefined && text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text
}
