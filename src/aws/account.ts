import { appConfigArn } from '../deployment/arn.js'
import type { Aws } from './client.js'
import type { EnvironmentAddress } from './deployments.js'
import { request } from './failure.js'

/**
 * Makes the ARNs of environments. Tags and associations are asked for by ARN, and AppConfig's answers about an
 * environment do not tell the account: STS does, which needs no permission for it. The SDK's own idea of the account
 * may come from AWS_ACCOUNT_ID, which jobs set for purposes of their own.
 * @throws AwsRequestError
 */
export async function environmentArns(aws: Aws): Promise<(address: EnvironmentAddress) => string> {
  const { region } = aws.connection
  const account = await accountId(aws)
  return ({ applicationId, environmentId }) =>
    appConfigArn(region, account, `application/${applicationId}/environment/${environmentId}`)
}

async function accountId(aws: Aws): Promise<string> {
  const { credentials, requestHandler } = aws.connection.retrying.config
  return request('GetCallerIdentity', 'the account of the credentials', async () => {
    const { GetCallerIdentityCommand, STSClient } = await import(
      /* webpackMode: "eager" */ '@aws-sdk/client-sts'
    )
    const sts = new STSClient({ region: aws.connection.region, credentials, requestHandler })
    const { Account } = await sts.send(new GetCallerIdentityCommand({}), { abortSignal: aws.signal })
    return Account ?? ''
  })
}
