import type { AppConfigClientConfig } from '@aws-sdk/client-appconfig'
import type { ConnectionSettings } from './client.js'
import { AwsRequestError, request } from './failure.js'
import type { RoleInputs } from '../inputs/inputs.js'

/** STS takes 2 to 64 of these characters as the name of a session, which CloudTrail shows. */
const NOT_IN_SESSION_NAMES = /[^\w+=,.@-]/g

/** A fresh OIDC token of the job for an audience: a run may last longer than one. @throws TokenUnavailableError */
export type IdToken = (audience: string) => Promise<string>

/** GitHub was asked for a token and gave none: it may a little later. */
export class TokenUnavailableError extends Error {
  override readonly name = 'TokenUnavailableError'
}

/** A role to assume, in a region, by which tokens. */
export interface RoleSession {
  readonly role: RoleInputs | undefined
  readonly region: string
  /** The ID of the workflow run, for the name of the session where the inputs give none. */
  readonly runId: string | undefined
  readonly idToken: IdToken
}

/**
 * The credentials of the step for `connect`: those of `role-to-assume`, refreshed as long as the run lasts, or none,
 * which lets the SDK find those of the job's environment. The SDK asks again some minutes before they expire.
 */
export function stepCredentials(session: RoleSession): Pick<ConnectionSettings, 'credentials'> {
  const { role } = session
  return role === undefined ? {} : { credentials: assumedRole(role, session) }
}

function assumedRole(
  { arn, durationSeconds, sessionName, audience }: RoleInputs,
  { region, runId, idToken }: RoleSession,
): NonNullable<AppConfigClientConfig['credentials']> {
  const byDefault = `appconfig-deploy-${runId ?? 'local'}`.replace(NOT_IN_SESSION_NAMES, '-').slice(0, 64)
  return async (caller) => {
    const webIdentityToken = await tokenFor(arn, () => idToken(audience))
    const { fromWebToken } = await import(
      /* webpackMode: "eager" */ '@aws-sdk/credential-provider-web-identity'
    )
    const provider = fromWebToken({
      roleArn: arn,
      roleSessionName: sessionName ?? byDefault,
      durationSeconds,
      webIdentityToken,
      clientConfig: { region },
    })
    return request('AssumeRoleWithWebIdentity', `role ${arn}`, () => provider(caller))
  }
}

/** GitHub's token service may fail for a moment, as AWS may: a watch of hours must not end by that. */
async function tokenFor(roleArn: string, idToken: () => Promise<string>): Promise<string> {
  try {
    return await idToken()
  } catch (error) {
    if (!(error instanceof TokenUnavailableError)) throw error
    throw new AwsRequestError(
      {
        kind: 'token-unavailable',
        operation: 'AssumeRoleWithWebIdentity',
        about: `role ${roleArn}`,
        name: error.name,
        message: error.message,
      },
      { cause: error },
    )
  }
}
