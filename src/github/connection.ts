import { parsed, type Parsed, rejected } from '../inputs/values/parsed.js'
import type { GithubConnection } from './client.js'

/** Where GitHub is, and with which token it is asked. */
export type GithubAddress = Pick<GithubConnection, 'token' | 'repository' | 'apiUrl'>

/**
 * What a connection to GitHub needs, from the input `github-token` and the runner's variables. A problem is a sentence
 * with what to do.
 * @param repository GITHUB_REPOSITORY
 */
export function githubAddress(
  token: string,
  repository: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Parsed<GithubAddress> {
  const url = env['GITHUB_API_URL'] ?? ''
  const apiUrl = url === '' ? 'https://api.github.com' : url
  if (token === '') {
    return rejected(
      "github-token is empty. Leave the input out to use the job's own token. A secret is empty in runs for pull requests from forks.",
    )
  }
  if (repository === undefined) {
    return rejected('GITHUB_REPOSITORY is not set. Every job of GitHub Actions has it.')
  }
  // GitHub's client throws while it loads when this is not a URL.
  if (!URL.canParse(apiUrl)) return rejected('GITHUB_API_URL is not a URL.')
  return parsed({ token, repository, apiUrl })
}
