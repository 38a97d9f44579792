import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { partitionOfRegion } from '../report/console-link.js'
import type { AppConfig } from './client.js'
import type { EnvironmentAddress } from './deployments.js'
import { request } from './failure.js'

/**
 * The ARN of an environment. Tags and associations are asked for by ARN, and AppConfig's answers about an environment
 * do not tell the account: the credentials do, or STS, which needs no permission for it.
 * @throws AwsRequestError
 */
export async function environmentArn(
  appconfig: AppConfig,
  address: EnvironmentAddress,
  signal: AbortSignal,
): Promise<string> {
  const { region } = appconfig
  const account = await accountId(appconfig, signal)
  const path = `application/${address.applicationId}/environment/${address.environmentId}`
  return `arn:${partitionOfRegion(region)}:appconfig:${region}:${account}:${path}`
}

async function accountId(appconfig: AppConfig, signal: AbortSignal): Promise<string> {
  const { credentials, requestHandler } = appconfig.retrying.config
  return request('GetCallerIdentity', 'the account of the credentials', async () => {
    const known = (await credentials()).accountId
    if (known !== undefined) return known
    const sts = new STSClient({ region: appconfig.region, credentials, requestHandler })
    const { Account } = await sts.send(new GetCallerIdentityCommand({}), { abortSignal: signal })
    return Account ?? ''
  })
}
