import { describe, expect, test } from '@jest/globals'
import type { DeploymentEvent } from '../../../src/deployment/deployment.js'
import { type Course, expectedEndsMs, expectedStepsMs } from '../../../src/deployment/expected-moments.js'

const MINUTE = 60_000
const event = (type: string, occurredAtMs?: number): DeploymentEvent => ({
  type,
  triggeredBy: 'APPCONFIG',
  description: '',
  ...(occurredAtMs === undefined ? {} : { occurredAtMs }),
  invocations: [],
})
const steps = (...atMs: readonly number[]) => atMs.map((ms) => event('PERCENTAGE_UPDATED', ms))
const course = (facts: Partial<Course> = {}): Course => ({
  strategy: { durationMinutes: 15, bakeMinutes: 10, growthType: 'LINEAR', growthFactor: 25 },
  state: 'DEPLOYING',
  events: [],
  startedAtMs: 0,
  minuteMs: MINUTE,
  waitFor: 'complete',
  ...facts,
})
const seconds = (ms: readonly number[]) => ms.map((at) => Math.round(at / 100) / 10)

describe('the steps that are expected', () => {
  test.each<[string, Partial<Course>, readonly number[]]>([
    ['come by either reading of the interval, and end with the rollout', {}, [182, 227, 902]],
    ['count from the last that was taken, however late', { events: steps(190_000) }, [372, 417, 902]],
    ['are none but the end once all were taken', { events: steps(1, 2, 3, 4) }, [902]],
    [
      'are none of a strategy without duration',
      { strategy: { ...course().strategy, durationMinutes: 0 } },
      [],
    ],
    ['are none in the bake time', { state: 'BAKING' }, []],
    ['are none while it rolls back', { state: 'ROLLING_BACK' }, []],
    [
      'are those of a factor that does not divide 100',
      { strategy: { ...course().strategy, growthFactor: 40 } },
      [227, 302, 902],
    ],
    [
      'are those of an exponential growth',
      { strategy: { ...course().strategy, growthType: 'EXPONENTIAL', growthFactor: 10 } },
      [152, 182, 902],
    ],
    ['come in the minutes of a fast simulator', { minuteMs: 1000 }, [3, 3.8, 15]],
    [
      'count from the start when the service gives no time',
      { events: [event('PERCENTAGE_UPDATED')] },
      [182, 227, 902],
    ],
  ])('%s', (_, facts, at) => {
    expect(seconds(expectedStepsMs(course(facts)))).toEqual(at)
  })

  test('lie at most 2 s after those of the event log that AWS documents', () => {
    // GetDeployment in the AWS CLI reference: 25 % steps in 15 minutes, seconds after the start.
    const taken = [181, 361.5, 542.4, 722.6]
    taken.forEach((at, index) => {
      const events = steps(...taken.slice(0, index).map((step) => step * 1000))
      const nearest = expectedStepsMs(course({ events })).map((ms) => ms / 1000 - at)
      expect(nearest.some((after) => after > 0 && after <= 2)).toBe(true)
    })
  })
})

describe('the end that is expected', () => {
  test.each<[string, Partial<Course>, readonly number[]]>([
    ['is that of the bake time', {}, [1500]],
    ['is that of the rollout, when that is waited for', { waitFor: 'deployed' }, [900]],
    [
      'counts from the event of the bake time, or from its planned beginning',
      { state: 'BAKING', events: [event('BAKE_TIME_STARTED', 907_000)] },
      [1500, 1507],
    ],
    [
      'is in order when the bake time began early',
      { state: 'BAKING', events: [event('BAKE_TIME_STARTED', 890_000)] },
      [1490, 1500],
    ],
    ['of a rollback is now', { state: 'ROLLING_BACK', events: [event('ROLLBACK_STARTED', 70_000)] }, [70]],
    [
      'of a rollback without its event counts from the last one',
      { state: 'ROLLING_BACK', events: steps(60_000) },
      [60],
    ],
    ['is none after the end', { state: 'COMPLETE' }, []],
  ])('%s', (_, facts, at) => {
    expect(seconds(expectedEndsMs(course(facts)))).toEqual(at)
  })
})
