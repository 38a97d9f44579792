import * as core from '@actions/core'
import { type Aws, connect } from '../aws/client.js'
import { type Clock, systemClock } from '../aws/clock.js'
import { stepCredentials } from '../aws/credentials.js'
import { readRole } from '../inputs/inputs.js'
import { stepLog } from './log.js'
import { requestLine } from '../report/log/request-line.js'

/** Everything that runs after a cancel shares about five minutes; this leaves most of it to others. */
export const POST_BUDGET_MS = 60_000

/**
 * Connects `post` to AppConfig, with the credentials of the step, for as long as `use` takes, and not for longer than
 * its budget.
 * @throws what `use` throws
 */
export async function connectedInPost<T>(
  region: string,
  cancel: AbortSignal,
  use: (appconfig: AppConfig, clock: Clock, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const clock = systemClock(process.env)
  const role = readRole({ get: (name) => core.getInput(name) })
  const signal = AbortSignal.any([cancel, AbortSignal.timeout(POST_BUDGET_MS)])
  const appconfig = connect({
    region,
    clock,
    env: process.env,
    onRequest: (request) => {
      stepLog.debug(requestLine(request))
    },
    ...stepCredentials(role, region, process.env, signal),
  })
  try {
    return await use(appconfig, clock, signal)
  } finally {
    appconfig.close()
  }
}
