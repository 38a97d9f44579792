import { present } from '../configuration/json/present.js'
import { property } from '../configuration/json/property.js'
import type { GithubStatus } from '../report/text/github-status.js'
import type { Github } from './client.js'
import { GithubRequestError, isFailure, unreadableAnswer } from './failure.js'
import { type DeploymentPayload, ownDeployments } from './own-deployments.js'
import { ONE_ATTEMPT } from './request-policy.js'

/** A GitHub deployment to be created. */
export interface WantedDeployment {
  /** The commit that was deployed. */
  readonly ref: string
  readonly environment: string
  readonly description: string
  /** Of a preview: it will be gone one day, and no end user sees it. */
  readonly isPreview: boolean
  readonly payload: DeploymentPayload
}

/** Where people read more about a status. */
export interface StatusLinks {
  readonly logUrl?: string
  readonly environmentUrl?: string
}

/** The name of the GitHub environment that an environment of AppConfig is shown as. */
export function environmentName(application: string, environment: string): string {
  return `${application}/${environment}`
}

/**
 * Creates a GitHub deployment, once, also when an answer is lost.
 * @returns its ID
 * @throws GithubRequestError
 */
export async function createDeployment(github: Github, wanted: WantedDeployment): Promise<number> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await created(github, wanted)
    } catch (error) {
      if (!isFailure(error, 'unavailable')) throw error
      const [found] = await ownDeployments(github, wanted.environment, wanted.payload)
      if (found !== undefined) return found.id
      if (attempt >= github.policy.maxAttempts) throw error
    }
  }
}

/**
 * Adds a status to a GitHub deployment. Others keep theirs: GitHub's own `auto_inactive` would also end the deployments
 * of other configuration profiles and tools.
 * @throws GithubRequestError
 */
export async function setStatus(
  github: Github,
  id: number,
  { state, description }: GithubStatus,
  { logUrl, environmentUrl }: StatusLinks,
): Promise<void> {
  await github.send(({ rest }, name) =>
    rest.repos.createDeploymentStatus({
      ...name,
      deployment_id: id,
      state,
      description,
      auto_inactive: false,
      ...present({ log_url: logUrl, environment_url: environmentUrl }),
    }),
  )
}

async function created(
  github: Github,
  { ref, environment, description, isPreview, payload }: WantedDeployment,
): Promise<number> {
  const { data } = await github.send(({ rest }, name) =>
    rest.repos.createDeployment({
      ...name,
      ref,
      task: 'deploy',
      auto_merge: false,
      required_contexts: [],
      environment,
      description,
      payload: { ...payload },
      transient_environment: isPreview,
      ...(isPreview ? { production_environment: false } : {}),
      request: ONE_ATTEMPT,
    }),
  )
  const id: unknown = property(data, 'id')
  if (typeof id === 'number') return id
  // 202 announces a merge, which was not asked for.
  const message = property(data, 'message')
  if (typeof message !== 'string') throw unreadableAnswer()
  throw new GithubRequestError({ kind: 'invalid', message, timedOut: false }, { cause: undefined })
}
