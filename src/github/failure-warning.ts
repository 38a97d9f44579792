import type { GithubFailure, TokenPermission } from './failure.js'

const UNAFFECTED = 'The AppConfig deployment is not affected.'

/**
 * The warning about something that GitHub did not take: a sentence that stands on its own, then what to do, then what
 * GitHub said. Unescaped: it quotes GitHub.
 * @param what what did not happen, as the beginning of the sentence
 * @param permission the permission that it needs
 */
export function githubFailureWarning(
  what: string,
  permission: TokenPermission,
  failure: GithubFailure,
): string {
  const [why, advice] = explanation(permission, failure)
  const said = failure.message === '' ? [] : [`${speaker(failure)} said: ${failure.message}`]
  return [`${what}: ${why}.`, advice, ...said].join('\n')
}

function explanation(permission: TokenPermission, failure: GithubFailure): readonly [string, string] {
  const needed = failure.permission ?? permission
  switch (failure.kind) {
    case 'unauthorized':
      return [
        'github-token is not valid',
        "It is wrong, revoked or expired; the job's own token expires when the job ends. Renew the secret, or leave github-token out to use the job's own token.",
      ]
    case 'forbidden':
      return [
        `github-token lacks the permission ${needed}`,
        `Add ${needed} to the permissions of the job. The token of a run for a fork's pull request cannot write.`,
      ]
    case 'not-found':
      return [
        'GitHub found nothing there that github-token can see',
        `Check that it exists in this repository, and that the job has the permission ${needed}.`,
      ]
    case 'rate-limited':
      return [
        'github-token has made more requests than GitHub allows',
        `${UNAFFECTED} Run fewer jobs at once, or use another token for this step.`,
      ]
    case 'invalid':
      return ['GitHub rejected the request', `${UNAFFECTED} Correct what GitHub names.`]
    case 'unavailable':
      return [
        `GitHub ${unavailability(failure)}`,
        `${UNAFFECTED} The next run reports again. If this persists, check githubstatus.com, and HTTPS_PROXY on a self-hosted runner.`,
      ]
  }
}

function unavailability({ status, timedOut }: GithubFailure): string {
  if (timedOut) return 'did not answer in time'
  return status === undefined ? 'could not be reached' : `answered with status ${status}`
}

function speaker({ status }: GithubFailure): string {
  return status === undefined ? 'The connection' : 'GitHub'
}
