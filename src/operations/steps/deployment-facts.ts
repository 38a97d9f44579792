import type { Deployment } from '../../deployment/deployment.js'
import { withoutMarker } from '../../deployment/provenance.js'
import { deploymentConsoleUrl, partitionOfRegion } from '../../report/text/console-link.js'
import type { Run } from '../run.js'

/** Makes a look at a deployment known, with what follows from it. */
export function publishDeployment(deployment: Deployment, region: string, run: Run): void {
  const consoleUrl = deploymentConsoleUrl({ partition: partitionOfRegion(region), region, ...deployment })
  run.learn({
    deployment,
    description: withoutMarker(deployment.description),
    ...(consoleUrl === undefined ? {} : { consoleUrl }),
  })
}
