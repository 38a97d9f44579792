import { type Deployment, isInProgress } from './deployment.js'

/** What a rollback has to do next about a deployment. */
export type RollbackStep =
  /** In progress: stop it, or wait for the rollback that is under way. */
  | { readonly kind: 'stop' }
  /** Complete: revert it. */
  | { readonly kind: 'revert' }
  /** Complete for longer than AppConfig reverts. */
  | { readonly kind: 'too-late'; readonly completedAtMs: number }
  /** Taken back: nothing is left to do. */
  | { readonly kind: 'done' }

/** "AppConfig only allows a revert within 72 hours of deployment completion" (API reference, StopDeployment). */
export const REVERT_HOURS = 72
const HOUR_MINUTES = 60

/**
 * The next step of a rollback. Decided anew after each: a deployment may complete while it is being stopped, and is
 * reverted then, since the rollback was asked for.
 *
 * @param nowMs the service's time
 * @param minuteMs how long one of AppConfig's minutes lasts, in milliseconds
 */
export function nextRollbackStep(
  { state, completedAtMs }: Pick<Deployment, 'state' | 'completedAtMs'>,
  nowMs: number,
  minuteMs: number,
): RollbackStep {
  if (isInProgress(state)) return { kind: 'stop' }
  if (state !== 'COMPLETE') return { kind: 'done' }
  // A service that does not tell when it completed decides by itself.
  if (completedAtMs === undefined) return { kind: 'revert' }
  const isLate = nowMs - completedAtMs > REVERT_HOURS * HOUR_MINUTES * minuteMs
  return isLate ? { kind: 'too-late', completedAtMs } : { kind: 'revert' }
}
