import { present } from '../configuration/json/present.js'
import type { Reading } from './reading.js'
import { parseBoolean } from './values/boolean.js'
import { parsePullRequestNumber } from './values/whole-number.js'

/** What the run reports to GitHub, and by which token. */
export interface GithubInputs {
  /** Empty where the job has none to give. */
  readonly token: string
  readonly pullRequestComment: boolean
  readonly githubDeployment: boolean
  /** Undefined: the pull request of the event. */
  readonly pullRequestNumber?: number
}

/** Reads what the run reports to GitHub; undefined when it reports nothing and has no token. */
export function readGithub(read: Reading): GithubInputs | undefined {
  const token = read.text('github-token')
  const pullRequestComment = read.parsed('pull-request-comment', parseBoolean) ?? false
  const githubDeployment = read.parsed('github-deployment', parseBoolean) ?? false
  const pullRequestNumber = read.parsed('pull-request-number', parsePullRequestNumber)
  if (pullRequestNumber !== undefined && !pullRequestComment && !read.hasProblem('pull-request-comment')) {
    read.fail('pull-request-number', 'is given without pull-request-comment: true.')
  }
  if (token === '' && !pullRequestComment && !githubDeployment) return undefined
  return { token, pullRequestComment, githubDeployment, ...present({ pullRequestNumber }) }
}
