import type { Deployment } from './deployment.js'
import { nextPollDelayMs } from './schedule.js'
import { type Verdict, verdict, type WaitFor } from './verdict.js'

/** What a watch knows after a look. */
export interface WatchState {
  readonly deployment: Deployment
  /** When the watch began, in the service's time: what stands for a start that the service does not tell. */
  readonly beganAtMs: number
  /** Looks in a row that failed. */
  readonly failedPolls: number
  /** Whether the last of them was throttled. */
  readonly isThrottled: boolean
}

/** What a look brought. */
export type Look =
  | { readonly ok: true; readonly deployment: Deployment }
  | { readonly ok: false; readonly isThrottled: boolean }

/** The moment at which a watch decides. */
export interface Moment {
  /** Now, in the service's time. */
  readonly serviceMs: number
  /** How long the watch may still last. */
  readonly timeLeftMs: number
  /** How long one of AppConfig's minutes lasts. */
  readonly minuteMs: number
}

/** What a watch does next: it ends, or it looks again after a while. */
export type WatchStep =
  | { readonly kind: 'end'; readonly end: Exclude<Verdict['kind'], 'go-on'> | 'timed-out' }
  | { readonly kind: 'look'; readonly afterMs: number }

/** A watch that begins with a first look, or with the answer to the start. */
export function watchStarted(deployment: Deployment, serviceMs: number): WatchState {
  return { deployment, beganAtMs: serviceMs, failedPolls: 0, isThrottled: false }
}

/** What a watch knows after one more look. A look that failed leaves the deployment as it was last seen. */
export function afterPoll(watched: WatchState, look: Look): WatchState {
  return look.ok
    ? { ...watched, deployment: look.deployment, failedPolls: 0, isThrottled: false }
    : { ...watched, failedPolls: watched.failedPolls + 1, isThrottled: look.isThrottled }
}

/** Decides whether the watch is over, and when to look again if not. */
export function nextStep(watched: WatchState, waitFor: WaitFor, moment: Moment): WatchStep {
  const { deployment, failedPolls, isThrottled } = watched
  const { kind } = verdict(deployment, waitFor)
  if (kind !== 'go-on') return { kind: 'end', end: kind }
  if (moment.timeLeftMs <= 0) return { kind: 'end', end: 'timed-out' }
  const afterMs = nextPollDelayMs({
    strategy: deployment.strategy,
    state: deployment.state,
    events: deployment.events,
    startedAtMs: deployment.startedAtMs ?? watched.beganAtMs,
    nowMs: moment.serviceMs,
    minuteMs: moment.minuteMs,
    waitFor,
    failedPolls,
    isThrottled,
    timeLeftMs: moment.timeLeftMs,
  })
  return { kind: 'look', afterMs }
}
