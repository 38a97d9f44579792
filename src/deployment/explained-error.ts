/**
 * An error whose message is written for people: it says what happened, to which resource, and what to do. Any other
 * error that reaches the end of a run is a defect of the action, and is reported with its stack in the debug log.
 */
export class ExplainedError extends Error {
  override readonly name: string = 'ExplainedError'
}
