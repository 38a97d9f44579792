import { assumedRole } from './assumed-role.js'
import type { ConnectionSettings } from './client.js'
import { idToken } from '../runner/id-token.js'
import type { RoleInputs } from '../inputs/inputs.js'

/** STS takes 2 to 64 of these characters as the name of a session, which CloudTrail shows. */
const NOT_IN_SESSION_NAMES = /[^\w+=,.@-]/g

/**
 * The credentials of the step for `connect`: those of `role-to-assume`, refreshed as long as the run lasts, or none,
 * which lets the SDK find those of the job's environment.
 */
export function stepCredentials(
  role: RoleInputs | undefined,
  region: string,
  env: Readonly<Record<string, string | undefined>>,
  cancel: AbortSignal,
): Pick<ConnectionSettings, 'credentials'> {
  if (role === undefined) return {}
  const runId = env['GITHUB_RUN_ID'] ?? 'local'
  return {
    credentials: assumedRole({
      roleArn: role.arn,
      durationSeconds: role.durationSeconds,
      sessionName: `appconfig-deploy-${runId}`.replace(NOT_IN_SESSION_NAMES, '-').slice(0, 64),
      region,
      idToken: () => idToken(cancel),
    }),
  }
}
