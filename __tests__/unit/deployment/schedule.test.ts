import { sizeTest } from '../../quick.js'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { DeploymentEvent, DeploymentState } from '../../../src/deployment/deployment.js'
import { nextPollDelayMs, type PollContext } from '../../../src/deployment/schedule.js'

const START = 1_000_000
const MINUTE = 60_000
const DAY_MINUTES = 1440

const strategy = (durationMinutes: number, bakeMinutes: number, growthFactor = 100) =>
  ({ durationMinutes, bakeMinutes, growthType: 'LINEAR', growthFactor }) as const
const event = (type: string, atMs: number): DeploymentEvent => ({
  type,
  triggeredBy: 'APPCONFIG',
  description: '',
  occurredAtMs: START + atMs,
  invocations: [],
})
const watched = (facts: Partial<PollContext> = {}): PollContext => ({
  strategy: strategy(6, 4, 20),
  state: 'DEPLOYING',
  events: [],
  startedAtMs: START,
  nowMs: START,
  minuteMs: MINUTE,
  waitFor: 'complete',
  failedPolls: 0,
  isThrottled: false,
  timeLeftMs: 200_000_000,
  ...facts,
})
const at = (ms: number, facts: Partial<PollContext> = {}) => watched({ nowMs: START + ms, ...facts })
const baking = (bakeStartedMs: number) =>
  ({ state: 'BAKING', events: [event('BAKE_TIME_STARTED', bakeStartedMs)] }) as const

describe('the delay to the next look', () => {
  test.each<[string, PollContext, number]>([
    // The first step is due after 6 min / 6, and the look for it 2 s later: five equal parts of that come nearest to 12 s.
    ['at the start', at(0), 62_000 / 5],
    ['shortly before a step', at(46_000), 16_000],
    ['so shortly before a step that it is not worth a look', at(58_000), 16_000],
    ['in the bake time', at(8 * MINUTE, baking(6 * MINUTE)), 12_000],
    ['just before the end is due', at(10 * MINUTE - 3_000, baking(6 * MINUTE)), 3_000],
    ['when the end is due', at(10 * MINUTE, baking(6 * MINUTE)), 1_250],
    ['while the end is late', at(10 * MINUTE + 14_000, baking(6 * MINUTE)), 1_250],
    ['when the end is very late', at(11 * MINUTE, baking(6 * MINUTE)), 5_000],
    ['when the end is not to be expected any more', at(60 * MINUTE, baking(6 * MINUTE)), 13_000],
    ['when a late bake time may end as planned', at(10 * MINUTE, baking(6 * MINUTE + 9_000)), 1_250],
    ['when a late bake time is due to end', at(10 * MINUTE + 9_000, baking(6 * MINUTE + 9_000)), 1_250],
    ['at the end of a bake time without its event', at(10 * MINUTE, { state: 'BAKING' }), 1_250],
    ['at the end of the rollout, with a bake time to come', at(6 * MINUTE + 2_000), 238_000 / 20],
    ['at the end of the rollout, when that is waited for', at(6 * MINUTE, { waitFor: 'deployed' }), 1_250],
    ['at the end of the rollout, without bake time', at(6 * MINUTE, { strategy: strategy(6, 0) }), 1_250],
    ['without duration and bake time', at(0, { strategy: strategy(0, 0, 50) }), 1_250],
    [
      'while it rolls back',
      at(70_000, { state: 'ROLLING_BACK', events: [event('ROLLBACK_STARTED', 69_000)] }),
      1_250,
    ],
    [
      'when it rolls back for ever',
      at(5 * MINUTE, { state: 'ROLLING_BACK', events: [event('ROLLBACK_STARTED', MINUTE)] }),
      12_000,
    ],
    ['in a deployment of two minutes', at(0, { strategy: strategy(0, 2) }), 4_000],
    ['in a deployment of an hour', at(0, { strategy: strategy(0, 60) }), (60 * MINUTE) / 277],
    [
      'in a deployment of a day',
      at(0, { strategy: strategy(0, DAY_MINUTES) }),
      (DAY_MINUTES * MINUTE) / 2979,
    ],
    [
      'in a deployment of two days',
      at(0, { strategy: strategy(DAY_MINUTES, DAY_MINUTES) }),
      (720 * MINUTE + 2_000) / 600,
    ],
    ['in a state that is new to us, after a day', at(DAY_MINUTES * MINUTE, { state: 'UNKNOWN' }), 29_000],
    ['after one failed look', at(0, { failedPolls: 1 }), 1_000],
    ['after four failed looks', at(0, { failedPolls: 4 }), 8_000],
    ['after many failed looks', at(0, { failedPolls: 4000 }), 30_000],
    ['after one throttled look', at(0, { failedPolls: 1, isThrottled: true }), (62_000 / 5) * 2],
    [
      'after a throttled look when the end is due',
      at(10 * MINUTE, { ...baking(6 * MINUTE), failedPolls: 1, isThrottled: true }),
      2_500,
    ],
    ['after many throttled looks', at(0, { failedPolls: 4000, isThrottled: true }), 120_000],
    ['when the time is nearly up', at(0, { timeLeftMs: 700 }), 700],
    ['when the time is up', at(0, { timeLeftMs: -5 }), 0],
    ['against a simulator with short minutes', at(0, { minuteMs: 600 }), 620 / 5],
  ])('%s', (_, facts, ms) => {
    expect(nextPollDelayMs(facts)).toBeCloseTo(ms, 6)
  })
})

const states = fc.constantFrom<DeploymentState>(
  'DEPLOYING',
  'BAKING',
  'ROLLING_BACK',
  'VALIDATING',
  'UNKNOWN',
)
const strategies = fc.record({
  durationMinutes: fc.nat(DAY_MINUTES),
  bakeMinutes: fc.nat(DAY_MINUTES),
  growthType: fc.constantFrom('LINEAR', 'EXPONENTIAL'),
  growthFactor: fc.double({ min: 1, max: 100, noNaN: true }),
})
const anything: fc.Arbitrary<PollContext> = fc.record({
  strategy: strategies,
  state: states,
  events: fc.array(
    fc
      .tuple(
        fc.constantFrom('PERCENTAGE_UPDATED', 'BAKE_TIME_STARTED', 'ROLLBACK_STARTED', 'NEW_TO_US'),
        fc.integer({ min: -1e9, max: 1e9 }),
      )
      .map(([type, ms]) => event(type, ms)),
  ),
  startedAtMs: fc.constant(START),
  nowMs: fc.integer({ min: -1e9, max: 1e9 }).map((ms) => START + ms),
  minuteMs: fc.constant(MINUTE),
  waitFor: fc.constantFrom('complete', 'deployed', 'started'),
  failedPolls: fc.nat(2000),
  isThrottled: fc.boolean(),
  timeLeftMs: fc.integer({ min: 1, max: 1e9 }),
})

describe('whatever is known of a deployment, the delay', () => {
  test('is above zero, never beyond the time left, and two minutes at most', () => {
    fc.assert(
      fc.property(anything, (facts) => {
        const ms = nextPollDelayMs(facts)
        expect(ms).toBeGreaterThan(0)
        expect(ms).toBeLessThanOrEqual(Math.min(120_000, facts.timeLeftMs))
      }),
    )
  })

  test('is over a second unless a look has failed', () => {
    fc.assert(
      fc.property(anything, (facts) => {
        expect(nextPollDelayMs({ ...facts, failedPolls: 0, timeLeftMs: 1e9 })).toBeGreaterThan(1_000)
      }),
    )
  })

  test('is the same, to the last bit, whatever the clock of the service shows', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 0, max: 1e12 }), (facts, offsetMs) => {
        const moved = {
          ...facts,
          events: facts.events.map((event) => ({
            ...event,
            occurredAtMs: (event.occurredAtMs ?? 0) + offsetMs,
          })),
          startedAtMs: facts.startedAtMs + offsetMs,
          nowMs: facts.nowMs + offsetMs,
        }
        expect(nextPollDelayMs(moved)).toBe(nextPollDelayMs(facts))
      }),
    )
  })

  test('after throttling is never shorter than without, and longer each time up to its limit', () => {
    fc.assert(
      fc.property(anything, fc.nat(20), (facts, failedPolls) => {
        const delay = (failedPolls: number) =>
          nextPollDelayMs({ ...facts, failedPolls, isThrottled: failedPolls > 0, timeLeftMs: 1e9 })
        expect(delay(failedPolls + 1)).toBeGreaterThanOrEqual(Math.min(120_000, 2 * delay(failedPolls)))
      }),
    )
  })
})

/** How many looks a deployment takes that shows nothing but DEPLOYING, until it ends. */
function looksUntil(endMs: number, strategy: PollContext['strategy']): number {
  let looks = 0
  for (let nowMs = 0; nowMs < endMs; looks++) {
    nowMs += nextPollDelayMs(at(nowMs, { strategy, timeLeftMs: 1e12 }))
  }
  return looks
}

describe('the number of looks at a whole deployment', () => {
  sizeTest.each([
    [1, 40],
    [10, 75],
    [60, 310],
    [DAY_MINUTES, 3_050],
    [2 * DAY_MINUTES, 3_050],
  ])('of up to %d minutes is at most %d', (longestMinutes, most) => {
    const lateMs = fc.nat(30_000)
    fc.assert(
      fc.property(
        strategies,
        fc.integer({ min: 1, max: longestMinutes }),
        lateMs,
        (numbers, minutes, late) => {
          const durationMinutes = Math.min(numbers.durationMinutes, minutes)
          const bakeMinutes = minutes - durationMinutes
          expect(
            looksUntil(minutes * MINUTE + late, { ...numbers, durationMinutes, bakeMinutes }),
          ).toBeLessThanOrEqual(most)
        },
      ),
    )
  })

  test('of which nothing is known, and which takes a week, is some twelve thousand', () => {
    expect(looksUntil(7 * DAY_MINUTES * MINUTE, strategy(0, 0))).toBeLessThan(12_500)
  })
})
