import type { GithubStatus } from '../report/text/github-status.js'
import type { Github } from './client.js'
import { setStatus, type StatusLinks } from './deployments.js'
import {
  type DeploymentPayload,
  deploymentState,
  type OwnDeployment,
  ownDeployments,
  type PayloadFilter,
} from './own-deployments.js'

const MAX_AT_ONCE = 5
/** States that a newer deployment leaves as they are: they are history, and not shown as active. */
const ENDED = ['inactive', 'failure', 'error']

/**
 * Adds a status to every GitHub deployment of this action that the filter means, and to no other.
 * @returns how many there were
 * @throws GithubRequestError
 */
export async function setStatusOfOwn(
  github: Github,
  environment: string,
  filter: PayloadFilter,
  [status, links]: readonly [GithubStatus, StatusLinks],
): Promise<number> {
  const own = await ownDeployments(github, environment, filter)
  for (const batch of batches(own)) {
    await Promise.all(batch.map(({ id }) => setStatus(github, id, status, links)))
  }
  return own.length
}

/**
 * Makes the GitHub deployments `inactive` that a successful one has superseded: the earlier ones of the same environment
 * and configuration profile that are still active. Those of a run that failed keep their state.
 * @returns how many there were
 * @throws GithubRequestError
 */
export async function markSuperseded(
  github: Github,
  environment: string,
  { deploymentNumber, ...place }: DeploymentPayload,
): Promise<number> {
  const own = await ownDeployments(github, environment, place)
  const earlier = own.filter(({ number }) => number < deploymentNumber)
  const status: GithubStatus = {
    state: 'inactive',
    description: `Superseded by deployment ${deploymentNumber}`,
  }
  let count = 0
  for (const batch of batches([...earlier].sort((one, other) => other.number - one.number))) {
    const states = await Promise.all(batch.map(({ id }) => deploymentState(github, id)))
    const active = batch.filter((_, at) => !ENDED.includes(states[at] ?? 'pending'))
    // An earlier success did this for all before it.
    if (active.length === 0) break
    await Promise.all(active.map(({ id }) => setStatus(github, id, status, {})))
    count += active.length
  }
  return count
}

function batches(deployments: readonly OwnDeployment[]): readonly (readonly OwnDeployment[])[] {
  const starts = Array.from(
    { length: Math.ceil(deployments.length / MAX_AT_ONCE) },
    (_, at) => at * MAX_AT_ONCE,
  )
  return starts.map((start) => deployments.slice(start, start + MAX_AT_ONCE))
}
