import type { CommentTarget } from '../report/comment/marker.js'
import {
  type ChangesLink,
  type CommentFacts,
  pullRequestComment,
} from '../report/comment/pull-request-comment.js'
import { Background } from './background.js'
import type { Github } from './client.js'
import { githubFailureWarning } from './failure-warning.js'
import type { GithubFailure } from './failure.js'
import { updateCommentsOfEnvironment, writeComment, type WrittenComment } from './pull-request-comments.js'

/** Where a run comments. */
export interface CommentedPullRequest {
  readonly number: number
  readonly changes: ChangesLink | undefined
}

/** Keeps the comment of a run's target on its pull request. */
export class CommentReport {
  private readonly background: Background
  private written: WrittenComment | undefined
  private inProgress = false

  private readonly lost: string

  /** @param reportDefect gets what goes wrong other than by a request, such as an error in rendering the comment */
  constructor(
    private readonly github: Github,
    private readonly pullRequest: CommentedPullRequest,
    reportDefect: (what: string, error: unknown) => void,
  ) {
    const lost = `The comment on pull request ${pullRequest.number} could not be written`
    this.lost = lost
    this.background = new Background((error) => {
      reportDefect(lost, error)
    })
  }

  /** Reports that the deployment is in progress, once, and does not wait for GitHub. */
  progress(facts: CommentFacts): void {
    if (this.inProgress) return
    this.inProgress = true
    this.write(facts)
  }

  /**
   * Reports how the run has ended, as far as its target is known.
   * @returns why it could not
   */
  async end(facts: CommentFacts): Promise<GithubFailure | undefined> {
    if (facts.operation === 'remove-environment') this.writeRemoval(facts)
    else this.write(facts)
    return this.background.failure()
  }

  /** The warning about a comment that could not be written. */
  warning(failure: GithubFailure): string {
    return githubFailureWarning(this.lost, 'pull-requests: write', failure)
  }

  /** The environment goes with all that was deployed there, of whatever configuration profile. */
  private writeRemoval(facts: CommentFacts): void {
    const { accountId, region, application, environment } = facts
    if (region === undefined || application === undefined || environment === undefined) return
    const names = { region, application: application.name, environment: environment.name }
    const place = accountId === undefined ? names : { account: accountId, ...names }
    const { number, changes } = this.pullRequest
    this.background.next(async () => {
      await updateCommentsOfEnvironment(this.github, number, place, (target) =>
        pullRequestComment(target, { ...facts, changes }),
      )
    })
  }

  private write(facts: CommentFacts): void {
    const target = commentTarget(facts)
    if (target === undefined) return
    const { number, changes } = this.pullRequest
    this.background.next(async () => {
      const text = { target, body: pullRequestComment(target, { ...facts, changes }) }
      this.written = await writeComment(this.github, number, text, this.written)
    })
  }
}

function commentTarget(facts: CommentFacts): CommentTarget | undefined {
  const { accountId, region, application, environment, profile } = facts
  if (region === undefined || application === undefined) return undefined
  if (environment === undefined || profile === undefined) return undefined
  const names = {
    region,
    application: application.name,
    environment: environment.name,
    configurationProfile: profile.name,
  }
  return accountId === undefined ? names : { account: accountId, ...names }
}
