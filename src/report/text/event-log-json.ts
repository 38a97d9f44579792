import type { DeploymentEvent } from '../../deployment/deployment.js'

/** GitHub takes 1 MB of outputs from a job; the event log is one output of one step of it. */
const MAX_CHARACTERS = 256_000
const MAX_TEXT = 2_000

/**
 * The event log as JSON, oldest first, with AWS's own names. A log that is too long for an output is cut in the
 * middle, where an entry `{"LeftOut": count}` stands, since its beginning and its end tell the story.
 */
export function eventLogJson(events: readonly DeploymentEvent[], mostCharacters = MAX_CHARACTERS): string {
  let room = mostCharacters - 40
  const start: string[] = []
  const end: string[] = []
  // From both ends in turn, so that the cut is in the middle whatever the lengths of the entries; what does not fit is
  // not even rendered.
  for (let taken = 0; taken < events.length; taken++) {
    const side = taken % 2 === 0 ? start : end
    const event = side === start ? events[start.length] : events[events.length - 1 - end.length]
    const text = event === undefined ? '' : JSON.stringify(entry(event))
    if (text.length + 1 > room) break
    room -= text.length + 1
    side.push(text)
  }
  const leftOut = events.length - start.length - end.length
  const cut = leftOut > 0 ? [JSON.stringify({ LeftOut: leftOut })] : []
  return `[${[...start, ...cut, ...end.reverse()].join(',')}]`
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
  return text !== undefined && text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text
}
