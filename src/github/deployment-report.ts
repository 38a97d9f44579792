import { present } from '../configuration/json/present.js'
import { type Deployment, isInProgress } from '../deployment/deployment.js'
import type { SummaryFacts } from '../deployment/facts.js'
import { githubStatus, type GithubStatus, status } from '../report/text/github-status.js'
import { Background } from './background.js'
import type { Github } from './client.js'
import { createDeployment, environmentName, setStatus, type StatusLinks } from './deployments.js'
import { githubFailureWarning } from './failure-warning.js'
import type { GithubFailure } from './failure.js'
import { markSuperseded, setStatusOfOwn } from './inactive-deployments.js'
import type { DeploymentPayload } from './own-deployments.js'

type Facts = Omit<SummaryFacts, 'outcome' | 'nowMs'>

/** Of what a run records a deployment. */
export interface RecordedCommit {
  /** Asks GitHub for the commit where the event does not name it. */
  readonly sha: () => Promise<string>
  readonly isPreview: boolean
}

const NOT_RECORDED = 'The GitHub deployment could not be recorded'
const NOT_SUPERSEDED = 'The earlier GitHub deployments could not be marked inactive'

/** Records the run's deployment as one of GitHub's. */
export class DeploymentReport {
  private readonly background: Background
  private isStarted = false
  private id: number | undefined
  private lost = NOT_RECORDED

  /** @param reportDefect gets what goes wrong other than by a request */
  constructor(
    private readonly github: Github,
    private readonly commit: RecordedCommit,
    reportDefect: (what: string, error: unknown) => void,
  ) {
    this.background = new Background((error) => {
      reportDefect(this.lost, error)
    })
  }

  /** Records the deployment that the run has started, once, and does not wait for GitHub. */
  started(facts: Facts): void {
    const place = placeOf(facts)
    if (place === undefined || this.isStarted) return
    this.isStarted = true
    this.background.next(async () => {
      const inProgress = status('in_progress', `Deployment ${place.deployment.number} is in progress`)
      this.id = await this.create(place)
      await setStatus(this.github, this.id, inProgress, linksOf(facts))
    })
  }

  /**
   * Reports how the run's deployment has ended. One that an earlier run recorded is found by its payload.
   * @returns why it could not
   */
  async end(facts: SummaryFacts): Promise<GithubFailure | undefined> {
    this.background.next(async () => {
      if (facts.outcome.kind === 'removed') await this.removed(facts)
      const end = githubStatus(facts.outcome, facts)
      const place = placeOf(facts)
      // A watch that ends before its deployment does not report it.
      const isLeft = facts.operation === 'watch' && end?.state === 'error' && isInProgressNow(facts)
      if (end === undefined || place === undefined || isLeft) return
      await this.set(end, place, linksOf(facts))
      if (end.state !== 'success') return
      this.lost = NOT_SUPERSEDED
      await markSuperseded(this.github, place.environment, place.payload)
    })
    return this.background.failure()
  }

  /** The warning about a deployment that could not be recorded. */
  warning(failure: GithubFailure): string {
    return githubFailureWarning(this.lost, 'deployments: write', failure)
  }

  /** By the environment's name: one that was removed and created again has had several IDs. */
  private async removed({ region, application, environment, ...facts }: Facts): Promise<void> {
    if (region === undefined || application === undefined || environment === undefined) return
    const filter = { appconfig: region, applicationId: application.id }
    const name = environmentName(application.name, environment.name)
    const end = status('inactive', 'The environment was removed')
    await setStatusOfOwn(this.github, name, filter, [end, linksOf(facts)])
  }

  private async create({ deployment, environment, payload }: Place): Promise<number> {
    const { configurationName, configurationVersion, number } = deployment
    const what = `AppConfig deployment ${number} of ${configurationName} version ${configurationVersion}`
    const { description } = status('in_progress', what)
    const { sha, isPreview } = this.commit
    return createDeployment(this.github, { ref: await sha(), environment, description, isPreview, payload })
  }

  private async set(end: GithubStatus, place: Place, links: StatusLinks): Promise<void> {
    if (this.id !== undefined) {
      await setStatus(this.github, this.id, end, links)
      return
    }
    const found = await setStatusOfOwn(this.github, place.environment, place.payload, [end, links])
    // A GitHub that was not available at the start may be by now.
    if (found === 0 && this.isStarted) await setStatus(this.github, await this.create(place), end, links)
  }
}

interface Place {
  readonly deployment: Deployment
  /** GitHub's. */
  readonly environment: string
  readonly payload: DeploymentPayload
}

function placeOf({ region, application, environment, deployment }: Facts): Place | undefined {
  if (region === undefined || application === undefined) return undefined
  if (environment === undefined || deployment === undefined) return undefined
  const { applicationId, environmentId, configurationProfileId, number } = deployment
  const ids = { applicationId, environmentId, configurationProfileId, deploymentNumber: number }
  return {
    deployment,
    environment: environmentName(application.name, environment.name),
    payload: { appconfig: region, ...ids },
  }
}

function isInProgressNow({ deployment }: Facts): boolean {
  return deployment !== undefined && isInProgress(deployment.state)
}

function linksOf({ run, consoleUrl }: Facts): StatusLinks {
  return {
    ...present({ logUrl: run?.runUrl, environmentUrl: consoleUrl }),
  }
}
