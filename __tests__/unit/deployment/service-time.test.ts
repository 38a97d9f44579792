import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { observed, type ServiceTime, serviceTimeMs } from '../../../src/deployment/service-time.js'

/** An answer of a service whose clock is ahead by `offsetMs`, and which read it half-way. */
const answer = (sentAtMs: number, tripMs: number, offsetMs: number) => {
  const serviceMs = sentAtMs + tripMs / 2 + offsetMs
  return { sentAtMs, receivedAtMs: sentAtMs + tripMs, dateMs: Math.floor(serviceMs / 1000) * 1000 }
}

describe("the service's time", () => {
  test("is the runner's while nothing is known", () => {
    expect(serviceTimeMs(undefined, 42)).toBe(42)
  })

  test('is found within the second of the Date header and the trip, however wrong the clock of the runner is', () => {
    const seconds = fc.integer({ min: -7200, max: 7200 })
    fc.assert(
      fc.property(
        seconds,
        fc.array(fc.tuple(fc.nat(1e6), fc.nat(800)), { minLength: 1, maxLength: 9 }),
        (offset, trips) => {
          let known: ServiceTime | undefined
          for (const [sentAtMs, tripMs] of trips)
            known = observed(known, answer(1e9 + sentAtMs, tripMs, offset * 1000 + 17))
          const errorMs = Math.abs(serviceTimeMs(known, 1e9) - (1e9 + offset * 1000 + 17))
          expect(errorMs).toBeLessThanOrEqual(500 + 400)
        },
      ),
    )
  })

  test('starts anew when a clock was set', () => {
    const known = observed(observed(undefined, answer(1e9, 10, 0)), answer(1e9 + 5000, 10, 3_600_000))
    expect(Math.abs(serviceTimeMs(known, 1e9) - (1e9 + 3_600_000))).toBeLessThan(1000)
  })
})
