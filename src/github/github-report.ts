import { isInProgress } from '../deployment/deployment.js'
import type { GithubInputs } from '../inputs/github.js'
import { type SavedGithub, savedGithubText, type ReportTarget } from '../runner/saved-github.js'
import type { SummaryFacts } from '../deployment/facts.js'
import type { SavedRun } from '../deployment/pending-run.js'
import { changesUrl } from './changes-url.js'
import { connectGithub, type Github, type GithubConnection, HURRIED_TIMEOUT_MS } from './client.js'
import { CommentReport } from './comment-report.js'
import { DeploymentReport } from './deployment-report.js'
import { closedPullRequests } from './pull-requests.js'
import type { WorkflowRun } from './workflow-run.js'

/** What a report needs of the step. */
export interface GithubReportStep {
  /** Aborted when the workflow run is cancelled. */
  readonly cancel: AbortSignal
  readonly env: Readonly<Record<string, string | undefined>>
  readonly info: (line: string) => void
  readonly warn: (text: string) => void
  /** Keeps the state `github` for `post`. */
  readonly saveState: (text: string) => void
  readonly nowMs: () => number
}

/** The facts as they come to be known. */
export type KnownFacts = Omit<SummaryFacts, 'outcome' | 'nowMs'>

/** How long a run that has ended is held up by a GitHub that does not answer. */
const CLOSING_MS = 6_000
/** A preview may have had many deployments, each of which gets its status. */
const REMOVAL_CLOSING_MS = 30_000

/**
 * Tells GitHub of the run's deployment: a comment on the pull request, and a GitHub deployment, as the inputs say.
 * Nothing that goes wrong with it touches the run: that is a warning, one for each of the two.
 */
export class GithubReport {
  private connection: GithubConnection | undefined
  private github: Github | undefined
  private comment: CommentReport | undefined
  private deployment: DeploymentReport | undefined
  private saved = ''

  constructor(private readonly step: GithubReportStep) {}

  /**
   * Turns on what the inputs say. Nothing is sent yet.
   * @param file the configuration file, as the input names it
   * @param isPreview whether the environment is there for the pull request, and goes with it
   */
  begin(
    inputs: GithubInputs | undefined,
    run: WorkflowRun,
    file: string | undefined,
    isPreview = run.pullRequest !== undefined,
  ): void {
    const { warn, info, cancel, env } = this.step
    if (inputs === undefined) return
    const { token } = inputs
    const { repository, pullRequest } = run
    const tells = inputs.pullRequestComment || inputs.githubDeployment
    if (token === '' || repository === undefined) {
      if (!tells) return
      const why =
        token === ''
          ? "github-token is empty. Leave the input out for the job's own token. A secret is empty in runs for pull requests of forks."
          : 'GITHUB_REPOSITORY is not set. It is set in every job of GitHub Actions.'
      warn(`GitHub is not told of the deployment: ${why}`)
      return
    }
    const apiUrl = env['GITHUB_API_URL'] ?? ''
    this.connection = {
      token,
      repository,
      apiUrl: apiUrl === '' ? 'https://api.github.com' : apiUrl,
      cancel,
    }
    if (!tells) return
    const github = connectGithub(this.connection)
    this.github = github
    if (inputs.githubDeployment) {
      if (run.sha === undefined) {
        warn(
          'No GitHub deployment is recorded: GITHUB_SHA is not set. It is set in every job of GitHub Actions.',
        )
      } else this.deployment = new DeploymentReport(github, run.sha, isPreview)
    }
    if (!inputs.pullRequestComment) return
    if (pullRequest === undefined) info('This run is about no pull request, so there is none to comment on')
    else {
      const url = changesUrl(run, file, env['GITHUB_WORKSPACE'] ?? process.cwd())
      this.comment = new CommentReport(
        github,
        pullRequest,
        url === undefined ? undefined : { pullRequest, url, file },
      )
    }
  }

  /** Which of these pull requests are closed; undefined when GitHub does not tell. */
  async closedPullRequests(numbers: readonly number[]): Promise<readonly number[] | undefined> {
    if (this.connection === undefined) return undefined
    return closedPullRequests(this.github ?? connectGithub(this.connection), numbers)
  }

  /** Tells what is new, and waits for nothing. @param start what the run keeps about its start */
  learned(facts: KnownFacts, start: SavedRun): void {
    if (this.github === undefined || start.phase === 'done') return
    this.save(facts, start)
    const { deployment } = facts
    if (deployment === undefined || start.phase === 'starting' || deployment.number !== start.number) return
    if (start.phase === 'started') this.deployment?.started(facts)
    if (start.phase !== 'rolling-back' && isInProgress(deployment.state)) {
      this.comment?.progress({ ...facts, nowMs: this.step.nowMs() })
    }
  }

  /**
   * Tells how the run has ended, within a few seconds, and at once when it was cancelled. Never throws.
   * @param start what the run leaves: unless it is settled, `post` may bring it to another end, and tells that
   */
  async end(facts: SummaryFacts, start: SavedRun): Promise<void> {
    const { github, comment, deployment } = this
    const { cancel } = this.step
    if (github === undefined) return
    const closingMs = facts.operation === 'remove-environment' ? REMOVAL_CLOSING_MS : CLOSING_MS
    github.endWithin(cancel.aborted ? HURRIED_TIMEOUT_MS : closingMs)
    const hurry = () => {
      github.endWithin(HURRIED_TIMEOUT_MS)
    }
    cancel.addEventListener('abort', hurry)
    const [uncommented, unrecorded] = await Promise.all([comment?.end(facts), deployment?.end(facts)])
    cancel.removeEventListener('abort', hurry)
    if (uncommented !== undefined) this.step.warn(comment?.warning(uncommented) ?? '')
    if (unrecorded !== undefined) this.step.warn(deployment?.warning(unrecorded) ?? '')
    // A cancelled run has little time: `post` has more.
    const isLost = [uncommented, unrecorded].some((failure) => failure?.kind === 'unavailable')
    const isLeftToPost = start.phase !== 'done' || (cancel.aborted && isLost)
    if (this.saved !== '' && !isLeftToPost) this.keep({ phase: 'closed' })
  }

  private save(facts: KnownFacts, start: Exclude<SavedRun, { readonly phase: 'done' }>): void {
    if (this.comment === undefined && this.deployment === undefined) return
    const target = reportTarget(facts)
    if (target === undefined) return
    const number = start.phase === 'starting' ? {} : { number: start.number }
    this.keep({ phase: 'open', ...target, ...number })
  }

  private keep(state: SavedGithub): void {
    const text = savedGithubText(state)
    if (text === this.saved) return
    this.saved = text
    this.step.saveState(text)
  }
}

function reportTarget({
  operation,
  region,
  application,
  environment,
  profile,
}: KnownFacts): ReportTarget | undefined {
  if (operation === undefined || region === undefined) return undefined
  if (application === undefined || environment === undefined || profile === undefined) return undefined
  return { operation, region, application, environment, profile }
}
