import * as core from '@actions/core'
import { TokenUnavailableError } from '../aws/credentials.js'
import { ExplainedError, messageOf } from '../deployment/explained-error.js'

/** GitHub answers in well under a second; a request without an answer would hold the run up for minutes. */
const TIMEOUT_MS = 3_000
const MAX_ATTEMPTS = 2
/** While the runner waits for a cancelled step to end, there is no time for more. */
const HURRIED_TIMEOUT_MS = 1_500

/**
 * A fresh OIDC token of the job, which the log masks.
 * @param audience whom the token is for
 * @param cancel ends the wait for a token; one that is asked for after that is not waited for long
 * @throws ExplainedError that says what the job lacks; TokenUnavailableError when GitHub was asked and gave none
 */
export async function idToken(audience: string, cancel: AbortSignal): Promise<string> {
  if ((process.env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '') === '') {
    throw new ExplainedError(
      'role-to-assume is given, but this job may not ask GitHub for an OIDC token. Give the job `permissions: id-token: write`.',
    )
  }
  try {
    return await answeredToken(audience, cancel)
  } catch (error) {
    const reason = messageOf(error)
    throw new TokenUnavailableError(`GitHub gave no OIDC token for role-to-assume. ${reason}`, {
      cause: error,
    })
  }
}

async function answeredToken(audience: string, cancel: AbortSignal): Promise<string> {
  if (cancel.aborted) return within(audience, AbortSignal.timeout(HURRIED_TIMEOUT_MS))
  for (let attempt = 1; ; attempt++) {
    const timeout = AbortSignal.timeout(TIMEOUT_MS)
    try {
      return await within(audience, AbortSignal.any([timeout, cancel]))
    } catch (error) {
      if (!timeout.aborted || attempt >= MAX_ATTEMPTS) throw error
    }
  }
}

/** A token of the toolkit's request, which takes no signal: one that comes too late is left unused. */
async function within(audience: string, signal: AbortSignal): Promise<string> {
  const ended = new Promise<never>((_, reject) => {
    const end = () => {
      reject(new Error('It did not answer in time.'))
    }
    if (signal.aborted) end()
    signal.addEventListener('abort', end, { once: true })
  })
  return Promise.race([core.getIDToken(audience), ended])
}
