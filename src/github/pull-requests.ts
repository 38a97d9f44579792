import type { Github } from './client.js'
import { GithubRequestError } from './failure.js'

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
    const states = await Promise.all(
      asked.map((number) =>
        github.repeatable((rest, frame) => rest.pulls.get({ ...frame, pull_number: number })),
      ),
    )
    return asked.filter((_, at) => states[at]?.data.state === 'closed')
  } catch (error) {
    if (error instanceof GithubRequestError) return undefined
    throw error
  }
}
