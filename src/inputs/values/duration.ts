import { type Parsed, parsed, quoted, rejected } from './parsed.js'

const SHAPE = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/
/** A longer wait than any runner allows (self-hosted jobs end after 5 days) is a typing error. */
const MAX_MS = 7 * 24 * 3_600_000

/**
 * A duration in milliseconds from `90s`, `15m`, `2h` or `1h30m`.
 * A bare number has no unit and is refused rather than guessed at, and so is zero.
 */
export function parseDuration(text: string): Parsed<number> {
  const match = SHAPE.exec(text)
  if (match === null || text === '') {
    return rejected(`is ${quoted(text)}; it takes a duration such as 90s, 15m, 2h or 1h30m`)
  }
  const [hours, minutes, seconds] = [match[1], match[2], match[3]].map((digits) => Number(digits ?? 0))
  const ms = (((hours ?? 0) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000
  if (ms === 0 || ms > MAX_MS) {
    return rejected(`is ${quoted(text)}; it takes a duration of at least 1s and at most 168h`)
  }
  return parsed(ms)
}
