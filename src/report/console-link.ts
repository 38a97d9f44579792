const CONSOLES: ReadonlyMap<string, string> = new Map([
  ['aws', 'console.aws.amazon.com'],
  ['aws-cn', 'console.amazonaws.cn'],
  ['aws-us-gov', 'console.amazonaws-us-gov.com'],
])

const PARTITIONS: readonly (readonly [prefix: string, partition: string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'],
  ['eusc-', 'aws-eusc'],
]

/** What names a deployment in the AWS console. */
export interface ConsoleDeployment {
  readonly partition: string
  readonly region: string
  readonly applicationId: string
  readonly environmentId: string
  readonly number: number
}

/**
 * The page of a deployment in the AWS console, or undefined for a partition whose console this does not
 * know. AWS documents no such address; the path is the one that the console itself shows.
 */
export function deploymentConsoleUrl(deployment: ConsoleDeployment): string | undefined {
  const host = CONSOLES.get(deployment.partition)
  if (host === undefined) return undefined
  const application = encodeURIComponent(deployment.applicationId)
  const environment = encodeURIComponent(deployment.environmentId)
  const path = `applications/${application}/environments/${environment}/deployments/${deployment.number}`
  return `https://${host}/systems-manager/appconfig/${path}?region=${encodeURIComponent(deployment.region)}`
}

/** The partition (`aws`, `aws-cn`, `aws-us-gov` …) that a region belongs to; `aws` for a region unknown here. */
export function partitionOfRegion(region: string): string {
  return PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws'
}
