/**
 * An error whose message is written for people: it says what happened, to which resource, and what to do. Any other
 * error that reaches the end of a run is a defect of the action, and is reported with its stack in the debug log.
 */
export class ExplainedError extends Error {
  override readonly name: string = 'ExplainedError'
}

/** What was thrown, in words: the message of an error, or whatever it is as a text. Untrusted. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
