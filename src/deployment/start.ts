import { isInProgress, type DeploymentState } from './deployment.js'

/** How a request failed, as far as it matters to whether it was carried out. */
export type RequestOutcome =
  /** The service refused, and did nothing. */
  | 'refused'
  /** Somebody else was faster: another deployment is in progress, or is newer than the one expected. */
  | 'conflict'
  /** The service asked to come back later, and did nothing. */
  | 'throttled'
  /** No usable answer: it may have been carried out, or may still be. */
  | 'unknown'

/** A deployment that is newer than the newest one known before the start. */
export interface NewerDeployment {
  readonly number: number
  readonly state: DeploymentState
  /** Whether its description carries this run's marker. */
  readonly ours: boolean
}

/** What stands in an environment after a start that failed. */
export interface EnvironmentAfterStart {
  readonly newer: readonly NewerDeployment[]
  /** The number of a deployment that occupies the environment, whenever it was started. */
  readonly inProgress: number | undefined
}

export type StartDecision =
  | { readonly kind: 'adopt'; readonly number: number }
  | { readonly kind: 'busy'; readonly number: number | undefined }
  | { readonly kind: 'retry'; readonly latestNumber: number }
  | { readonly kind: 'give-up' }

/** How often a start whose outcome is unknown is repeated after a look that found nothing. */
export const MAX_STARTS = 6

/**
 * What to do after a StartDeployment that did not answer with a deployment, given what stands in the environment now.
 * A deployment with this run's marker is the one whose answer was lost. Otherwise another's in progress means a busy
 * environment; another's that has ended moves the expected newest number on; and nothing new allows another try,
 * which the expected number keeps from starting a second deployment should the first request still be under way.
 *
 * @param latestNumber the newest deployment number before the start, 0 when there was none
 * @param attempt which start this was, from 1
 */
export function afterFailedStart(
  outcome: RequestOutcome,
  latestNumber: number,
  { newer, inProgress }: EnvironmentAfterStart,
  attempt: number,
): StartDecision {
  const ours = newer.find((deployment) => deployment.ours)
  if (ours !== undefined) return { kind: 'adopt', number: ours.number }
  if (outcome === 'refused') return { kind: 'give-up' }
  const busyWith = newer.find((deployment) => isInProgress(deployment.state))?.number ?? inProgress
  if (busyWith !== undefined) return { kind: 'busy', number: busyWith }
  if (attempt >= MAX_STARTS)
    return outcome === 'conflict' ? { kind: 'busy', number: undefined } : { kind: 'give-up' }
  const newest = Math.max(latestNumber, ...newer.map((deployment) => deployment.number))
  return { kind: 'retry', latestNumber: newest }
}
