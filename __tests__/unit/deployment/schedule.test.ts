import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { delayToNextLookMs, type WatchedSoFar } from '../../../src/deployment/schedule.js'

const START = 1_000_000
const MINUTE = 60_000
const watched = (facts: Partial<WatchedSoFar> = {}): WatchedSoFar => ({
  strategy: { durationMinutes: 10, bakeMinutes: 5, growthType: 'LINEAR', growthFactor: 20 },
  state: 'DEPLOYING',
  startedAtMs: START,
  nowMs: START,
  minuteMs: MINUTE,
  failedLooks: 0,
  timeLeftMs: 3_600_000,
  ...facts,
})

describe('the delay to the next look', () => {
  test.each<[string, Partial<WatchedSoFar>, number]>([
    ['at the start', {}, 5_000],
    ['in the middle of the rollout', { nowMs: START + 5 * MINUTE }, 5_000],
    ['just before the end of the rollout', { nowMs: START + 10 * MINUTE - 3_000 }, 3_000],
    ['at the end of the rollout', { nowMs: START + 10 * MINUTE }, 1_000],
    ['while the end of the rollout is late', { nowMs: START + 10 * MINUTE + 9_000 }, 1_000],
    ['when the end of the rollout is very late', { nowMs: START + 11 * MINUTE }, 6_600],
    [
      'in the bake time',
      { state: 'BAKING', bakeStartedAtMs: START + 10 * MINUTE, nowMs: START + 12 * MINUTE },
      7_200,
    ],
    [
      'at the end of a late bake time',
      { state: 'BAKING', bakeStartedAtMs: START + 11 * MINUTE, nowMs: START + 16 * MINUTE - 500 },
      1_000,
    ],
    [
      'at the end of a bake time without its event',
      { state: 'BAKING', nowMs: START + 15 * MINUTE + 1_000 },
      1_000,
    ],
    ['while it rolls back', { state: 'ROLLING_BACK', nowMs: START + MINUTE }, 1_000],
    [
      'in a long deployment',
      {
        strategy: { durationMinutes: 1440, bakeMinutes: 60, growthType: 'LINEAR', growthFactor: 10 },
        nowMs: START + 600 * MINUTE,
      },
      30_000,
    ],
    ['in a state that is new to us', { state: 'UNKNOWN', nowMs: START + 100 * MINUTE }, 30_000],
    ['after one failed look', { failedLooks: 1 }, 1_000],
    ['after four failed looks', { failedLooks: 4 }, 8_000],
    ['after many failed looks', { failedLooks: 40 }, 30_000],
    ['when the time is nearly up', { timeLeftMs: 700 }, 700],
    ['when the time is up', { timeLeftMs: -5 }, 0],
    ['before the start, by a clock that is behind', { nowMs: START - 30_000 }, 5_000],
    ['against a simulator with short minutes', { minuteMs: 600 }, 50],
  ])('%s', (_, facts, ms) => {
    expect(delayToNextLookMs(watched(facts))).toBe(ms)
  })

  test('is never negative, never beyond the time left, and never over 30 s', () => {
    const state = fc.constantFrom('DEPLOYING', 'BAKING', 'ROLLING_BACK', 'VALIDATING', 'UNKNOWN')
    fc.assert(
      fc.property(
        state,
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.nat(1e8),
        fc.nat(60),
        (state, age, timeLeftMs, failedLooks) => {
          const ms = delayToNextLookMs(
            watched({ state: state as WatchedSoFar['state'], nowMs: START + age, timeLeftMs, failedLooks }),
          )
          expect(ms).toBeGreaterThanOrEqual(0)
          expect(ms).toBeLessThanOrEqual(Math.min(30_000, timeLeftMs))
        },
      ),
    )
  })
})
