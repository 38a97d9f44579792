import { isInProgress } from '../../deployment/deployment.js'
import type { Outcome } from '../../deployment/outcome.js'
import type { Run } from '../run.js'

/**
 * Tells `post` that there is nothing left to do, unless there is: a cancelled run has to be settled, and so has a
 * deployment that was to be stopped and has not been seen to end.
 */
export function settled(
  outcome: Outcome,
  { onTimeout }: { readonly onTimeout: 'leave' | 'stop' },
  run: Run,
): Outcome {
  const { deployment } = run.known()
  const isLeft =
    outcome.kind === 'deployed' ||
    outcome.kind === 'started' ||
    (outcome.kind === 'timed-out' && onTimeout === 'leave')
  const isDone = outcome.kind !== 'cancelled' && (deployment === undefined || !isInProgress(deployment.state))
  if (isLeft || isDone) run.saveStart({ phase: 'done' })
  return outcome
}
