import * as core from '@actions/core'
import { abortedAfter } from '../aws/aborted-after.js'
import { type Aws, connect, type ConnectionSettings } from '../aws/client.js'
import { systemClock } from '../aws/clock.js'
import { stepCredentials } from '../aws/credentials.js'
import { readRole, type RoleInputs } from '../inputs/inputs.js'
import { requestLine, type SentRequest } from '../report/log/request-line.js'
import { CANCEL_BUDGET_MS } from '../operations/clean-up/clean-up-run.js'
import { idToken } from './id-token.js'
import { stepLog } from './log.js'

/** Everything that runs after a cancel shares about five minutes; this leaves most of it to others. */
export const POST_BUDGET_MS = 60_000

/**
 * The credentials of the role that the inputs name, or those of the job's environment.
 * @param cancel ends the wait for a token
 */
export function credentialsOfJob(
  role: RoleInputs | undefined,
  region: string,
  cancel: AbortSignal,
): Pick<ConnectionSettings, 'credentials'> {
  return stepCredentials({
    role,
    region,
    runId: process.env['GITHUB_RUN_ID'],
    idToken: (audience) => idToken(audience, cancel),
  })
}

/** Shows a request in a run with debug logging. */
export function debugRequests(request: SentRequest): void {
  stepLog.debug(requestLine(request))
}

/**
 * Connects `post` to AppConfig, with the credentials of the step, for as long as `use` takes, and not for longer than
 * its budget.
 * @throws what `use` throws
 */
export async function connectedInPost<T>(
  region: string,
  cancel: AbortSignal,
  use: (aws: Aws) => Promise<T>,
): Promise<T> {
  const clock = systemClock(process.env)
  const role = readRole({ get: (name) => core.getInput(name) })
  // A cancel of `post` leaves it the time that the runner gives it.
  using late = abortedAfter(cancel, CANCEL_BUDGET_MS)
  const signal = AbortSignal.any([late.signal, AbortSignal.timeout(POST_BUDGET_MS)])
  const credentials = credentialsOfJob(role, region, signal)
  const connection = connect({ region, clock, env: process.env, onRequest: debugRequests, ...credentials })
  try {
    return await use({ connection, clock, signal })
  } finally {
    connection.close()
  }
}
