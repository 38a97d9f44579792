import type { StrategyNumbers } from '../src/deployment/deployment.js'
import { ACTION } from './action-poller.js'
import { OTHER_POLLERS, type Poller, type Watch } from './pollers.js'
import { type Random, randomOf } from './random.js'
import { randomStrategy, randomStrategyOf } from './random-strategies.js'
import { type Course, randomCourse } from './service-model.js'

/** A number of measurements, in seconds or requests; all 0 when there are none. */
export interface Spread {
  readonly count: number
  readonly mean: number
  readonly p95: number
  readonly max: number
}

/** What one way of watching came to, for one class of deployments. */
export interface Measured {
  readonly poller: string
  /** Lags are from the end of the deployment at the service until it was known, in seconds. */
  readonly completion: Spread
  readonly rollback: Spread
  /** Of the rollbacks, those by a user, who makes the service show ROLLED_BACK at once. */
  readonly stop: Spread
  readonly requests: Spread
  /** Those for a deployment that completes. */
  readonly requestsToComplete: Spread
  /** Part of the deployments whose end was never known. */
  readonly givenUp: number
}

export interface MeasuredClass {
  readonly name: string
  readonly deployments: number
  readonly measured: readonly Measured[]
}

interface LengthClass {
  readonly name: string
  readonly fromMinutes: number
  /** The longest that still belongs to it. */
  readonly toMinutes: number
}

const HOUR = 60
export const LENGTHS: readonly LengthClass[] = [
  { name: 'in an instant', fromMinutes: 0, toMinutes: 0 },
  { name: 'up to 5 minutes', fromMinutes: 0, toMinutes: 5 },
  { name: '5 to 20 minutes', fromMinutes: 5, toMinutes: 20 },
  { name: '20 minutes to 1 hour', fromMinutes: 20, toMinutes: HOUR },
  { name: '1 to 6 hours', fromMinutes: HOUR, toMinutes: 6 * HOUR },
  { name: '6 to 24 hours', fromMinutes: 6 * HOUR, toMinutes: 24 * HOUR },
  { name: '24 to 48 hours', fromMinutes: 24 * HOUR, toMinutes: 48 * HOUR },
]

export const GROUPS: readonly LengthClass[] = [
  { name: 'all up to 1 hour', fromMinutes: 0, toMinutes: HOUR },
  { name: 'all of 1 to 24 hours', fromMinutes: HOUR, toMinutes: 24 * HOUR },
  { name: 'all', fromMinutes: 0, toMinutes: 48 * HOUR },
]

/** Lengths that are measured by themselves: what is asked of a deployment of exactly so long. */
export const EXACT_LENGTHS = [
  { name: '10 minutes', minutes: 10 },
  { name: '1 hour', minutes: HOUR },
  { name: '24 hours', minutes: 24 * HOUR },
  { name: '48 hours', minutes: 48 * HOUR },
] as const

const ROLLBACKS = 1 / 3
/** The action first, then what users have instead. */
export const POLLERS: readonly Poller[] = [ACTION, ...OTHER_POLLERS]

/** Lets every poller watch the same random deployments, and sorts what came of it by length. */
export function measureRandom(
  count: number,
  seed: number,
  pollers: readonly Poller[] = POLLERS,
): readonly MeasuredClass[] {
  const watched = watchAll(count, seed, pollers, randomStrategy)
  return [...LENGTHS, ...GROUPS].map((length) => {
    const { name, fromMinutes, toMinutes } = length
    const within = watched.filter(({ minutes }) =>
      toMinutes === 0 ? minutes === 0 : minutes > fromMinutes && minutes <= toMinutes,
    )
    return measuredClass(name, within, pollers)
  })
}

/** Lets every poller watch the same random deployments of exactly one length. */
export function measureLength(
  length: { readonly name: string; readonly minutes: number },
  count: number,
  seed: number,
  pollers: readonly Poller[] = POLLERS,
): MeasuredClass {
  const strategyOf = (random: Random) => randomStrategyOf(length.minutes, random)
  return measuredClass(length.name, watchAll(count, seed, pollers, strategyOf), pollers)
}

interface WatchedCourse {
  readonly minutes: number
  readonly course: Course
  readonly watches: ReadonlyMap<string, Watch>
}

function watchAll(
  count: number,
  seed: number,
  pollers: readonly Poller[],
  strategyOf: (random: Random) => StrategyNumbers,
): readonly WatchedCourse[] {
  const random = randomOf(seed)
  return Array.from({ length: count }, () => {
    const strategy = strategyOf(random)
    const course = randomCourse(strategy, random, ROLLBACKS)
    // Each poller meets the same network.
    const requestSeed = Math.floor(random.between(0, 2 ** 31))
    const watches = pollers.map(({ name, watch }) => [name, watch(course, randomOf(requestSeed))] as const)
    const minutes = strategy.durationMinutes + strategy.bakeMinutes
    return { minutes, course, watches: new Map(watches) }
  })
}

function measuredClass(
  name: string,
  watched: readonly WatchedCourse[],
  pollers: readonly Poller[],
): MeasuredClass {
  return {
    name,
    deployments: watched.length,
    measured: pollers.map((poller) => measuredPoller(poller.name, watched)),
  }
}

function measuredPoller(poller: string, watched: readonly WatchedCourse[]): Measured {
  const ended = watched.flatMap(({ course, watches }) => {
    const watch = watches.get(poller)
    return watch === undefined ? [] : [{ course, watch }]
  })
  const lags = (ends: (end: Course['end']) => boolean) =>
    spread(
      ended.flatMap(({ course, watch: { noticedMs } }) =>
        noticedMs === undefined || !ends(course.end) ? [] : [Math.max(0, noticedMs - course.endMs) / 1000],
      ),
    )
  const completed = ended.filter(({ course }) => course.end === 'complete')
  return {
    poller,
    completion: lags((end) => end === 'complete'),
    rollback: lags((end) => end !== 'complete'),
    stop: lags((end) => end === 'stopped by a user'),
    requests: spread(ended.map(({ watch }) => watch.requests)),
    requestsToComplete: spread(completed.map(({ watch }) => watch.requests)),
    givenUp: ended.filter(({ watch }) => watch.noticedMs === undefined).length / Math.max(1, ended.length),
  }
}

function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const count = sorted.length
  if (count === 0) return { count, mean: 0, p95: 0, max: 0 }
  return {
    count,
    mean: sorted.reduce((sum, value) => sum + value, 0) / count,
    p95: sorted[Math.ceil(count * 0.95) - 1] ?? 0,
    max: sorted.at(-1) ?? 0,
  }
}
