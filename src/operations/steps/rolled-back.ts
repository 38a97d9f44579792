import type { Deployment } from '../../deployment/deployment.js'
import type { Outcome } from '../../deployment/outcome.js'
import { rollbackReason } from '../../deployment/rollback-reason.js'

/** Whether nothing of the deployment is left in its environment. */
export function isRolledBack({ state }: Pick<Deployment, 'state'>): boolean {
  return state === 'ROLLED_BACK' || state === 'REVERTED'
}

/**
 * The outcome of a run that was to take the deployment back, and did.
 * @param wasBefore it had been taken back before the run
 */
export function requestedOutcome({ state, events }: Deployment, wasBefore: boolean): Outcome {
  const reason = rollbackReason(events)
  const kind = state === 'REVERTED' ? 'reverted' : 'rolled-back'
  return {
    kind,
    requested: true,
    ...(wasBefore ? { wasBefore } : {}),
    ...(reason === undefined ? {} : { reason }),
  }
}
