import type { Deployment } from './deployment.js'

export type WaitFor = 'complete' | 'deployed' | 'started'

/** What a look at a deployment means for a run that waits for it. */
export type Verdict =
  | { readonly kind: 'go-on' }
  | { readonly kind: 'reached'; readonly waitedFor: WaitFor }
  | { readonly kind: 'failed'; readonly state: 'ROLLED_BACK' | 'REVERTED' }

/**
 * Whether the wait is over. COMPLETE always ends it well; a bake time or an end of the growth does when all targets
 * are enough; ROLLED_BACK and REVERTED end it badly, whatever was waited for.
 */
export function verdict(deployment: Pick<Deployment, 'state'>, waitFor: WaitFor): Verdict {
  switch (deployment.state) {
    case 'ROLLED_BACK':
    case 'REVERTED':
      return { kind: 'failed', state: deployment.state }
    case 'COMPLETE':
      return { kind: 'reached', waitedFor: waitFor }
    case 'BAKING':
      return waitFor === 'complete' ? { kind: 'go-on' } : { kind: 'reached', waitedFor: waitFor }
    case 'DEPLOYING':
    case 'VALIDATING':
    case 'ROLLING_BACK':
    case 'UNKNOWN':
      return waitFor === 'started' && deployment.state !== 'ROLLING_BACK'
        ? { kind: 'reached', waitedFor: waitFor }
        : { kind: 'go-on' }
  }
}
