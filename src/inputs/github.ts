import type { Reading } from './reading.js'
import { parseBoolean } from './values/boolean.js'

/** What the run tells GitHub, and by which token. */
export interface GithubInputs {
  /** Empty where the job has none to give. */
  readonly token: string
  readonly pullRequestComment: boolean
  readonly githubDeployment: boolean
}

/** Reads what the run tells GitHub; undefined when it tells nothing and has no token. */
export function readGithub(read: Reading, operation: string): GithubInputs | undefined {
  const token = read.text('github-token')
  const pullRequestComment = read.parsed('pull-request-comment', parseBoolean) ?? false
  const githubDeployment = operation !== 'plan' && (read.parsed('github-deployment', parseBoolean) ?? false)
  if (token === '' && !pullRequestComment && !githubDeployment) return undefined
  return { token, pullRequestComment, githubDeployment }
}
