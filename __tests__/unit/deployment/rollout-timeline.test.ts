import { describe, expect, test } from '@jest/globals'
import type { StrategyNumbers } from '../../../src/deployment/deployment.js'
import { rolloutTimeline } from '../../../src/deployment/rollout-timeline.js'

const strategy = (
  durationMinutes: number,
  bakeMinutes: number,
  growthFactor: number,
  growthType: StrategyNumbers['growthType'] = 'LINEAR',
) => ({ durationMinutes, bakeMinutes, growthFactor, growthType })
const text = (numbers: StrategyNumbers) =>
  rolloutTimeline(numbers).map(
    ({ atMinutes, what }) => `${String(Math.round(atMinutes * 100) / 100)} ${what}`,
  )

describe('the timeline of a rollout', () => {
  test.each<[string, StrategyNumbers, readonly string[]]>([
    ['instant', strategy(0, 0, 100), ['0 100 % of the targets', '0 complete']],
    [
      'AppConfig.AllAtOnce',
      strategy(0, 10, 100),
      ['0 100 % of the targets', '0 the bake time begins', '10 complete'],
    ],
    [
      'LINEAR 20 % in 30 min',
      strategy(30, 30, 20),
      [
        '6 20 % of the targets',
        '12 40 % of the targets',
        '18 60 % of the targets',
        '24 80 % of the targets',
        '30 100 % of the targets',
        '30 the bake time begins',
        '60 complete',
      ],
    ],
    [
      'LINEAR 40 % never goes beyond 100',
      strategy(6, 0, 40),
      ['2 40 % of the targets', '4 80 % of the targets', '6 100 % of the targets', '6 complete'],
    ],
    [
      'EXPONENTIAL 10 % in 20 min',
      strategy(20, 10, 10, 'EXPONENTIAL'),
      [
        '4 10 % of the targets',
        '8 20 % of the targets',
        '12 40 % of the targets',
        '16 80 % of the targets',
        '20 100 % of the targets',
        '20 the bake time begins',
        '30 complete',
      ],
    ],
  ])('%s', (_, numbers, steps) => {
    expect(text(numbers)).toEqual(steps)
  })

  test('of a hundred steps shows the first and the last', () => {
    const steps = rolloutTimeline(strategy(100, 0, 1))
    expect(steps).toHaveLength(14)
    expect(steps[6]).toEqual({ atMinutes: 6, what: '88 more steps follow' })
    expect(steps[0]).toEqual({ atMinutes: 1, what: '1 % of the targets' })
    expect(steps.at(-2)).toEqual({ atMinutes: 100, what: '100 % of the targets' })
  })
})
