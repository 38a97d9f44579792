import type { GithubFailure } from './failure.js'

/** How long a request to GitHub may take, and when it is sent again. */
export interface RequestPolicy {
  /** GitHub answers in well under a second; a request that takes this long is lost. */
  readonly timeoutMs: number
  /** While the runner waits for a cancelled step to end, there is no time for more. */
  readonly cancelledTimeoutMs: number
  readonly maxAttempts: number
  readonly pauseMs: number
}

export const REQUEST_POLICY: RequestPolicy = {
  timeoutMs: 5_000,
  cancelledTimeoutMs: 1_500,
  maxAttempts: 2,
  pauseMs: 500,
}

/** Marks a request that creates something: whoever sends it decides what comes after a lost answer. */
export const ONE_ATTEMPT = { attempts: 1 } as const

/**
 * Whether a request is sent again after a failure: only when no answer or a server error came, and not after a timeout,
 * because a server that took all the time for nothing is not waited for twice.
 * @param attempt the number of the attempt that failed, from 1
 */
export function mayRetry({ kind, timedOut }: GithubFailure, attempt: number, policy: RequestPolicy): boolean {
  return kind === 'unavailable' && !timedOut && attempt < policy.maxAttempts
}

/** The time limit of one request. */
export interface RequestLimit {
  readonly signal: AbortSignal
  /** Rejects when the time is over. */
  readonly reached: Promise<never>
  /** Releases the timers. */
  readonly end: () => void
}

/**
 * Limits the time of one request from now on.
 * @param cancel shortens the time, also when it is aborted while the request is in progress
 * @param closing ends the request at once
 */
export function requestLimit(cancel: AbortSignal, closing: AbortSignal, policy: RequestPolicy): RequestLimit {
  const controller = new AbortController()
  const abort = () => {
    controller.abort()
  }
  const timers = [setTimeout(abort, cancel.aborted ? policy.cancelledTimeoutMs : policy.timeoutMs)]
  const hurry = () => timers.push(setTimeout(abort, policy.cancelledTimeoutMs))
  cancel.addEventListener('abort', hurry)
  if (closing.aborted) abort()
  closing.addEventListener('abort', abort)
  const reached = new Promise<never>((_, reject) => {
    const end = () => {
      reject(new Error('GitHub did not answer in time'))
    }
    if (controller.signal.aborted) end()
    controller.signal.addEventListener('abort', end)
  })
  // The request may have ended before, and then nobody waits for this.
  reached.catch(() => undefined)
  const end = () => {
    for (const timer of timers) clearTimeout(timer)
    cancel.removeEventListener('abort', hurry)
    closing.removeEventListener('abort', abort)
  }
  return { signal: controller.signal, reached, end }
}
