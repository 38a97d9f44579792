import type { Aws } from '../../aws/client.js'
import { getDeployment } from '../../aws/deployments.js'
import { pauseBeforeNext, RETRY } from '../../aws/retry.js'
import { findOwnDeployment } from '../../aws/start-deployment.js'
import { stopDeployment } from '../../aws/stop-deployment.js'
import type { Deployment } from '../../deployment/deployment.js'
import type { PendingRun, UnconfirmedStart } from '../../deployment/run-record.js'
import { rollBack } from '../steps/roll-back.js'

/**
 * Brings what a run started to an end, or finds out what became of it: finds the deployment, by its marker when
 * the start was never confirmed, and stops it if it is in progress and was not to be left. A rollback that was asked
 * for is finished.
 *
 * @param timeoutMs how long to wait for the end of a stop, in milliseconds
 * @returns the deployment as last seen; undefined when the run started none
 * @throws AwsRequestError when AWS refuses, or could not be reached
 */
export async function cleanUpPending(
  aws: Aws,
  pending: PendingRun,
  timeoutMs: number,
): Promise<Deployment | undefined> {
  const { start } = pending
  const number = pending.phase === 'starting' ? await findStarted(aws, pending.start) : pending.number
  if (number === undefined) return undefined
  const address = { ...start, number }
  if (pending.phase === 'rolling-back') return rollBack(aws, address, timeoutMs)
  switch (start.onCancel) {
    case 'leave':
      return getDeployment(aws, address)
    case 'stop':
      return stopDeployment(aws, address, timeoutMs)
  }
}

/** What is reported of a pending run that could not be brought to its end, with the reason. */
export function pendingRunText(pending: PendingRun, reason: string): string {
  const { region, applicationId, environmentId } = pending.start
  if (pending.phase !== 'starting') {
    const { number } = pending
    return [
      `Deployment ${number} may still be in progress: it could not be brought to an end. ${reason}`,
      `To end it: operation: rollback with deployment-number: ${number}`,
    ].join('\n')
  }
  return [
    `A deployment may have been started in environment ${environmentId}: it could not be found out. ${reason}`,
    `To see: aws appconfig list-deployments --application-id ${applicationId} --environment-id ${environmentId} --region ${region}`,
  ].join('\n')
}

/** A start that AWS still carries out is listed a moment later. */
async function findStarted(aws: Aws, start: UnconfirmedStart): Promise<number | undefined> {
  const provenance = { id: start.provenanceId }
  for (let attempt = 1; ; attempt++) {
    const number = await findOwnDeployment(aws, start, start.latestNumber, provenance)
    if (number !== undefined) return number
    if (!(await pauseBeforeNext(aws, RETRY.unseenStart, attempt))) return undefined
  }
}
