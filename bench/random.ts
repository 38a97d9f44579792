import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { mersenne } from 'pure-rand/generator/mersenne'

/** A stream of random values that a seed settles. */
export interface Random {
  readonly between: (low: number, high: number) => number
  /** Between two positive numbers, each order of magnitude as often as the others. */
  readonly logBetween: (low: number, high: number) => number
  readonly chance: (probability: number) => boolean
  readonly one: <T>(first: T, ...others: readonly T[]) => T
}

export function randomOf(seed: number): Random {
  const generator = mersenne(seed)
  const between = (low: number, high: number) => low + uniformFloat64(generator) * (high - low)
  return {
    between,
    logBetween: (low, high) => Math.exp(between(Math.log(low), Math.log(high))),
    chance: (probability) => between(0, 1) < probability,
    one: (first, ...others) => [first, ...others][Math.floor(between(0, others.length + 1))] ?? first,
  }
}
