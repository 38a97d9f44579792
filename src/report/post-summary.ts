import type { Deployment } from '../deployment/deployment.js'
import { isInProgress } from '../deployment/deployment.js'
import { markdownText } from './markdown-text.js'

/** What `post` adds to the job summary: a heading, and what it did about the deployment that a killed step left. */
export function postSummary(message: string, deployment: Deployment | undefined): string {
  const sign = deployment === undefined || isInProgress(deployment.state) ? '⚠️' : '🛑'
  return `## ${sign} The step was ended before it had finished\n\n${markdownText(message)}\n`
}
