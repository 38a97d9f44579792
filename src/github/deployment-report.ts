import { type Deployment, isInProgress } from '../deployment/deployment.js'
import { githubStatus, type GithubStatus, status } from '../report/text/github-status.js'
import type { SummaryFacts } from '../deployment/facts.js'
import { Background } from './background.js'
import type { Github } from './client.js'
import {
  createDeployment,
  type DeploymentPayload,
  environmentName,
  markInactive,
  setStatus,
  setStatusOfOwn,
  type StatusLinks,
  type WantedDeployment,
} from './deployments.js'
import { githubFailureWarning } from './failure-warning.js'
import { type GithubFailure, GithubRequestError } from './failure.js'

type Facts = Omit<SummaryFacts, 'outcome' | 'nowMs'>

/** Records the run's deployment as one of GitHub's. */
export class DeploymentReport {
  private readonly background = new Background()
  private begun: { readonly wanted: WantedDeployment; readonly creation: Promise<number> } | undefined

  constructor(
    private readonly github: Github,
    private readonly commit: string | undefined,
    private readonly isPreview: boolean,
  ) {}

  /** Records the deployment that the run has started, once, and does not wait until it is recorded. */
  started(facts: Facts): void {
    const place = placeOf(facts)
    if (place === undefined || this.commit === undefined || this.begun !== undefined) return
    const { deployment, environment, payload } = place
    const { configurationName, configurationVersion, number } = deployment
    const wanted = {
      ref: this.commit,
      environment,
      description: status(
        'in_progress',
        `AppConfig deployment ${number} of ${configurationName} version ${configurationVersion}`,
      ).description,
      isPreview: this.isPreview,
      payload,
    }
    const creation = createDeployment(this.github, wanted)
    this.begun = { wanted, creation }
    // Whoever waits for it is told; until then nobody may be waiting.
    creation.catch(() => undefined)
    const inProgress = status('in_progress', `Deployment ${number} is in progress`)
    this.background.next(async () => {
      await setStatus(this.github, await creation, inProgress, linksOf(facts))
    })
  }

  /**
   * Says how the run's deployment has ended. One that an earlier run recorded is found by what it stands for.
   * @returns why it could not
   */
  async end(facts: SummaryFacts): Promise<GithubFailure | undefined> {
    if (facts.outcome.kind === 'removed') this.removed(facts)
    const end = githubStatus(facts.outcome, facts.deployment)
    const place = placeOf(facts)
    // A watch that ends before its deployment says nothing of it.
    const isLeft = facts.operation === 'watch' && end?.state === 'error' && isInProgressNow(facts)
    if (end !== undefined && place !== undefined && !isLeft) {
      this.background.next(() => this.set(end, place, facts))
    }
    return this.background.failure()
  }

  /** What is warned of when the deployment could not be recorded. */
  warning(failure: GithubFailure): string {
    return githubFailureWarning('The GitHub deployment could not be recorded', 'deployments', failure)
  }

  /** By the environment's name: one that was removed and made again has had several IDs. */
  private removed({ region, application, environment, ...facts }: Facts): void {
    if (region === undefined || application === undefined || environment === undefined) return
    const filter = { appconfig: region, applicationId: application.id }
    const name = environmentName(application.name, environment.name)
    this.background.next(async () => {
      await markInactive(this.github, name, filter, 'The environment was removed', linksOf(facts))
    })
  }

  private async set(end: GithubStatus, { environment, payload }: Place, facts: Facts): Promise<void> {
    const links = linksOf(facts)
    const id = await this.recorded()
    if (id !== undefined) {
      await setStatus(this.github, id, end, links)
      return
    }
    const found = await setStatusOfOwn(this.github, environment, payload, end, links)
    if (found > 0 || this.begun === undefined) return
    await setStatus(this.github, await createDeployment(this.github, this.begun.wanted), end, links)
  }

  /** The deployment that was recorded at the start. A GitHub that was down then may be up by now. */
  private async recorded(): Promise<number | undefined> {
    try {
      return await this.begun?.creation
    } catch (error) {
      if (error instanceof GithubRequestError && error.failure.kind === 'unavailable') return undefined
      throw error
    }
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
    ...(run?.runUrl === undefined ? {} : { logUrl: run.runUrl }),
    ...(consoleUrl === undefined ? {} : { environmentUrl: consoleUrl }),
  }
}
