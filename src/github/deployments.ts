import type { GithubStatus } from '../report/text/github-status.js'
import type { Github } from './client.js'
import { GithubRequestError } from './failure.js'

/** The AppConfig deployment that a GitHub deployment stands for, as its payload says. */
export interface DeploymentPayload {
  /** The region. Its name marks the payload as one of this action. */
  readonly appconfig: string
  readonly applicationId: string
  readonly environmentId: string
  readonly configurationProfileId: string
  readonly deploymentNumber: number
}

/** Which GitHub deployments are meant: those whose payload has these members. */
export type PayloadFilter = Partial<DeploymentPayload> &
  Pick<DeploymentPayload, 'appconfig' | 'applicationId'>

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

const PER_PAGE = 100
const MAX_AT_ONCE = 5
const MAX_ATTEMPTS = 2

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
      const isLost = error instanceof GithubRequestError && error.failure.kind === 'unavailable'
      if (!isLost) throw error
      const [found] = await ownDeployments(github, wanted.environment, wanted.payload)
      if (found !== undefined) return found
      if (attempt >= MAX_ATTEMPTS) throw error
    }
  }
}

/**
 * Adds a status to a GitHub deployment. Others keep theirs.
 * @throws GithubRequestError
 */
export async function setStatus(
  github: Github,
  id: number,
  { state, description }: GithubStatus,
  { logUrl, environmentUrl }: StatusLinks,
): Promise<void> {
  await github.repeatable((rest, frame) =>
    rest.repos.createDeploymentStatus({
      ...frame,
      deployment_id: id,
      state,
      description,
      auto_inactive: false,
      ...(logUrl === undefined ? {} : { log_url: logUrl }),
      ...(environmentUrl === undefined ? {} : { environment_url: environmentUrl }),
    }),
  )
}

/**
 * Adds a status to every GitHub deployment of this action that the filter means, and to no other.
 * @returns how many there were
 * @throws GithubRequestError
 */
export async function setStatusOfOwn(
  github: Github,
  environment: string,
  filter: PayloadFilter,
  status: GithubStatus,
  links: StatusLinks,
): Promise<number> {
  const ids = await ownDeployments(github, environment, filter)
  for (let from = 0; from < ids.length; from += MAX_AT_ONCE) {
    await Promise.all(ids.slice(from, from + MAX_AT_ONCE).map((id) => setStatus(github, id, status, links)))
  }
  return ids.length
}

/**
 * Marks the GitHub deployments of this action that the filter means `inactive`: what they stand for is live no more.
 * @returns how many there were
 * @throws GithubRequestError
 */
export function markInactive(
  github: Github,
  environment: string,
  filter: PayloadFilter,
  description: string,
  links: StatusLinks = {},
): Promise<number> {
  return setStatusOfOwn(github, environment, filter, { state: 'inactive', description }, links)
}

async function created(
  github: Github,
  { ref, environment, description, isPreview, payload }: WantedDeployment,
): Promise<number> {
  const { data } = await github.once((rest, frame) =>
    rest.repos.createDeployment({
      ...frame,
      ref,
      task: 'deploy',
      auto_merge: false,
      required_contexts: [],
      environment,
      description,
      payload: { ...payload },
      transient_environment: isPreview,
      ...(isPreview ? { production_environment: false } : {}),
    }),
  )
  if ('id' in data) return data.id
  // 202 tells of a merge, which was not asked for.
  throw new GithubRequestError(
    { kind: 'invalid', message: data.message ?? 'GitHub created no deployment.', timedOut: false },
    { cause: undefined },
  )
}

/** The IDs of this action's GitHub deployments in an environment, newest first. */
async function ownDeployments(
  github: Github,
  environment: string,
  filter: PayloadFilter,
): Promise<readonly number[]> {
  const ids: number[] = []
  for (let page = 1; ; page++) {
    const { data } = await github.repeatable((rest, frame) =>
      rest.repos.listDeployments({ ...frame, environment, per_page: PER_PAGE, page }),
    )
    ids.push(...data.filter(({ payload }) => isMeant(payload, filter)).map(({ id }) => id))
    if (data.length < PER_PAGE) return ids
  }
}

/** GitHub gives a payload back as it was sent; one that was sent as a text is a text. */
function isMeant(payload: unknown, filter: PayloadFilter): boolean {
  if (typeof payload !== 'object' || payload === null) return false
  return Object.entries(filter).every(([name, value]) => Reflect.get(payload, name) === value)
}
