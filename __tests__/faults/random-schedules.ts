import fc from 'fast-check'
import { FAULTS, type Place, type Schedule } from './schedule.js'

/**
 * Runs to which several things happen: two to five faults, each met up to three times, at any of the places, in half
 * of the runs with a kill on top. The same seed gives the same schedules.
 */
export function randomSchedules(places: readonly Place[], count: number, seed: number): readonly Schedule[] {
  const place = fc.constantFrom(...places)
  const fault = fc
    .tuple(place, fc.constantFrom(...FAULTS), fc.integer({ min: 1, max: 3 }))
    .map(([at, kind, times]) => ({ ...at, ...kind, times: kind.fault.startsWith('hang') ? 1 : times }))
  const kill = fc.record({
    at: place,
    moment: fc.constantFrom('received' as const, 'done' as const),
    signal: fc.constantFrom('SIGINT' as const, 'SIGKILL' as const),
  })
  const schedule = fc.record({
    end: fc.constantFrom('complete' as const, 'cancel' as const),
    onCancel: fc.constantFrom('stop' as const, 'stop' as const, 'leave' as const),
    faults: fc.array(fault, { minLength: 2, maxLength: 5 }),
    killed: fc.option(kill),
  })
  return fc.sample(schedule, { numRuns: count, seed }).map(({ killed, ...rest }, index) => ({
    ...rest,
    name: `random ${String(index)} of seed ${String(seed)}`,
    ...(killed === null ? {} : { kill: { ...killed.at, moment: killed.moment, signal: killed.signal } }),
  }))
}
