import type { AppConfig } from '../appconfig/client.js'
import { getDeployment } from '../appconfig/deployments.js'
import { findOwnDeployment } from '../appconfig/start-deployment.js'
import { stopDeployment } from '../appconfig/stop-deployment.js'
import type { Clock } from '../clock.js'
import { type Deployment, isInProgress } from '../deployment/deployment.js'
import type { StartState } from '../start-state.js'

/** When to look again for a deployment whose start may still be under way at AWS, in milliseconds after the last look. */
const LOOK_AGAIN_MS = [300, 700, 1000]

/**
 * Brings what a run started to an end, or finds out what became of it: finds the deployment, by its marker when
 * the start was never confirmed, and stops it if it is in progress and was not to be left.
 *
 * @param wish what becomes of a deployment in progress
 * @param patienceMs how long to wait for the end of a stop
 * @returns the deployment; undefined when the run started none
 * @throws AwsRequestError when AWS refuses, or could not be reached
 */
export async function settleStart(
  appconfig: AppConfig,
  state: Exclude<StartState, { readonly phase: 'settled' }>,
  wish: 'stop' | 'leave',
  clock: Clock,
  patienceMs: number,
  signal: AbortSignal,
): Promise<Deployment | undefined> {
  const number = state.phase === 'started' ? state.number : await findStarted(appconfig, state, clock, signal)
  if (number === undefined) return undefined
  const address = { ...state.start, number }
  if (wish === 'leave') return getDeployment(appconfig, address, signal)
  const deployment = await getDeployment(appconfig, address, signal)
  if (!isInProgress(deployment.state)) return deployment
  return stopDeployment(appconfig, address, clock, patienceMs, signal)
}

async function findStarted(
  appconfig: AppConfig,
  { start }: Extract<StartState, { readonly phase: 'starting' }>,
  clock: Clock,
  signal: AbortSignal,
): Promise<number | undefined> {
  const provenance = { id: start.provenanceId }
  for (const pauseMs of [0, ...LOOK_AGAIN_MS]) {
    await clock.sleep(pauseMs, signal)
    const number = await findOwnDeployment(appconfig, start, start.latestNumber, provenance, signal)
    if (number !== undefined) return number
  }
  return undefined
}
