import type { Deployment } from '../../deployment/deployment.js'
import { isInProgress } from '../../deployment/deployment.js'
import { partitionOfRegion } from '../../deployment/arn.js'
import { deploymentConsoleUrl } from '../text/console-link.js'
import { markdownText } from '../text/markdown.js'
import { evidenceReport } from './summary.js'

/**
 * What `post` adds to the job summary: what it did about the deployment that a killed step left, and the evidence of
 * that deployment, since the step wrote none.
 *
 * @param deployment as last seen; undefined when there is none, or it could not be looked at
 * @param nowMs the service's time
 */
export function postSummary(
  message: string,
  deployment: Deployment | undefined,
  region: string,
  nowMs: number,
): string {
  const sign = deployment === undefined || isInProgress(deployment.state) ? '⚠️' : '🛑'
  const head = `## ${sign} The step was ended before it had finished\n\n${markdownText(message)}`
  if (deployment === undefined) return `${head}\n`
  const consoleUrl = deploymentConsoleUrl({ partition: partitionOfRegion(region), region, ...deployment })
  return evidenceReport(head, {
    outcome: { kind: 'cancelled', stopped: !isInProgress(deployment.state) },
    deployment,
    region,
    consoleUrl,
    nowMs,
  })
}
