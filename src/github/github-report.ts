import { present } from '../configuration/json/present.js'
import { isInProgress } from '../deployment/deployment.js'
import type { SummaryFacts } from '../deployment/facts.js'
import type { GithubInputs } from '../inputs/github.js'
import type { ReportTarget, SavedReport, SavedRun } from '../deployment/run-record.js'
import { changesUrl } from './changes-url.js'
import { connectGithub, type Github } from './client.js'
import { CommentReport } from './comment-report.js'
import { DeploymentReport } from './deployment-report.js'
import { type GithubAddress, githubAddress } from './connection.js'
import { closedPullRequests, headCommit } from './pull-requests.js'
import { REQUEST_POLICY } from './request-policy.js'
import type { GithubReportStep, KnownFacts } from './report-step.js'
import type { WorkflowRun } from './workflow-run.js'

/** How long a run that has ended is held up by a GitHub that does not answer. */
const CLOSING_MS = 6_000
/** A preview may have had many deployments, each of which gets its status. */
const REMOVAL_CLOSING_MS = 30_000

/**
 * Reports the run's deployment to GitHub: a comment on the pull request, and a GitHub deployment, as the inputs say.
 * Nothing that goes wrong with it affects the run: that is a warning, one for each of the two.
 */
export class GithubReport {
  private address: GithubAddress | undefined
  private github: Github | undefined
  private comment: CommentReport | undefined
  private deployment: DeploymentReport | undefined
  private saved = ''

  constructor(private readonly step: GithubReportStep) {}

  /**
   * Turns on what the inputs say. Nothing is sent yet.
   * @param file the configuration file, as the input names it
   * @param isPreview whether the environment exists for the pull request, and is removed with it
   */
  begin(
    inputs: GithubInputs | undefined,
    run: WorkflowRun,
    file: string | undefined,
    isPreview = run.pullRequest !== undefined,
  ): void {
    if (inputs === undefined) return
    const address = githubAddress(inputs.token, run.repository, this.step.env)
    if (address.ok) this.address = address.value
    const { githubDeployment, pullRequestComment } = inputs
    if (!githubDeployment && !pullRequestComment) return
    const github = this.connected()
    if (github === undefined) {
      const problems = address.ok ? [] : address.problems
      this.step.warn(`The deployment is not reported to GitHub: ${problems.join(' ')}`)
      return
    }
    if (githubDeployment) this.beginDeployment(github, run, isPreview)
    if (pullRequestComment) this.beginComment(github, run, file)
  }

  /** Which of these pull requests are closed; undefined when GitHub does not say. */
  async closedPullRequests(numbers: readonly number[]): Promise<readonly number[] | undefined> {
    try {
      const github = this.connected()
      return github === undefined ? undefined : await closedPullRequests(github, numbers)
    } catch (error) {
      this.step.reportDefect('GitHub could not be asked which pull requests are closed', error)
      return undefined
    }
  }

  /**
   * Reports what is new, and does not wait for GitHub.
   * @param start what the run keeps about its start
   */
  update(facts: KnownFacts, start: SavedRun): void {
    const { comment, deployment } = this
    if (start.phase === 'done' || (comment === undefined && deployment === undefined)) return
    this.save(facts, start)
    const of = facts.deployment
    if (of === undefined || start.phase === 'starting' || of.number !== start.number) return
    if (start.phase === 'started') deployment?.started(facts)
    if (start.phase !== 'rolling-back' && isInProgress(of.state)) {
      comment?.progress({ ...facts, nowMs: this.step.nowMs() })
    }
  }

  /**
   * Reports how the run has ended, within a few seconds, and at once when it was cancelled. Never throws: what GitHub
   * refuses is a warning, and so is a defect of the report.
   * @param start what the run leaves: unless it is done, `post` may bring it to another end, and reports that
   */
  async end(facts: SummaryFacts, start: SavedRun): Promise<void> {
    const { github, comment, deployment } = this
    const { cancel, warn } = this.step
    if (github === undefined) return
    const closingMs = facts.operation === 'remove-environment' ? REMOVAL_CLOSING_MS : CLOSING_MS
    const hurry = () => {
      github.endWithin(REQUEST_POLICY.cancelledTimeoutMs)
    }
    github.endWithin(closingMs)
    if (cancel.aborted) hurry()
    else cancel.addEventListener('abort', hurry)
    const [uncommented, unrecorded] = await Promise.all([comment?.end(facts), deployment?.end(facts)])
    cancel.removeEventListener('abort', hurry)
    if (comment !== undefined && uncommented !== undefined) warn(comment.warning(uncommented))
    if (deployment !== undefined && unrecorded !== undefined) warn(deployment.warning(unrecorded))
    // A cancelled run has little time: `post` has more.
    const isLost = [uncommented, unrecorded].some((failure) => failure?.kind === 'unavailable')
    const isLeftToPost = start.phase !== 'done' || (cancel.aborted && isLost)
    if (this.saved !== '' && !isLeftToPost) this.keep({ phase: 'closed' })
  }

  private beginDeployment(github: Github, { sha, pullRequest }: WorkflowRun, isPreview: boolean): void {
    const { warn, reportDefect } = this.step
    if (sha === undefined && pullRequest === undefined) {
      warn('No GitHub deployment is recorded: GITHUB_SHA is not set. Every job of GitHub Actions has it.')
      return
    }
    const commit = async () => sha ?? headCommit(github, pullRequest ?? 0)
    this.deployment = new DeploymentReport(github, { sha: commit, isPreview }, reportDefect)
  }

  private beginComment(github: Github, run: WorkflowRun, file: string | undefined): void {
    const { env, info, reportDefect } = this.step
    const { pullRequest: number } = run
    if (number === undefined) {
      info('This run is not about a pull request, so no comment is written')
      return
    }
    const url = changesUrl(run, file, env['GITHUB_WORKSPACE'])
    const changes = url === undefined ? undefined : { pullRequest: number, url, file }
    this.comment = new CommentReport(github, { number, changes }, reportDefect)
  }

  /** The connection, made when it is first needed: a token that is never used is not masked either. */
  private connected(): Github | undefined {
    if (this.address === undefined) return undefined
    if (this.github === undefined) {
      this.step.mask(this.address.token)
      this.github = connectGithub({ ...this.address, cancel: this.step.cancel })
    }
    return this.github
  }

  private save(facts: KnownFacts, start: Exclude<SavedRun, { readonly phase: 'done' }>): void {
    const target = reportTarget(facts)
    if (target === undefined) return
    const number = start.phase === 'starting' ? {} : { number: start.number }
    this.keep({ phase: 'open', ...target, ...number })
  }

  private keep(report: SavedReport): void {
    const text = JSON.stringify(report)
    if (text === this.saved) return
    this.saved = text
    this.step.saveReport(report)
  }
}

function reportTarget(facts: KnownFacts): ReportTarget | undefined {
  const { operation, accountId, region, application, environment, profile, alarmArns = [] } = facts
  if (operation === undefined || region === undefined) return undefined
  if (application === undefined || environment === undefined || profile === undefined) return undefined
  return { operation, region, application, environment, profile, alarmArns, ...present({ accountId }) }
}
