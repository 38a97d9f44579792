import * as core from '@actions/core'

/** The audience of tokens that STS of every partition accepts, as aws-actions/configure-aws-credentials asks for. */
const AUDIENCE = 'sts.amazonaws.com'
/** GitHub answers in well under a second; a request without an answer would hold the run up for ever. */
const TIMEOUT_MS = 10_000

/**
 * A fresh OIDC token of the job, which the log masks.
 * @throws Error that says what the job lacks, or why GitHub gave no token
 */
export async function idToken(): Promise<string> {
  if ((process.env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '') === '') {
    throw new Error(
      'role-to-assume is given, but this job may not ask GitHub for an OIDC token. Give the job `permissions: id-token: write`.',
    )
  }
  let timer: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`GitHub gave no OIDC token within ${TIMEOUT_MS / 1000} s.`))
    }, TIMEOUT_MS)
  })
  try {
    return await Promise.race([core.getIDToken(AUDIENCE), timeout])
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Error(`GitHub gave no OIDC token for role-to-assume. ${reason}`, { cause: error })
  } finally {
    clearTimeout(timer)
  }
}
