import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Deployment } from '../../../../src/deployment/deployment.js'
import { plannedRolloutChart, rolloutChart } from '../../../../src/report/summary/rollout-chart.js'
import { anyText } from '../any-text.js'
import { deployment, DONE, event, ROLLED_BACK, START_MS, STEPS } from '../sample-facts.js'

const MINUTE = 60_000
const strategy = (durationMinutes: number, bakeMinutes: number, growthFactor: number) =>
  ({ durationMinutes, bakeMinutes, growthType: 'LINEAR', growthFactor }) as const

/** The bars and milestones of a chart, section by section: `Planned: 0 % 02:15:00-02:18:00`. */
function barsOf(chart: string): readonly string[] {
  let section = ''
  return chart.split('\n').flatMap((line) => {
    section = /^ {2}section (.*)$/.exec(line)?.[1] ?? section
    const bar =
      /^ {2}(.+) :((?:[a-z]+, )*)\d{4}-\d\d-\d\dT(\d\d:\d\d:\d\d), (?:\d{4}-\d\d-\d\dT)?(\S+)$/.exec(line)
    return bar === null ? [] : [`${section}: ${bar[2]}${bar[1]} ${bar[3]}-${bar[4]}`]
  })
}

const setting = (chart: string, name: string) => new RegExp(`^ {2}${name} (.*)$`, 'm').exec(chart)?.[1]

describe('the chart of a rollout', () => {
  test('shows the plan, the steps as they were, the bake time and the end', () => {
    expect(barsOf(rolloutChart(deployment({ events: DONE }), START_MS))).toEqual([
      'Planned: done, 0 % 02:15:00-02:18:00',
      'Planned: done, 20 % 02:18:00-02:21:00',
      'Planned: done, 40 % 02:21:00-02:24:00',
      'Planned: done, 60 % 02:24:00-02:27:00',
      'Planned: done, 80 % 02:27:00-02:30:00',
      'Planned: done, bake time 02:30:00-02:40:00',
      'Actual: active, 0 % 02:15:00-02:18:01',
      'Actual: active, 20 % 02:18:01-02:21:01',
      'Actual: active, 40 % 02:21:01-02:27:02',
      'Actual: active, 100 % 02:27:02-02:30:03',
      'Actual: bake time 02:30:03-02:40:03',
      'Complete: milestone, after 25 min 3 s 02:40:03-0s',
    ])
  })

  test('shows a rollback where it happened', () => {
    const chart = rolloutChart(deployment({ state: 'ROLLED_BACK', events: ROLLED_BACK }), START_MS)
    expect(barsOf(chart).slice(-3)).toEqual([
      'Actual: active, 20 % 02:18:01-02:21:01',
      'Actual: active, 40 % 02:21:01-02:22:08',
      'Rolled back: crit, milestone, at 40 %, after 7 min 8 s 02:22:08-0s',
    ])
  })

  test('shows a rollback in the bake time', () => {
    const events = [...DONE.slice(0, 5), event('ROLLBACK_COMPLETED', '', 20 * MINUTE, 'USER')]
    expect(barsOf(rolloutChart(deployment({ state: 'ROLLED_BACK', events }), START_MS)).slice(-2)).toEqual([
      'Actual: bake time 02:30:03-02:35:00',
      'Rolled back: crit, milestone, at 100 %, after 20 min 02:35:00-0s',
    ])
  })

  test('ends where a deployment in progress was seen last', () => {
    const chart = rolloutChart(deployment({ state: 'DEPLOYING', events: STEPS }), START_MS + 8 * MINUTE)
    expect(barsOf(chart).slice(-2)).toEqual([
      'Actual: active, 40 % 02:21:01-02:23:00',
      'Last seen: milestone, at 40 %, after 8 min 02:23:00-0s',
    ])
  })

  test.each([
    ['soon after', 40, ['Reverted: crit, milestone, after 40 min 02:55:00-0s']],
    ['too late for the picture', 3000, ['Actual: bake time 02:30:03-02:40:03']],
  ])('of a deployment that was reverted %s', (_, afterMinutes, last) => {
    const events = [...DONE, event('REVERT_COMPLETED', '', afterMinutes * MINUTE, 'USER')]
    expect(barsOf(rolloutChart(deployment({ state: 'REVERTED', events }), START_MS)).slice(-1)).toEqual(last)
  })

  test('joins steps that are too many for labels', () => {
    const steps = Array.from({ length: 100 }, (_, i) =>
      event('PERCENTAGE_UPDATED', `Configuration available to ${i + 1}.00% of clients`, (i + 1) * MINUTE),
    )
    const events = [
      event('DEPLOYMENT_STARTED', '', 0),
      ...steps,
      event('DEPLOYMENT_COMPLETED', '', 6_060_000),
    ]
    const bars = barsOf(rolloutChart(deployment({ events, strategy: strategy(100, 0, 1) }), START_MS))
    const actual = bars.filter((bar) => bar.startsWith('Actual'))
    expect(actual.length).toBeLessThan(12)
    expect(actual[0]).toMatch(/^Actual: active, 0–\d+ % 02:15:00-/)
    expect(actual.at(-1)).toMatch(/–100 % \S+-03:56:00$/)
    // Each begins where the one before ended.
    const times = actual.map((bar) => bar.split(' ').at(-1)!.split('-'))
    expect(times.slice(1).map(([from]) => from)).toEqual(times.slice(0, -1).map(([, to]) => to))
  })

  test.each([
    [5, 0, '%H:%M', '1minute'],
    [1, 1, '%H:%M:%S', '30second'],
    [30, 30, '%H:%M', '10minute'],
    [1440, 1440, '%m-%d %H:%M', '6hour'],
  ])('has an axis for %d min and %d min of bake time', (durationMinutes, bakeMinutes, format, interval) => {
    const long = deployment({ state: 'DEPLOYING', strategy: strategy(durationMinutes, bakeMinutes, 20) })
    const chart = rolloutChart({ ...long, events: STEPS.slice(0, 1) }, START_MS + 1000)
    expect([setting(chart, 'axisFormat'), setting(chart, 'tickInterval')]).toEqual([format, interval])
  })

  test('has the minutes of a simulator', () => {
    const chart = rolloutChart(deployment({ state: 'DEPLOYING', events: STEPS }), START_MS + 1000, 1000)
    expect(barsOf(chart)).toContain('Planned: done, bake time 02:15:15-02:15:25')
  })

  test.each<[string, Partial<Deployment>]>([
    ['instant', { strategy: strategy(0, 0, 100), events: [event('DEPLOYMENT_COMPLETED', '', 1)] }],
    ['without a start', { startedAtMs: undefined } as object],
    ['without an end', { events: [] }],
    ['of another century', { events: [event('DEPLOYMENT_COMPLETED', '', 8e15)] }],
  ])('is left out for a deployment %s', (_, changes) => {
    expect(rolloutChart(deployment(changes), START_MS)).toBe('')
  })

  test('holds nothing from outside, and no line that is not its own', () => {
    const number = fc.oneof(fc.integer({ min: -5, max: 3000 }), fc.double(), fc.constant(NaN))
    const time = fc.oneof(fc.integer({ min: -1e6, max: 1e9 }), fc.double())
    const types = ['PERCENTAGE_UPDATED', 'BAKE_TIME_STARTED', 'DEPLOYMENT_COMPLETED', 'ROLLBACK_COMPLETED']
    const anyEvent = fc
      .tuple(fc.constantFrom(...types), anyText, time)
      .map(([type, text, afterMs]) => event(type, `${text}5%${text}`, afterMs, text))
    const states = ['DEPLOYING', 'BAKING', 'COMPLETE', 'ROLLED_BACK', 'REVERTED', 'UNKNOWN'] as const
    const own =
      /^(```(mermaid)?|---|gantt|displayMode: compact|config:| {2,4}[a-zA-Z]+:( [\d]+)?| {2}(accTitle|accDescr): [\w ,.]+| {2}(dateFormat|axisFormat|tickInterval|todayMarker|section) [\w %:-]+| {2}[\d %–a-z,·]+ :[a-z, ]*\d{4}-\d\d-\d\dT[\d:]{8}, [\dT:s-]+)$/
    fc.assert(
      fc.property(
        fc.array(anyEvent, { maxLength: 8 }),
        fc.constantFrom(...states),
        number,
        number,
        number,
        time,
        (events, state, duration, bake, factor, now) => {
          const odd = deployment({ events, state, strategy: strategy(duration, bake, factor) })
          const chart = rolloutChart(odd, START_MS + now)
          for (const line of chart === '' ? [] : chart.split('\n')) expect(line).toMatch(own)
        },
      ),
    )
  })
})

describe('the chart of a planned rollout', () => {
  test('counts from its start', () => {
    expect(barsOf(plannedRolloutChart(strategy(4, 2, 50)))).toEqual([
      'Planned: done, 0 % 00:00:00-00:02:00',
      'Planned: done, 50 % 00:02:00-00:04:00',
      'Planned: done, bake time 00:04:00-00:06:00',
    ])
  })

  test('names the day when there are several', () => {
    expect(setting(plannedRolloutChart(strategy(1440, 600, 10)), 'axisFormat')).toBe('day %-d %H:%M')
  })

  test('is left out where nothing takes time', () => {
    expect(plannedRolloutChart(strategy(0, 0, 100))).toBe('')
  })
})
