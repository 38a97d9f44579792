import type { GithubFailure } from './failure.js'

/** The permission of the job's token without which GitHub refuses. */
export type TokenPermission = 'deployments' | 'pull-requests'

/**
 * What is warned of when GitHub could not be told something: first a sentence that stands by itself, then what to do,
 * then what GitHub said. Unescaped: it quotes GitHub.
 * @param what what did not happen, as the beginning of that sentence
 */
export function githubFailureWarning(
  what: string,
  permission: TokenPermission,
  { kind, status, message, timedOut }: GithubFailure,
): string {
  switch (kind) {
    case 'refused':
      return [
        `${what}: github-token may not do that.`,
        `Give the job permissions: ${permission}: write. A run for a fork's pull request gets no token that may write.`,
        `GitHub said: ${message}`,
      ].join('\n')
    case 'rate-limited':
      return [
        `${what}: github-token has made more requests than GitHub allows.`,
        'Nothing else of the step is affected. Let fewer jobs run at once, or give this step a token of its own.',
        `GitHub said: ${message}`,
      ].join('\n')
    case 'invalid':
      return [
        `${what}: GitHub does not take the request.`,
        'Nothing else of the step is affected. Correct what GitHub names.',
        `GitHub said: ${message}`,
      ].join('\n')
    case 'unavailable':
      return [
        `${what}: GitHub ${unavailability(status, timedOut)}.`,
        'Nothing else of the step is affected, and the next run tells GitHub again. If it lasts, see githubstatus.com, or the HTTPS_PROXY of a self-hosted runner.',
        ...(timedOut ? [] : [`GitHub or the way there said: ${message}`]),
      ].join('\n')
  }
}

function unavailability(status: number | undefined, timedOut: boolean): string {
  if (timedOut) return 'did not answer in time'
  return status === undefined ? 'could not be reached' : `answered with status ${status}`
}
