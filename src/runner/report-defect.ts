import type { Log } from './log.js'

const REPORT_HERE = 'https://github.com/appconfig-deploy/appconfig-deploy/issues'
const MAX_CAUSES = 5

/**
 * Reports a defect of the action: a warning that names it as one, and the stack with its causes for a run with debug
 * logging.
 * @param what what did not happen because of it, as the beginning of a sentence
 */
export function reportDefect(log: Pick<Log, 'warning' | 'debug'>, what: string, error: unknown): void {
  log.warning(
    `${what}: internal error in AppConfig Deploy (${nameOf(error)}).\nThe AppConfig deployment is not affected. Run again with debug logging, and report the stack at ${REPORT_HERE}`,
  )
  for (const line of stackOf(error).split('\n')) log.debug(line)
}

/** The stack of an error, then those of its causes. */
export function stackOf(error: unknown): string {
  const stacks: string[] = []
  let cause = error
  while (cause !== undefined && stacks.length <= MAX_CAUSES) {
    stacks.push(cause instanceof Error ? (cause.stack ?? cause.message) : `a thrown ${typeof cause}`)
    cause = cause instanceof Error ? cause.cause : undefined
  }
  return stacks.join('\nCaused by: ')
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error
}
