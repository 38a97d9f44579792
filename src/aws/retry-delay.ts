/**
 * How long to wait before a change is tried again, in milliseconds: half a second, doubling up to a limit.
 * @param attempt the try that failed, from 1
 */
export function retryDelayMs(attempt: number, mostMs = 4000): number {
  return Math.min(mostMs, 500 * 2 ** (attempt - 1))
}
