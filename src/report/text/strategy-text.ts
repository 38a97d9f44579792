import { type StrategyNumbers, MINUTE_MS } from '../../deployment/deployment.js'
import { durationText } from './duration-text.js'

/**
 * A strategy's numbers in words: `linear, 25 % a step over 4 min, then 2 min bake time`. It names no time
 * for a step: the sources contradict each other about the interval, and agree only on the whole duration.
 */
export function strategyText(strategy: StrategyNumbers): string {
  const bake =
    strategy.bakeMinutes > 0
      ? `then ${durationText(strategy.bakeMinutes * MINUTE_MS)} bake time`
      : 'no bake time'
  return `${growthText(strategy)}, ${bake}`
}

/** A percentage with at most two decimals: `50 %`, `33.33 %`. */
export function percentText(percentage: number): string {
  return `${Math.round(percentage * 100) / 100} %`
}

function growthText({ durationMinutes, growthType, growthFactor }: StrategyNumbers): string {
  if (durationMinutes <= 0) return 'all at once'
  const duration = durationText(durationMinutes * MINUTE_MS)
  const growth = percentText(growthFactor)
  if (growthFactor >= 100) return `one step to 100 % over ${duration}`
  switch (growthType) {
    case 'LINEAR':
      return `linear, ${growth} a step over ${duration}`
    case 'EXPONENTIAL':
      return `exponential from ${growth} over ${duration}`
  }
}
