import type { StrategyNumbers } from './deployment.js'
import { growthPercentages } from './growth.js'

/** A moment of a rollout, in minutes after its start. */
export interface TimelineStep {
  readonly atMinutes: number
  readonly what: string
}

/** More steps than these would hide the shape of the rollout. */
const MOST_STEPS = 12

/**
 * When a rollout should reach which percentage, by the user guide's reading of the step interval (the duration divided
 * by the number of steps); the service has been seen to take its steps earlier within the same duration. Ends with the
 * bake time and the completion.
 */
export function rolloutTimeline(strategy: StrategyNumbers): readonly TimelineStep[] {
  const { durationMinutes, bakeMinutes } = strategy
  const percentages = growthPercentages(strategy)
  const steps = percentages.map((percentage, index) => ({
    atMinutes: (durationMinutes * (index + 1)) / percentages.length,
    what: `${Math.round(percentage * 100) / 100} % of the targets`,
  }))
  const shown =
    steps.length <= MOST_STEPS ? steps : [...steps.slice(0, MOST_STEPS / 2), ...steps.slice(-MOST_STEPS / 2)]
  const bake = bakeMinutes === 0 ? [] : [{ atMinutes: durationMinutes, what: 'the bake time begins' }]
  return [...shown, ...bake, { atMinutes: durationMinutes + bakeMinutes, what: 'complete' }]
}
