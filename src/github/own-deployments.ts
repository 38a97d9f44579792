import { property } from '../configuration/json/property.js'
import type { Github } from './client.js'

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

/** A GitHub deployment that this action recorded. */
export interface OwnDeployment {
  readonly id: number
  /** The number of its AppConfig deployment. */
  readonly number: number
}

const PER_PAGE = 100
/** In an environment with more deployments than this, the older ones are left as they are. */
const MAX_PAGES = 10

/**
 * This action's GitHub deployments in an environment, newest first. When one AppConfig deployment is meant, the list is
 * read no further than to it.
 * @throws GithubRequestError
 */
export async function ownDeployments(
  github: Github,
  environment: string,
  filter: PayloadFilter,
): Promise<readonly OwnDeployment[]> {
  let pages = 0
  return github.send(({ rest, paginate }, name) =>
    paginate(
      rest.repos.listDeployments,
      { ...name, environment, per_page: PER_PAGE },
      ({ data }: { readonly data: unknown }, done) => {
        const found = [data].flat().flatMap((deployment) => ownDeployment(deployment, filter))
        pages += 1
        const isFound = filter.deploymentNumber !== undefined && found.length > 0
        if (pages >= MAX_PAGES || isFound) done()
        return found
      },
    ),
  )
}

/**
 * The state of a GitHub deployment, by its newest status; undefined when it has none.
 * @throws GithubRequestError
 */
export async function deploymentState(github: Github, id: number): Promise<string | undefined> {
  const { data } = await github.send(({ rest }, name) =>
    rest.repos.listDeploymentStatuses({ ...name, deployment_id: id, per_page: 1 }),
  )
  const state = property(property(data, '0'), 'state')
  return typeof state === 'string' ? state : undefined
}

/** GitHub gives a payload back as it was sent; one that was sent as a text is a text. */
function ownDeployment(deployment: unknown, filter: PayloadFilter): readonly OwnDeployment[] {
  const [id, payload] = [property(deployment, 'id'), property(deployment, 'payload')]
  const isMeant = Object.entries(filter).every(([name, value]) => property(payload, name) === value)
  const number = property(payload, 'deploymentNumber')
  return isMeant && typeof id === 'number' && typeof number === 'number' ? [{ id, number }] : []
}
