import type { Aws } from '../../aws/client.js'
import { getDeployment } from '../../aws/deployments.js'
import { RETRY, retryDelayMs } from '../../aws/retry.js'
import { findOwnDeployment } from '../../aws/start-deployment.js'
import { stopDeployment } from '../../aws/stop-deployment.js'
import type { Deployment } from '../../deployment/deployment.js'
import type { PendingRun } from '../../deployment/run-record.js'
import { rollBack } from '../steps/roll-back.js'

/** A pending run whose deployment is known by its number. */
export type FoundRun = Exclude<PendingRun, { readonly phase: 'starting' }>

/**
 * The run with the number of its deployment: found by its marker when the start was never confirmed. AWS may carry out a
 * start long after the request, and list it later still, so the search goes on for some time.
 * @param searchMs how long to search, in milliseconds; at least once in any case
 * @returns undefined when no deployment of the run was found in that time
 * @throws AwsRequestError when AWS refuses, or could not be reached
 */
export async function findPending(
  aws: Aws,
  pending: PendingRun,
  searchMs: number,
): Promise<FoundRun | undefined> {
  if (pending.phase !== 'starting') return pending
  const { start } = pending
  const endMs = aws.clock.nowMs() + searchMs
  for (let attempt = 1; ; attempt++) {
    const number = await findOwnDeployment(aws, start, start.latestNumber, { id: start.provenanceId })
    if (number !== undefined) return { phase: 'started', start, number }
    if (aws.clock.nowMs() >= endMs || aws.signal.aborted) return undefined
    await aws.clock.sleep(retryDelayMs(RETRY.unseenStart, attempt), aws.signal)
  }
}

/**
 * Brings what a run started to an end, or finds out what became of it: stops the deployment if it is in progress and
 * was not to be left. A rollback that was asked for is finished.
 * @param timeoutMs how long to wait for the end of a stop, in milliseconds
 * @returns the deployment as last seen
 * @throws AwsRequestError when AWS refuses, or could not be reached
 */
export async function finishPending(
  aws: Aws,
  { phase, start, number }: FoundRun,
  timeoutMs: number,
): Promise<Deployment> {
  const address = { ...start, number }
  if (phase === 'rolling-back') return rollBack(aws, address, timeoutMs)
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

/** What is reported of a start that was sent and that nobody has seen: whether AWS got it is not known. */
export function unseenStartText({ start }: PendingRun, searchMs: number): string {
  const { applicationId, environmentId, region } = start
  return [
    `No deployment of this step was found in environment ${environmentId} for ${searchMs / 1000} s, although its start was sent.`,
    `To make sure: aws appconfig list-deployments --application-id ${applicationId} --environment-id ${environmentId} --region ${region}`,
  ].join('\n')
}
