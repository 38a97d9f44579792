import type { IncomingHttpHeaders } from 'node:http'

const TOLERANCE_MS = 5 * 60_000

/**
 * What is wrong with the time of a request's signature, in AWS's words; `undefined` for one within five minutes of
 * the service's time, and for a request that says no time.
 *
 * @param now the service's time, in ms since the epoch
 */
export function signatureTimeProblem(headers: IncomingHttpHeaders, now: number): string | undefined {
  const stamp = headers['x-amz-date']
  if (typeof stamp !== 'string') return undefined
  const signedAt = instantOf(stamp)
  if (signedAt === undefined) return `Date must be in ISO-8601 'basic format'. Got '${stamp}'.`
  if (signedAt < now - TOLERANCE_MS) {
    const earliest = stampOf(now - TOLERANCE_MS)
    return `Signature expired: ${stamp} is now earlier than ${earliest} (${stampOf(now)} - 5 min.)`
  }
  if (signedAt <= now + TOLERANCE_MS) return undefined
  const latest = stampOf(now + TOLERANCE_MS)
  return `Signature not yet current: ${stamp} is still later than ${latest} (${stampOf(now)} + 5 min.)`
}

/** `20260101T000000Z` in ms since the epoch. */
function instantOf(stamp: string): number | undefined {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(stamp) ?? []
  if (second === undefined) return undefined
  const instant = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(instant) ? undefined : instant
}

const stampOf = (instant: number) => new Date(instant).toISOString().replaceAll(/[-:]|\.\d{3}/g, '')
