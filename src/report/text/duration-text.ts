const SECOND = 1000
const MAX_TIME_MS = 8.64e15

/** A length of time in words, two units at most, rounded down: `45 s`, `7 min 30 s`, `2 h 5 min`, `1 d 2 h`. */
export function durationText(ms: number): string {
  const seconds = wholeSeconds(ms)
  const minutes = Math.floor(seconds / 60)
  const hours = Math.floor(minutes / 60)
  if (minutes === 0) return `${seconds} s`
  if (hours === 0) return pair(minutes, 'min', seconds % 60, 's')
  if (hours < 24) return pair(hours, 'h', minutes % 60, 'min')
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h')
}

/** A moment (milliseconds since the epoch) as `2026-11-22 02:22:31 UTC`; `unknown time` for no moment. */
export function utcText(ms: number): string {
  const date = utcDate(ms)
  return date === undefined ? 'unknown time' : `${date} ${utcTime(ms)} UTC`
}

/** The day of a moment (milliseconds since the epoch): `2026-11-22`; undefined for no moment. */
export function utcDate(ms: number): string | undefined {
  return isoText(ms)?.split('T')[0]
}

/** The time of day of a moment (milliseconds since the epoch): `02:22:31`; `--:--:--` for no moment. */
export function utcTime(ms: number): string {
  return isoText(ms)?.split('T')[1]?.slice(0, 8) ?? '--:--:--'
}

/** Time since a start (milliseconds) as a clock shows it: `+0:05`, `+7:30`, `+1:02:05`. Never negative. */
export function elapsedText(ms: number): string {
  const seconds = wholeSeconds(ms)
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  const clock = [hours > 0 ? twoDigits(minutes) : String(minutes), twoDigits(seconds % 60)]
  return `+${[...(hours > 0 ? [String(hours)] : []), ...clock].join(':')}`
}

// The runner's and the service's clocks differ, so a difference may come out negative.
function wholeSeconds(ms: number): number {
  return Number.isFinite(ms) ? Math.max(0, Math.floor(ms / SECOND)) : 0
}

function pair(major: number, majorUnit: string, minor: number, minorUnit: string): string {
  return minor === 0 ? `${major} ${majorUnit}` : `${major} ${majorUnit} ${minor} ${minorUnit}`
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0')
}

function isoText(ms: number): string | undefined {
  return Math.abs(ms) <= MAX_TIME_MS ? new Date(ms).toISOString() : undefined
}
