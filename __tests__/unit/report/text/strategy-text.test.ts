import { describe, expect, test } from '@jest/globals'
import type { StrategyNumbers } from '../../../../src/deployment/deployment.js'
import { percentText, strategyText } from '../../../../src/report/text/strategy-text.js'

const strategy = (
  growthType: StrategyNumbers['growthType'],
  growthFactor: number,
  durationMinutes: number,
  bakeMinutes: number,
): StrategyNumbers => ({ growthType, growthFactor, durationMinutes, bakeMinutes })

describe('strategyText', () => {
  test.each([
    [strategy('LINEAR', 25, 4, 2), 'linear, 25 % a step over 4 min, then 2 min bake time'],
    [strategy('LINEAR', 100, 0, 10), 'all at once, then 10 min bake time'],
    [strategy('LINEAR', 100, 0, 0), 'all at once, no bake time'],
    [strategy('LINEAR', 100, 15, 0), 'one step to 100 % over 15 min, no bake time'],
    [strategy('EXPONENTIAL', 10, 20, 10), 'exponential from 10 % over 20 min, then 10 min bake time'],
    [strategy('LINEAR', 33.333, 90, 1440), 'linear, 33.33 % a step over 1 h 30 min, then 1 d bake time'],
  ])('%j', (numbers, text) => {
    expect(strategyText(numbers)).toBe(text)
  })
})

test.each([
  [0, '0 %'],
  [50, '50 %'],
  [33.3333, '33.33 %'],
  [12.5, '12.5 %'],
])('percentText(%d)', (percentage, text) => {
  expect(percentText(percentage)).toBe(text)
})
