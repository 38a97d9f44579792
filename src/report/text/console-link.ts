import { parseArnOf, partitionOfRegion } from '../../deployment/arn.js'

const CONSOLES: ReadonlyMap<string, string> = new Map([
  ['aws', 'console.aws.amazon.com'],
  ['aws-cn', 'console.amazonaws.cn'],
  ['aws-us-gov', 'console.amazonaws-us-gov.com'],
])

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
 * know. AWS documents none of these addresses; they are the ones that the consoles themselves show.
 */
export function deploymentConsoleUrl(deployment: ConsoleDeployment): string | undefined {
  const { partition, region, applicationId, environmentId, number } = deployment
  const path = ['applications', applicationId, 'environments', environmentId, 'deployments', String(number)]
  return appConfigUrl(partition, region, path)
}

/** The page of an application of a region. */
export function applicationConsoleUrl(region: string, applicationId: string): string | undefined {
  return appConfigUrl(partitionOfRegion(region), region, ['applications', applicationId])
}

/** The page of an environment of a region. */
export function environmentConsoleUrl(
  region: string,
  applicationId: string,
  environmentId: string,
): string | undefined {
  const path = ['applications', applicationId, 'environments', environmentId]
  return appConfigUrl(partitionOfRegion(region), region, path)
}

/** The page of a configuration profile of a region; undefined when its type, which the path depends on, is not known. */
export function profileConsoleUrl(
  region: string,
  applicationId: string,
  profileId: string,
  type: string | undefined,
): string | undefined {
  const kind = PROFILE_PATHS.get(type ?? '')
  if (kind === undefined) return undefined
  return appConfigUrl(partitionOfRegion(region), region, ['applications', applicationId, kind, profileId])
}

const PROFILE_PATHS: ReadonlyMap<string, string> = new Map([
  ['AWS.Freeform', 'configurationprofiles'],
  ['AWS.AppConfig.FeatureFlags', 'featureflags'],
])

/** The page of a CloudWatch alarm, in the partition and region of its ARN; undefined for what is no such ARN. */
export function alarmConsoleUrl(alarmArn: string): string | undefined {
  const arn = parseArnOf('cloudwatch', alarmArn)
  if (arn?.resource.startsWith('alarm:') !== true) return undefined
  const name = encoded(arn.resource.slice('alarm:'.length))
  return homeUrl(arn.partition, arn.region, 'cloudwatch', `alarmsV2:alarm/${name}`)
}

/** The page of a KMS key, in the partition and region of its ARN; undefined for what is no ARN of a key. */
export function keyConsoleUrl(keyArn: string): string | undefined {
  const arn = parseArnOf('kms', keyArn)
  if (arn?.resource.startsWith('key/') !== true) return undefined
  const id = encoded(arn.resource.slice('key/'.length))
  return homeUrl(arn.partition, arn.region, 'kms', `/kms/keys/${id}`)
}

/** The calls of StopDeployment in the CloudTrail console of a region: they tell who stopped a deployment. */
export function stopsConsoleUrl(region: string): string | undefined {
  return homeUrl(partitionOfRegion(region), region, 'cloudtrailv2', '/events?EventName=StopDeployment')
}

function appConfigUrl(partition: string, region: string, path: readonly string[]): string | undefined {
  const host = CONSOLES.get(partition)
  if (host === undefined) return undefined
  return `https://${host}/systems-manager/appconfig/${path.map(encoded).join('/')}?region=${encoded(region)}`
}

function homeUrl(partition: string, region: string, service: string, fragment: string): string | undefined {
  const host = CONSOLES.get(partition)
  if (host === undefined || region === '') return undefined
  return `https://${host}/${service}/home?region=${encoded(region)}#${fragment}`
}

/** Percent-encoded, also the signs that `encodeURIComponent` leaves and that mean something to Markdown. */
function encoded(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd')).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
