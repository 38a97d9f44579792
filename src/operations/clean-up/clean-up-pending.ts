import type { Aws } from '../../aws/client.js'
import { getDeployment } from '../../aws/deployments.js'
import { findOwnDeployment } from '../../aws/start-deployment.js'
import { stopDeployment } from '../../aws/stop-deployment.js'
import type { Clock } from '../../aws/clock.js'
import type { Deployment } from '../../deployment/deployment.js'
import type { SavedRun, UnconfirmedStart } from '../../deployment/pending-run.js'
import { rollBack } from './roll-back.js'

/** A start that nothing is known to have come of yet, or a deployment that may still be in progress or to be taken back. */
export type PendingRun = Exclude<SavedRun, { readonly phase: 'done' }>

/** When to look again for a deployment whose start may still be under way at AWS, in milliseconds after the last look. */
const LOOK_AGAIN_MS = [300, 700, 1000]

/**
 * Brings what a run started to an end, or finds out what became of it: finds the deployment, by its marker when
 * the start was never confirmed, and stops it if it is in progress and was not to be left. A rollback that was asked
 * for is finished.
 *
 * @param patienceMs how long to wait for the end of a stop
 * @returns the deployment as last seen; undefined when the run started none
 * @throws AwsRequestError when AWS refuses, or could not be reached
 */
export async function cleanUp(
  aws: Aws,
  pending: PendingRun,
  patienceMs: number
): Promise<Deployment | undefined> {
  const { start } = pending
  const number =
    pending.phase === 'starting' ? await findStarted(aws, pending.start) : pending.number
  if (number === undefined) return undefined
  const address = { ...start, number }
  if (pending.phase === 'rolling-back') return rollBack(aws, address, patienceMs)
  switch (start.onCancel) {
    case 'leave':
      return getDeployment(aws, address)
    case 'stop':
      return stopDeployment(aws, address, patienceMs)
  }
}

/** What is to be told of a start that could not be settled, with the reason: the number, where it is known. */
export function pendingRunText(pending: PendingRun, reason: string): string {
  const { region, applicationId, environmentId } = pending.start
  if (pending.phase !== 'starting') {
    const { number } = pending
    return [
      `Deployment ${number} may go on: it could not be brought to an end. ${reason}`,
      `To end it: operation: rollback with deployment-number: ${number}`,
    ].join('\n')
  }
  return [
    `A deployment may have been started in environment ${environmentId}: it could not be found out. ${reason}`,
    `To see: aws appconfig list-deployments --application-id ${applicationId} --environment-id ${environmentId} --region ${region}`,
  ].join('\n')
}

async function findStarted(
  aws: Aws,
  start: UnconfirmedStart
): Promise<number | undefined> {
  const provenance = { id: start.provenanceId }
  for (const pauseMs of [0, ...LOOK_AGAIN_MS]) {
    await aws.clock.sleep(pauseMs, aws.signal)
    const number = await findOwnDeployment(aws, start, start.latestNumber, provenance)
    if (number !== undefined) return number
  }
  return undefined
}
