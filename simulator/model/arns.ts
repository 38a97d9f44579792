import type { Account } from './account.js'

/** What an ARN depends on. `region` is the one that the request was signed for. */
type Owner = Pick<Account, 'id' | 'region'>

const arn = (account: Owner, resource: string) =>
  `arn:${partitionOf(account.region)}:appconfig:${account.region}:${account.id}:${resource}`

export const applicationArn = (account: Owner, application: string) =>
  arn(account, `application/${application}`)

export const environmentArn = (account: Owner, application: string, environment: string) =>
  arn(account, `application/${application}/environment/${environment}`)

export const profileArn = (account: Owner, application: string, profile: string) =>
  arn(account, `application/${application}/configurationprofile/${profile}`)

export const deploymentArn = (account: Owner, application: string, environment: string, number: number) =>
  arn(account, `application/${application}/environment/${environment}/deployment/${number}`)

export const experimentRunArn = (account: Owner, application: string, experiment: string, run: number) =>
  arn(account, `application/${application}/experimentdefinition/${experiment}/experimentrun/${run}`)

export const strategyArn = (account: Owner, strategy: string) =>
  arn(account, `deploymentstrategy/${strategy}`)

export const associationArn = (account: Owner, association: string) =>
  arn(account, `extensionassociation/${association}`)

/** AWS's own extensions have an ARN without an account. */
export const extensionArn = (
  account: Owner,
  extension: { readonly id: string; readonly awsAuthored: boolean },
  version: number,
) => arn(extension.awsAuthored ? { ...account, id: '' } : account, `extension/${extension.id}/${version}`)

export const kmsArn = ({ id, region }: Owner, resource: string) =>
  `arn:${partitionOf(region)}:kms:${region}:${id}:${resource}`

/** The partition that a region lies in. */
export function partitionOf(region: string): string {
  const [, partition] = PARTITIONS.find(([prefix]) => region.startsWith(prefix)) ?? []
  return partition ?? 'aws'
}

const PARTITIONS = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-isob-', 'aws-iso-b'],
  ['us-isof-', 'aws-iso-f'],
  ['us-iso-', 'aws-iso'],
  ['eu-isoe-', 'aws-iso-e'],
  ['eusc-', 'aws-eusc'],
] as const

/**
 * What an AppConfig ARN names in the account, without partition, region and account: `application/abc1234`.
 * `undefined` for an ARN of another region or account. An ARN without an account means this one.
 */
export function resourceIn(account: Owner, given: string): string | undefined {
  const [, partition, region, id, resource] = /^arn:([^:]+):appconfig:([^:]*):(\d*):(.+)$/.exec(given) ?? []
  if (partition !== partitionOf(account.region)) return undefined
  if (region !== '' && region !== account.region) return undefined
  return id === '' || id === account.id ? resource : undefined
}

/** The ARN with the account filled in where it has none, so that two ways to write it compare as equal. */
export const withAccount = ({ id }: Owner, given: string): string =>
  given.replace(/^(arn:[^:]+:[^:]+:[^:]*):(?=:)/, `$1:${id}`)

/** An ARN of the account that was made in one region, as the region of the request has it. */
export const inRegion = ({ region }: Owner, given: string): string =>
  given.replace(
    /^arn:[^:]+:(appconfig|kms):[^:]+:/,
    (_, service: string) => `arn:${partitionOf(region)}:${service}:${region}:`,
  )
