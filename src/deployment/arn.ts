/** An Amazon Resource Name, taken apart: `arn:partition:service:region:account:resource`. */
export interface Arn {
  readonly partition: string
  readonly service: string
  /** Empty for what has no region, such as a role. */
  readonly region: string
  /** As it stands in the ARN; empty for what has no account, such as a bucket. */
  readonly account: string
  /** What the service makes of it: `role/release`, `alarm:Errors`, `application/abc/environment/def`. */
  readonly resource: string
}

const ARN = /^arn:(aws[a-z-]{0,20}):([a-z0-9-]{1,40}):([a-z0-9-]{0,40}):([a-z0-9-]{0,20}):([^\n]{1,2000})$/
const ALARM_ARN = /arn:aws[a-z-]{0,20}:cloudwatch:[a-z0-9-]{1,40}:\d{12}:alarm:[^\s"'<>[\]{}]{1,255}/
const PARTITIONS: readonly (readonly [prefix: string, partition: string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'],
  ['eusc-', 'aws-eusc'],
]

/** Whether a text is the ID of an AWS account: twelve digits. */
export function isAccountId(text: string): boolean {
  return /^\d{12}$/.test(text)
}

/** The parts of an ARN; undefined for a text that is none. */
export function parseArn(text: string): Arn | undefined {
  const [, partition, service, region = '', account = '', resource] = ARN.exec(text) ?? []
  if (partition === undefined || service === undefined || resource === undefined) return undefined
  return { partition, service, region, account, resource }
}

/** The parts of an ARN of a service; undefined for every other text. */
export function parseArnOf(service: string, text: string): Arn | undefined {
  const arn = parseArn(text)
  return arn?.service === service ? arn : undefined
}

/** The first ARN of a CloudWatch alarm in a text, without the punctuation of its sentence. */
export function alarmArnIn(text: string): string | undefined {
  const found = ALARM_ARN.exec(text)?.[0]
  if (found === undefined) return undefined
  let end = found.length
  while (end > 0 && '.,;:!?)'.includes(found.charAt(end - 1))) end--
  return found.slice(0, end)
}

/** The partition that a region belongs to, by its prefix; `aws` for every other. */
export function partitionOfRegion(region: string): string {
  return PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws'
}

/** The ARN of a resource of AppConfig. @param resource such as `application/abc/environment/def` */
export function appConfigArn(region: string, account: string, resource: string): string {
  return `arn:${partitionOfRegion(region)}:appconfig:${region}:${account}:${resource}`
}
