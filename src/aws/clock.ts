import { MINUTE_MS } from '../deployment/deployment.js'
import { setTimeout as wait } from 'node:timers/promises'
import { InputError } from '../inputs/input-error.js'
import { parseDuration } from '../inputs/values/duration.js'

/** The time, as everything that waits is given it. */
export interface Clock {
  /** The runner's time in milliseconds since the epoch. It never jumps, even if the machine's clock is set. */
  readonly nowMs: () => number
  /** Waits; ends at once, and quietly, when the signal is or becomes aborted. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** How long one of AppConfig's minutes lasts, in milliseconds: 60,000, and less against a fast simulator. */
  readonly minuteMs: number
}

/**
 * The clock of this process. `APPCONFIG_DEPLOY_MINUTE` (a duration such as 1s) tells that the AppConfig on the other
 * side is a simulator whose minutes are shorter.
 * @throws InputError when the variable is not a duration
 */
export function systemClock(env: Readonly<Record<string, string | undefined>>): Clock {
  return {
    nowMs: () => performance.timeOrigin + performance.now(),
    sleep: async (ms, signal) => {
      await wait(ms, undefined, { signal }).catch((error: unknown) => {
        if (!signal.aborted) throw error
      })
    },
    minuteMs: minuteMs(env['APPCONFIG_DEPLOY_MINUTE']),
  }
}

function minuteMs(text: string | undefined): number {
  if (text === undefined || text === '') return MINUTE_MS
  const milliseconds = /^([1-9]\d*)ms$/.exec(text)?.[1]
  if (milliseconds !== undefined) return Number(milliseconds)
  const duration = parseDuration(text)
  if (duration.ok) return duration.value
  throw new InputError(duration.problems.map((problem) => `APPCONFIG_DEPLOY_MINUTE ${problem}, or 500ms`))
}
