/**
 * What is known of the difference between the service's clock and the runner's, in milliseconds: it lies between
 * the two bounds. Nothing is known before the first answer.
 */
export interface ServiceTime {
  readonly earliestOffsetMs: number
  readonly latestOffsetMs: number
}

/** One answer: when the request left and the answer came by the runner's clock, and the answer's Date header. */
export interface DatedAnswer {
  readonly sentAtMs: number
  readonly receivedAtMs: number
  readonly dateMs: number
}

/** A Date header has whole seconds (RFC 9110): the service's time lay within the second that follows it. */
const DATE_RESOLUTION_MS = 1000

/**
 * Narrows the difference down with one more answer. An answer that contradicts what was known means that a clock
 * was set, and starts anew.
 */
export function observed(known: ServiceTime | undefined, answer: DatedAnswer): ServiceTime {
  const bounds: ServiceTime = {
    earliestOffsetMs: answer.dateMs - answer.receivedAtMs,
    latestOffsetMs: answer.dateMs + DATE_RESOLUTION_MS - answer.sentAtMs,
  }
  if (known === undefined) return bounds
  const narrowed: ServiceTime = {
    earliestOffsetMs: Math.max(known.earliestOffsetMs, bounds.earliestOffsetMs),
    latestOffsetMs: Math.min(known.latestOffsetMs, bounds.latestOffsetMs),
  }
  return narrowed.earliestOffsetMs <= narrowed.latestOffsetMs ? narrowed : bounds
}

/** The service's time at a moment of the runner's clock; the runner's own while nothing is known. */
export function serviceTimeMs(known: ServiceTime | undefined, runnerMs: number): number {
  return known === undefined ? runnerMs : runnerMs + (known.earliestOffsetMs + known.latestOffsetMs) / 2
}
