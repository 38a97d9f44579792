import type { StrategyNumbers } from '../src/deployment/deployment.js'
import type { Random } from './random.js'

/** The longest duration, and the longest bake time, that a strategy can have (AppConfig API reference). */
const DAY_MINUTES = 1440

/** What AppConfig brings along, and a strategy that is done in an instant. */
const USUAL: readonly [StrategyNumbers, ...StrategyNumbers[]] = [
  { durationMinutes: 0, bakeMinutes: 10, growthType: 'LINEAR', growthFactor: 100 },
  { durationMinutes: 1, bakeMinutes: 1, growthType: 'LINEAR', growthFactor: 50 },
  { durationMinutes: 20, bakeMinutes: 10, growthType: 'EXPONENTIAL', growthFactor: 10 },
  { durationMinutes: 30, bakeMinutes: 30, growthType: 'LINEAR', growthFactor: 20 },
  { durationMinutes: 0, bakeMinutes: 0, growthType: 'LINEAR', growthFactor: 100 },
]

/**
 * A strategy by chance: a fifth are those that AppConfig brings along; the others last from one minute to two days,
 * rollout and bake time together, with short ones as frequent as in each longer order of magnitude.
 */
export function randomStrategy(random: Random): StrategyNumbers {
  if (random.chance(0.2)) return random.one(...USUAL)
  return randomStrategyOf(Math.round(random.logBetween(1, 2 * DAY_MINUTES)), random)
}

/** A strategy by chance that lasts so many minutes; a tenth of them has no bake time, and a tenth nothing else. */
export function randomStrategyOf(minutes: number, random: Random): StrategyNumbers {
  const shares = random.between(0, 1)
  const share = shares < 0.1 ? 1 : shares < 0.2 ? 0 : random.between(0, 1)
  const bakeMinutes = Math.min(
    DAY_MINUTES,
    Math.max(minutes - DAY_MINUTES, Math.round(minutes * (1 - share))),
  )
  return {
    durationMinutes: minutes - bakeMinutes,
    bakeMinutes,
    growthType: random.one('LINEAR', 'EXPONENTIAL'),
    growthFactor: Math.round(random.logBetween(1, 100) * 10) / 10,
  }
}
