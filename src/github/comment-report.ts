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
import { updateCommentsOfEnvironment, writeComment } from './pull-request-comments.js'

/** Keeps the comment of a run's target on its pull request. */
export class CommentReport {
  private readonly background = new Background()
  private id: number | undefined
  private inProgress = false

  constructor(
    private readonly github: Github,
    private readonly pullRequest: number,
    private readonly changes: ChangesLink | undefined,
  ) {}

  /** Says that the deployment is in progress, once, and does not wait until it is said. */
  progress(facts: CommentFacts): void {
    if (this.inProgress) return
    this.inProgress = true
    this.write(facts)
  }

  /**
   * Says how the run has ended, as far as its target is known.
   * @returns why it could not
   */
  async end(facts: CommentFacts): Promise<GithubFailure | undefined> {
    if (facts.operation === 'remove-environment') this.writeRemoval(facts)
    else this.write(facts)
    return this.background.failure()
  }

  /** What is warned of when the comment could not be written. */
  warning(failure: GithubFailure): string {
    const what = `The comment on pull request ${this.pullRequest} could not be written`
    return githubFailureWarning(what, 'pull-requests', failure)
  }

  /** The environment goes with all that was deployed there, of whatever configuration profile. */
  private writeRemoval(facts: CommentFacts): void {
    const { region, application, environment } = facts
    if (region === undefined || application === undefined || environment === undefined) return
    const place = { region, application: application.name, environment: environment.name }
    this.background.next(async () => {
      await updateCommentsOfEnvironment(this.github, this.pullRequest, place, (target) =>
        pullRequestComment(target, { ...facts, changes: this.changes }),
      )
    })
  }

  private write(facts: CommentFacts): void {
    const target = commentTarget(facts)
    if (target === undefined) return
    this.background.next(async () => {
      const body = pullRequestComment(target, { ...facts, changes: this.changes })
      this.id = await writeComment(this.github, this.pullRequest, target, body, this.id)
    })
  }
}

function commentTarget({
  region,
  application,
  environment,
  profile,
}: CommentFacts): CommentTarget | undefined {
  if (region === undefined || application === undefined) return undefined
  if (environment === undefined || profile === undefined) return undefined
  return {
    region,
    application: application.name,
    environment: environment.name,
    configurationProfile: profile.name,
  }
}
