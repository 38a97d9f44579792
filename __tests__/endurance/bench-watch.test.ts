import { describe, expect, test } from '@jest/globals'
import { ACTION } from '../../bench/action-poller.js'
import {
  type Measured,
  type MeasuredClass,
  measureLength,
  measureRandom,
  POLLERS,
} from '../../bench/measure.js'
import { plot } from '../../bench/plot.js'

/** The benchmark in small: in virtual time and with a fixed seed, so the numbers are the same on every machine. */
const SEED = 7
const classes = measureRandom(500, SEED, [ACTION])
const of = (measured: readonly MeasuredClass[], name: string): Measured =>
  measured.find((group) => group.name === name)!.measured[0]!

describe('the schedule, in the benchmark', () => {
  test('notices the end of each deployment', () => {
    expect(classes.reduce((sum, { deployments }) => sum + deployments, 0)).toBeGreaterThanOrEqual(500)
    for (const { measured } of classes) expect(measured[0]?.givenUp).toBe(0)
  })

  test.each(classes.filter(({ deployments }) => deployments > 0).map(({ name }) => name))(
    'notices a completion within 1 s on average and 2 s in 95 % of the deployments: %s',
    (name) => {
      const { completion } = of(classes, name)
      expect(completion.mean).toBeLessThanOrEqual(1)
      expect(completion.p95).toBeLessThanOrEqual(2)
    },
  )

  test.each([
    // The service shows ROLLED_BACK at once when a user has stopped a deployment, so no look comes in between.
    ['all up to 1 hour', 5, 6],
    ['all of 1 to 24 hours', 15, 15],
  ])(
    'notices a rollback of %s within %d s on average, one by a user within %d s',
    (name, seconds, stopSeconds) => {
      const { rollback, stop } = of(classes, name)
      expect(stop.count).toBeGreaterThan(20)
      expect(rollback.mean).toBeLessThanOrEqual(seconds)
      expect(stop.mean).toBeLessThanOrEqual(stopSeconds)
    },
  )

  test.each([
    ['an hour', 60, 300],
    ['two days', 2880, 2500],
  ])('takes, for %s until complete, at most the requests asked for', (name, minutes, most) => {
    const { requestsToComplete } = of([measureLength({ name, minutes }, 20, SEED, [ACTION])], name)
    expect(requestsToComplete.count).toBeGreaterThan(5)
    expect(requestsToComplete.mean).toBeLessThanOrEqual(most)
  })

  test('notices a rollback of a whole day within 15 s on average', () => {
    const name = 'a day'
    const { rollback } = of([measureLength({ name, minutes: 1440 }, 60, SEED, [ACTION])], name)
    expect(rollback.count).toBeGreaterThan(10)
    expect(rollback.mean).toBeLessThanOrEqual(15)
  })

  test('takes half of the requests of a poll every 5 s for ten minutes', () => {
    const name = 'ten minutes'
    const pollers = POLLERS.filter(({ name }) => name === 'this action' || name === 'poll every 5 s')
    const [action, poll] = measureLength({ name, minutes: 10 }, 100, SEED, pollers).measured
    expect(action!.requestsToComplete.mean).toBeLessThanOrEqual(poll!.requestsToComplete.mean / 2)
    expect(action!.requests.mean).toBeLessThanOrEqual(poll!.requests.mean / 2)
  })
})

describe('what users have instead', () => {
  const [group] = measureRandom(40, SEED).slice(-1)
  const measured = (poller: string) => group!.measured.find((candidate) => candidate.poller === poller)!

  test.each([
    ['poll every 5 s', 5.5],
    ['poll every 10 s', 10.5],
    ['poll every 30 s', 30.5],
    ['JavaScript SDK waiter', 120.5],
  ])('is late by one pause at most: %s', (poller, seconds) => {
    expect(measured(poller).completion.max).toBeGreaterThan(seconds / 2)
    expect(measured(poller).completion.max).toBeLessThan(seconds)
    expect(measured(poller).givenUp).toBe(0)
  })

  test('gives up when its tries or its time are up', () => {
    expect(measured('AWS CLI waiter').requests.max).toBe(999)
    expect(measured('apcdeploy').requests.max).toBeLessThanOrEqual(1800 / 5 + 1)
    expect(measured('apcdeploy').givenUp).toBeGreaterThan(measured('AWS CLI waiter').givenUp)
  })
})

test('the same seed gives the same numbers and the same plot, another seed others', () => {
  const drawn = (seed: number) => plot(measureRandom(8, seed).slice(1, 7))
  expect(drawn(1)).toBe(drawn(1))
  expect(drawn(1)).not.toBe(drawn(2))
})
