import { type Parsed, parsed, quoted, rejected } from './parsed.js'

const SHAPE = /^(?:(\d{1,9})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?$/
/** A longer wait than any runner allows (self-hosted jobs end after 5 days) is a typing error. */
const MAX_MS = 7 * 24 * 3_600_000

/**
 * A duration in milliseconds from `90s`, `15m`, `2h` or `1h30m`.
 * A bare number has no unit and is refused rather than guessed at, and so is zero.
 */
export function parseDuration(text: string): Parsed<number> {
  const ms = durationMs(text)
  if (ms === undefined) {
    const meant = probablyMeant(text)
    const advice = meant === undefined ? '' : ` Did you mean ${meant}?`
    return rejected(`is ${quoted(text)}; it must be a duration such as 90s, 15m, 2h or 1h30m.${advice}`)
  }
  if (ms === 0 || ms > MAX_MS) {
    return rejected(`is ${quoted(text)}; it must be a duration of at least 1s and at most 168h.`)
  }
  return parsed(ms)
}

/** The milliseconds of a well-formed duration, however long; undefined for any other text. */
export function durationMs(text: string): number | undefined {
  const match = SHAPE.exec(text)
  if (match === null || text === '') return undefined
  const [hours = 0, minutes = 0, seconds = 0] = match
    .slice(1, 4)
    .map((digits: string | undefined) => Number(digits ?? 0))
  return ((hours * 60 + minutes) * 60 + seconds) * 1000
}

const UNITS: readonly (readonly [unit: RegExp, letter: string])[] = [
  [/^h(?:ours?|rs?)?$/, 'h'],
  [/^m(?:in(?:ute)?s?)?$/, 'm'],
  [/^s(?:ec(?:ond)?s?)?$/, 's'],
]
const PART = /^(\d{1,6}) ?([a-z]+)(?:,? ?(?:and )?|$)/

/** `10` as minutes, `10 minutes`, `1 h 30 min`, `5M`, `0:30:00`, `PT10M` and `1d`, as this action writes them. */
function probablyMeant(text: string): string | undefined {
  const lower = text.toLowerCase().trim().slice(0, 60)
  if (/^\d{1,4}$/.test(lower)) return valid(`${Number(lower)}m`)
  const clock = /^(\d{1,3}):(\d\d)(?::(\d\d))?$/.exec(lower)
  if (clock !== null) return valid(joined(Number(clock[1]), Number(clock[2]), Number(clock[3] ?? 0)))
  const days = /^(\d{1,2}) ?d(?:ays?)?$/.exec(lower)
  if (days !== null) return valid(`${Number(days[1]) * 24}h`)
  const decimal = /^(\d{1,3}\.\d{1,2}) ?(?:h(?:ours?)?|m(?:in(?:ute)?s?)?)$/.exec(lower)
  if (decimal !== null) {
    const seconds = Math.round(Number(decimal[1]) * (/\d ?h/.test(lower) ? 3600 : 60))
    return valid(joined(Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60))
  }
  return valid(partsOf(/^pt\d/.test(lower) ? lower.slice(2) : lower) ?? '')
}

function partsOf(text: string): string | undefined {
  let [rest, written] = [text, '']
  for (let part = PART.exec(rest); part !== null; part = PART.exec(rest)) {
    const [whole, number = '', unit = ''] = part
    const letter = UNITS.find(([name]) => name.test(unit))?.[1]
    if (letter === undefined) return undefined
    written += `${Number(number)}${letter}`
    rest = rest.slice(whole.length)
  }
  return rest === '' ? written : undefined
}

function joined(hours: number, minutes: number, seconds: number): string {
  return [
    hours > 0 ? `${hours}h` : '',
    minutes > 0 ? `${minutes}m` : '',
    seconds > 0 ? `${seconds}s` : '',
  ].join('')
}

function valid(text: string): string | undefined {
  const ms = durationMs(text)
  return ms === undefined || ms === 0 || ms > MAX_MS ? undefined : text
}
