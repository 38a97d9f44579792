import type { StrategyNumbers } from './deployment.js'

/** More steps than a strategy can have: the growth factor is 1 % at least. */
const MAX_STEPS = 100

/**
 * The percentages that a rollout goes through, up to 100: LINEAR by multiples of the factor, EXPONENTIAL by the factor
 * times powers of two (AppConfig user guide). The last step is smaller where they don't meet 100.
 */
export function growthPercentages(strategy: StrategyNumbers): readonly number[] {
  const { durationMinutes, growthType, growthFactor } = strategy
  if (durationMinutes === 0 || growthFactor >= 100) return [100]
  const percentages: number[] = []
  for (let step = 1; (percentages.at(-1) ?? 0) < 100 && step <= MAX_STEPS; step++) {
    const percentage = growthType === 'LINEAR' ? growthFactor * step : growthFactor * 2 ** (step - 1)
    percentages.push(Math.min(100, percentage))
  }
  return percentages
}
