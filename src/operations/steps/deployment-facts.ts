import { present } from '../../configuration/json/present.js'
import { type Deployment, isRolledBack } from '../../deployment/deployment.js'
import type { Facts } from '../../deployment/facts.js'
import { withoutMarker } from '../../deployment/provenance.js'
import { rollbackReason } from '../../deployment/rollback-reason.js'
import { partitionOfRegion } from '../../deployment/arn.js'
import { deploymentConsoleUrl } from '../../report/text/console-link.js'

/** What the run knows of a deployment beyond what AWS says of it. */
export interface DeploymentContext {
  readonly region: string
  /** The alarms that monitor the environment, to recognise the one that rolled it back. */
  readonly alarmArns: readonly string[]
  /** The highest percentage seen so far: AppConfig sets it to 0 in a rollback. */
  readonly highestPercentage?: number
}

/** The facts that follow from a deployment. This is the one place that says why it was rolled back. */
export function deploymentFacts(deployment: Deployment, context: DeploymentContext): Facts {
  const { region, alarmArns, highestPercentage } = context
  const consoleUrl = consoleUrlOf(deployment, region)
  const known = { alarmArns, ...present({ percentage: highestPercentage }) }
  const reason = isRolledBack(deployment) ? rollbackReason(deployment.events, known) : undefined
  return {
    deployment,
    description: withoutMarker(deployment.description),
    ...present({ consoleUrl, rollbackReason: reason }),
  }
}

/** The page of a deployment in the AWS console; undefined in a partition that has none. */
export function consoleUrlOf(deployment: Deployment, region: string): string | undefined {
  return deploymentConsoleUrl({ partition: partitionOfRegion(region), region, ...deployment })
}
