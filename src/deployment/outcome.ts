import type { Deployment } from './deployment.js'

/** How a run of the action ended, for whoever reads about it. `stopped` is confirmed, never merely asked for. */
export type Outcome =
  | { readonly kind: 'complete' }
  /** All targets have the configuration, bake time goes on, and the run was not to wait for its end. */
  | { readonly kind: 'deployed' }
  /** The deployment is in progress and the run was not to wait for it. */
  | { readonly kind: 'started' }
  /** `operation: plan`: nothing was to be changed, and nothing was. */
  | { readonly kind: 'planned'; readonly hasChanges: boolean }
  /** `if-unchanged: skip`: the environment runs this already. */
  | { readonly kind: 'unchanged' }
  /**
   * `requested`: the run was to roll back, so this is its success; `wasBefore`: it found it done.
   */
  | {
      readonly kind: 'rolled-back' | 'reverted'
      readonly requested: boolean
      readonly wasBefore?: boolean
    }
  /** `operation: remove-environment`; `wasBefore`: it found none. */
  | { readonly kind: 'removed'; readonly wasBefore: boolean }
  | { readonly kind: 'timed-out'; readonly stopped: boolean; readonly afterMs?: number }
  | { readonly kind: 'cancelled'; readonly stopped: boolean }
  /** Another deployment occupies the environment, and nothing was started. */
  | { readonly kind: 'busy'; readonly otherNumber?: number }
  /** Anything else. `message` says what happened and is untrusted. */
  | { readonly kind: 'failed'; readonly message: string }

/** Whether the step passes with this outcome (design, "Ends"). */
export function isSuccess(outcome: Outcome): boolean {
  switch (outcome.kind) {
    case 'complete':
    case 'deployed':
    case 'started':
    case 'unchanged':
    case 'planned':
    case 'removed':
      return true
    case 'rolled-back':
    case 'reverted':
      return outcome.requested
    case 'timed-out':
    case 'cancelled':
    case 'busy':
    case 'failed':
      return false
  }
}

/**
 * The outcome of a run that was to roll a deployment back, and did.
 * @param wasBefore it had been rolled back before the run
 */
export function requestedOutcome({ state }: Pick<Deployment, 'state'>, wasBefore: boolean): Outcome {
  const kind = state === 'REVERTED' ? 'reverted' : 'rolled-back'
  return { kind, requested: true, ...(wasBefore ? { wasBefore } : {}) }
}
