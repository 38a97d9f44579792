import { property } from '../configuration/json/property.js'
import type { Github } from './client.js'
import { GithubRequestError, unreadableAnswer } from './failure.js'

/** More than an application can have environments at once, unless its quota was raised. */
const MAX_ASKED = 30

/**
 * Which of some pull requests are closed, merged ones included. At most the first 30 are asked about.
 * @returns undefined when GitHub could not be asked about one of them, or the token may not see it
 */
export async function closedPullRequests(
  github: Github,
  numbers: readonly number[],
): Promise<readonly number[] | undefined> {
  const asked = numbers.slice(0, MAX_ASKED)
  try {
    const found = await Promise.all(asked.map((number) => pullRequest(github, number)))
    return asked.filter((_, at) => property(found[at], 'state') === 'closed')
  } catch (error) {
    if (error instanceof GithubRequestError) return undefined
    throw error
  }
}

/**
 * The newest commit of a pull request's branch, for events that do not name it.
 * @throws GithubRequestError
 */
export async function headCommit(github: Github, number: number): Promise<string> {
  try {
    const sha = property(property(await pullRequest(github, number), 'head'), 'sha')
    if (typeof sha === 'string' && sha !== '') return sha
  } catch (error) {
    if (!(error instanceof GithubRequestError)) throw error
    throw new GithubRequestError({ ...error.failure, permission: 'pull-requests: read' }, { cause: error })
  }
  throw unreadableAnswer()
}

async function pullRequest(github: Github, number: number): Promise<unknown> {
  const { data } = await github.send(({ rest }, name) => rest.pulls.get({ ...name, pull_number: number }))
  return data
}
