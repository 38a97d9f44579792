import { property } from '../configuration/json/property.js'
import type { Github } from './client.js'
import { isFailure } from './failure.js'

/** The account that a token acts as: by its ID, or by its login where the ID is not to be had. */
export type Author = { readonly id: number } | { readonly login: string }

/** The job's own token writes as this account, also on GitHub Enterprise Server. */
const JOB_TOKEN_LOGIN = 'github-actions[bot]'
const VIEWER = 'query { viewer { login } }'

/**
 * Whose comments the token writes. The REST API tells users only; the token of an app, such as the job's own, has to ask
 * the GraphQL API. Where that does not say either, it is taken for the job's own.
 * @throws GithubRequestError when GitHub does not answer
 */
export async function tokenAuthor(github: Github): Promise<Author> {
  try {
    const { data } = await github.send(({ rest }) => rest.users.getAuthenticated())
    if (typeof data.id === 'number') return { id: data.id }
  } catch (error) {
    if (!isFailure(error, 'forbidden', 'not-found')) throw error
  }
  return { login: (await viewerLogin(github)) ?? JOB_TOKEN_LOGIN }
}

/** Whether a comment's `user` is this account. */
export function isBy(author: Author, user: unknown): boolean {
  return 'id' in author ? property(user, 'id') === author.id : property(user, 'login') === author.login
}

/** The login with the suffix that the REST API gives it: `release-bot[bot]`. */
async function viewerLogin(github: Github): Promise<string | undefined> {
  try {
    const answer: unknown = await github.send(({ graphql }) => graphql(VIEWER))
    const login = property(property(answer, 'viewer'), 'login')
    return typeof login === 'string' && login !== '' ? login : undefined
  } catch (error) {
    // GraphQL answers a refusal with status 200 and a list of errors.
    const isRefused = isFailure(error, 'forbidden', 'not-found', 'invalid')
    if (isRefused || property(error, 'name') === 'GraphqlResponseError') return undefined
    throw error
  }
}
