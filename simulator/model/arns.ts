import type { Account } from './account.js'

const arn = (account: Account, resource: string) =>
  `arn:aws:appconfig:${account.region}:${account.id}:${resource}`

export const applicationArn = (account: Account, application: string) =>
  arn(account, `application/${application}`)

export const environmentArn = (account: Account, application: string, environment: string) =>
  arn(account, `application/${application}/environment/${environment}`)

export const profileArn = (account: Account, application: string, profile: string) =>
  arn(account, `application/${application}/configurationprofile/${profile}`)

export const deploymentArn = (account: Account, application: string, environment: string, number: number) =>
  arn(account, `application/${application}/environment/${environment}/deployment/${number}`)

export const strategyArn = (account: Account, strategy: string) =>
  arn(account, `deploymentstrategy/${strategy}`)

export const associationArn = (account: Account, association: string) =>
  arn(account, `extensionassociation/${association}`)

/** AWS's own extensions have an ARN without an account. */
export const extensionArn = (
  account: Account,
  extension: { readonly id: string; readonly awsAuthored: boolean },
  version: number,
) =>
  extension.awsAuthored
    ? `arn:aws:appconfig:${account.region}::extension/${extension.id}/${version}`
    : arn(account, `extension/${extension.id}/${version}`)
