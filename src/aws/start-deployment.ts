import { StartDeploymentCommand } from '@aws-sdk/client-appconfig'
import { type Deployment, isInProgress } from '../deployment/deployment.js'
import { isMarkedBy, markedDescription, type Provenance } from '../deployment/provenance.js'
import { afterFailedStart, type NewerDeployment, type RequestOutcome } from '../deployment/start.js'
import { type Aws, CHANGE_TIMEOUT_MS } from './client.js'
import { type EnvironmentAddress, getDeployment, newestDeployments, toDeployment } from './deployments.js'
import type { ListedDeployment } from '../deployment/listed-deployment.js'
import { RETRY, retryDelayMs } from './retry.js'
import { AwsRequestError, isOutcomeUnknown, request } from './failure.js'

/** What StartDeployment is asked for. */
export interface StartRequest extends EnvironmentAddress {
  readonly configurationProfileId: string
  readonly deploymentStrategyId: string
  readonly configurationVersion: string
  /** Without the marker, which is added. */
  readonly description: string
  readonly tags: Readonly<Record<string, string>>
  readonly kmsKeyIdentifier?: string
  readonly dynamicExtensionParameters?: Readonly<Record<string, string>>
}

/**
 * What became of a start. `busy` names the deployment that occupies the environment, when it could be found;
 * `refused` is certain: nothing was started.
 */
export type StartOutcome =
  | { readonly kind: 'started'; readonly deployment: Deployment; readonly adopted: boolean }
  | { readonly kind: 'busy'; readonly by: ListedDeployment | undefined }
  | { readonly kind: 'refused'; readonly error: AwsRequestError }

/**
 * Starts one deployment, and never two. StartDeployment is not idempotent, so the SDK doesn't repeat it: it is sent
 * with the newest deployment number, which AppConfig checks, and the run's marker. After any failure the deployments
 * since that number are looked at, and `afterFailedStart` decides.
 *
 * @param latestNumber the newest deployment number of the environment, 0 when it has none
 * @param expectation `newest`: another's deployment that has ended meanwhile is no obstacle; `exactly`: the number was
 *   approved, and any newer deployment means that the environment is not as approved
 * @throws AwsRequestError when the outcome stays unknown
 */
export async function startDeployment(
  aws: Aws,
  start: StartRequest,
  latestNumber: number,
  provenance: Provenance,
  expectation: 'newest' | 'exactly' = 'newest',
): Promise<StartOutcome> {
  let expected = latestNumber
  let guard: Guard = 'number'
  let isCertain = true
  for (let attempt = 1; ; attempt++) {
    const sent = await send(aws, start, guard === 'number' ? expected : undefined, provenance)
    if (sent.ok) return { kind: 'started', deployment: sent.deployment, adopted: false }
    if (guard === 'number' && refusesGuard(sent.error, expected)) {
      guard = 'none'
      continue
    }
    const outcome = requestOutcome(sent.error)
    isCertain &&= outcome !== 'unknown'
    if (isCertain && outcome === 'refused') return { kind: 'refused', error: sent.error }
    const seen = await look(aws, start, latestNumber, provenance)
    const decision = afterFailedStart(outcome, expected, seen.newer, seen.inProgress?.number, attempt)
    switch (decision.kind) {
      case 'adopt': {
        const deployment = await getDeployment(aws, { ...start, number: decision.number })
        return { kind: 'started', deployment, adopted: true }
      }
      case 'busy':
        return { kind: 'busy', by: seen.summaries.find(({ number }) => number === decision.number) }
      case 'give-up':
        throw sent.error
      case 'retry':
        if (expectation === 'exactly' && decision.latestNumber !== latestNumber) {
          return { kind: 'busy', by: seen.summaries[0] }
        }
        expected = decision.latestNumber
        await aws.clock.sleep(retryDelayMs(RETRY.start, attempt), aws.signal)
        aws.signal.throwIfAborted()
    }
  }
}

/**
 * Looks for the deployment that carries the run's marker among those newer than a number.
 * @throws AwsRequestError
 */
export async function findOwnDeployment(
  aws: Aws,
  address: EnvironmentAddress,
  latestNumber: number,
  provenance: Provenance,
): Promise<number | undefined> {
  const { newer } = await look(aws, address, latestNumber, provenance)
  return newer.find((deployment) => deployment.ours)?.number
}

type Guard = 'number' | 'none'

/**
 * What LatestDeploymentNumber means before a first deployment is not documented: a service that refuses 0 as a bad
 * request has done nothing, and is asked again without. So is an older service that refuses the member by name.
 */
function refusesGuard(error: AwsRequestError, expected: number): boolean {
  const { kind, name } = error.failure
  return kind === 'bad-request' && (expected === 0 || name !== 'BadRequestException')
}

async function send(
  aws: Aws,
  start: StartRequest,
  latestNumber: number | undefined,
  provenance: Provenance,
): Promise<
  | { readonly ok: true; readonly deployment: Deployment }
  | { readonly ok: false; readonly error: AwsRequestError }
> {
  const command = new StartDeploymentCommand({
    ApplicationId: start.applicationId,
    EnvironmentId: start.environmentId,
    ConfigurationProfileId: start.configurationProfileId,
    DeploymentStrategyId: start.deploymentStrategyId,
    ConfigurationVersion: start.configurationVersion,
    Description: markedDescription(start.description, provenance),
    Tags: Object.keys(start.tags).length === 0 ? undefined : start.tags,
    KmsKeyIdentifier: start.kmsKeyIdentifier,
    DynamicExtensionParameters: start.dynamicExtensionParameters,
    LatestDeploymentNumber: latestNumber,
  })
  try {
    const answer = await request('StartDeployment', `version ${start.configurationVersion}`, () =>
      aws.connection.single.send(command, { abortSignal: aws.signal, requestTimeout: CHANGE_TIMEOUT_MS }),
    )
    return { ok: true, deployment: toDeployment(answer, start) }
  } catch (error) {
    if (error instanceof AwsRequestError) return { ok: false, error }
    throw error
  }
}

function requestOutcome(error: AwsRequestError): RequestOutcome {
  const { kind } = error.failure
  if (kind === 'conflict') return 'conflict'
  if (kind === 'throttled') return 'throttled'
  return isOutcomeUnknown(kind) ? 'unknown' : 'refused'
}

interface Seen {
  readonly summaries: readonly ListedDeployment[]
  readonly newer: readonly NewerDeployment[]
  readonly inProgress: ListedDeployment | undefined
}

/** A list does not carry descriptions, so each newer deployment is asked for by itself: one, as a rule. */
async function look(
  aws: Aws,
  address: EnvironmentAddress,
  latestNumber: number,
  provenance: Provenance,
): Promise<Seen> {
  const summaries = await newestDeployments(aws, address)
  const newer = await Promise.all(
    summaries
      .filter(({ number }) => number > latestNumber)
      .map(async ({ number, state }): Promise<NewerDeployment> => {
        const { description } = await getDeployment(aws, { ...address, number })
        return { number, state, ours: isMarkedBy(description, provenance) }
      }),
  )
  return { summaries, newer, inProgress: summaries.find(({ state }) => isInProgress(state)) }
}
