import type { AppConfigClientConfig } from '@aws-sdk/client-appconfig'
import { fromWebToken } from '@aws-sdk/credential-provider-web-identity'
import { AwsRequestError, request } from './failure.js'

export interface RoleToAssume {
  readonly roleArn: string
  readonly durationSeconds: number
  readonly sessionName: string
  readonly region: string
  /** A fresh token each time: a run may last longer than one. */
  readonly idToken: () => Promise<string>
}

/**
 * Credentials of a role, assumed with GitHub's OIDC token. The SDK asks again some minutes before they expire, so
 * they last as long as the run.
 */
export function assumedRole(role: RoleToAssume): NonNullable<AppConfigClientConfig['credentials']> {
  return async (caller) => {
    const webIdentityToken = await tokenFor(role)
    const provider = fromWebToken({
      roleArn: role.roleArn,
      roleSessionName: role.sessionName,
      durationSeconds: role.durationSeconds,
      webIdentityToken,
      clientConfig: { region: role.region },
    })
    return request('AssumeRoleWithWebIdentity', `role ${role.roleArn}`, () => provider(caller))
  }
}

/** GitHub's token service may fail for a moment, as AWS may: a watch of hours must not end by that. */
async function tokenFor(role: RoleToAssume): Promise<string> {
  try {
    return await role.idToken()
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'TokenUnavailableError') throw error
    throw new AwsRequestError(
      {
        kind: 'token-unavailable',
        operation: 'AssumeRoleWithWebIdentity',
        about: `role ${role.roleArn}`,
        name: error.name,
        message: error.message,
      },
      { cause: error },
    )
  }
}
