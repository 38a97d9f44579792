import type { StrategyNumbers } from './deployment.js'
import { growthPercentages } from './growth.js'

/** A moment of a rollout, in minutes after its start. */
export interface TimelineStep {
  readonly atMinutes: number
  readonly what: string
}

/** More steps than these would hide the shape of the rollout. */
const MAX_STEPS = 12

/**
 * When a rollout should reach which percentage, by the user guide's reading of the step interval (the duration divided
 * by the number of steps); the service has been seen to take its steps earlier within the same duration. Ends with the
 * bake time and the completion.
 */
export function rolloutTimeline(strategy: StrategyNumbers): readonly TimelineStep[] {
  const { durationMinutes, bakeMinutes } = strategy
  const steps = growthSteps(strategy).map(({ atMinutes, percentage }) => ({
    atMinutes,
    what: `${Math.round(percentage * 100) / 100} % of the targets`,
  }))
  const shown = steps.length <= MAX_STEPS ? steps : ends(steps)
  const bake = bakeMinutes === 0 ? [] : [{ atMinutes: durationMinutes, what: 'the bake time begins' }]
  return [...shown, ...bake, { atMinutes: durationMinutes + bakeMinutes, what: 'complete' }]
}

function ends(steps: readonly TimelineStep[]): readonly TimelineStep[] {
  const half = MAX_STEPS / 2
  const first = steps.slice(0, half)
  const leftOut = steps.length - MAX_STEPS
  const gap = { atMinutes: first.at(-1)?.atMinutes ?? 0, what: `${leftOut} more steps follow` }
  return [...first, gap, ...steps.slice(-half)]
}

/** When a rollout should reach which percentage, in minutes after its start: each percentage, up to 100. */
export function growthSteps(
  strategy: StrategyNumbers,
): readonly { readonly atMinutes: number; readonly percentage: number }[] {
  const percentages = growthPercentages(strategy)
  return percentages.map((percentage, index) => ({
    atMinutes: (strategy.durationMinutes * (index + 1)) / percentages.length,
    percentage,
  }))
}
