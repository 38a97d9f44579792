import type { Aws } from './client.js'
import { type FailureKind, failureKind } from './failure.js'

/** When a request that failed is sent again, as data: which failures, how often, and after which pauses. */
export interface RetryPolicy {
  readonly retries: readonly FailureKind[]
  /** The first attempt counts; Infinity where the caller's time limit ends the attempts. */
  readonly maxAttempts: number
  /** The pause after the first attempt, in milliseconds; each further pause is twice as long. */
  readonly firstDelayMs: number
  readonly maxDelayMs: number
}

/** The same request may succeed a little later. */
const TRANSIENT: readonly FailureKind[] = ['throttled', 'token-unavailable', 'server-error', 'network']

/** Every policy of the action. Who changes one sees the others. */
export const RETRY = {
  /** Reads, which the SDK repeats by itself. */
  read: { retries: TRANSIENT, maxAttempts: 4, firstDelayMs: 100, maxDelayMs: 20_000 },
  /** A change, sent again once it is known that the last attempt did nothing. */
  change: { retries: TRANSIENT, maxAttempts: 5, firstDelayMs: 500, maxDelayMs: 4_000 },
  /** A publication whose number another run may have taken. */
  publication: {
    retries: [...TRANSIENT, 'conflict'],
    maxAttempts: 5,
    firstDelayMs: 500,
    maxDelayMs: 4_000,
  },
  /** An association of a resource or extension version that AppConfig may not show everywhere yet. */
  association: {
    retries: [...TRANSIENT, 'not-found'],
    maxAttempts: 5,
    firstDelayMs: 500,
    maxDelayMs: 4_000,
  },
  /** StartDeployment: a conflict may be over a moment later. */
  start: { retries: [...TRANSIENT, 'conflict'], maxAttempts: 6, firstDelayMs: 500, maxDelayMs: 8_000 },
  /** A start whose answer was lost: the deployment may not be listed yet. */
  unseenStart: { retries: [], maxAttempts: 4, firstDelayMs: 300, maxDelayMs: 1_000 },
  /** A stop or revert and the polls that confirm it, until the caller's time limit. */
  stop: { retries: TRANSIENT, maxAttempts: Infinity, firstDelayMs: 100, maxDelayMs: 1_000 },
  /** DeleteEnvironment: what was removed below the environment may count for a moment. */
  removal: {
    retries: [...TRANSIENT, 'conflict', 'bad-request'],
    maxAttempts: 8,
    firstDelayMs: 500,
    maxDelayMs: 4_000,
  },
} as const satisfies Readonly<Record<string, RetryPolicy>>

/** Whether the same request may succeed a little later. */
export function isTransient(kind: FailureKind): boolean {
  return kind === 'aborted' || TRANSIENT.includes(kind)
}

/** The pause after an attempt, in milliseconds. @param attempt which attempt failed, from 1 */
export function retryDelayMs({ firstDelayMs, maxDelayMs }: RetryPolicy, attempt: number): number {
  return Math.min(maxDelayMs, firstDelayMs * 2 ** (attempt - 1))
}

/** Whether the policy allows another attempt after this failure. @param attempt which attempt failed, from 1 */
export function mayRetry(policy: RetryPolicy, error: unknown, attempt: number): boolean {
  const kind = failureKind(error)
  return kind !== undefined && attempt < policy.maxAttempts && policy.retries.includes(kind)
}

/**
 * Waits before the next attempt.
 * @param attempt which attempt failed, from 1
 * @throws the error of the attempt where the policy allows no other; the signal's reason once it is aborted
 */
export async function pauseBeforeRetry(
  { clock, signal }: Aws,
  policy: RetryPolicy,
  attempt: number,
  error: unknown,
): Promise<void> {
  if (!mayRetry(policy, error, attempt)) throw error
  await clock.sleep(retryDelayMs(policy, attempt), signal)
  signal.throwIfAborted()
}

/**
 * Waits before the next attempt at what did not fail, and has not come yet.
 * @returns whether the policy allows another attempt, and the signal is not aborted
 */
export async function pauseBeforeNext(
  { clock, signal }: Aws,
  policy: RetryPolicy,
  attempt: number,
): Promise<boolean> {
  if (attempt >= policy.maxAttempts) return false
  await clock.sleep(retryDelayMs(policy, attempt), signal)
  return !signal.aborted
}
