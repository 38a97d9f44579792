import { StartDeploymentCommand } from '@aws-sdk/client-appconfig'
import type { Deployment } from '../deployment/deployment.js'
import { isMarkedBy, markedDescription, type Provenance } from '../deployment/provenance.js'
import { afterFailedStart, type NewerDeployment, type RequestOutcome } from '../deployment/start.js'
import { present } from '../configuration/json/present.js'
import { abortedAfter } from './aborted-after.js'
import { type Aws, CHANGE_TIMEOUT_MS } from './client.js'
import { type EnvironmentAddress, getDeployment, newestDeployments, toDeployment } from './deployments.js'
import { type ListedDeployment, occupyingDeployment } from '../deployment/listed-deployment.js'
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
  /** The run that starts it. */
  readonly provenance: Provenance
}

/**
 * What became of a start. `busy` names the deployment that occupies the environment, when it could be found;
 * `refused` is certain: nothing was started.
 */
export type StartOutcome =
  | { readonly kind: 'started'; readonly deployment: Deployment; readonly adopted: boolean }
  | { readonly kind: 'busy'; readonly by: ListedDeployment | undefined }
  | { readonly kind: 'refused'; readonly error: AwsRequestError }

/** What an environment must be like for a start. */
export interface ExpectedEnvironment {
  /** The newest deployment number of the environment, 0 when it has none. */
  readonly latestNumber: number
  /** The number was approved: any newer deployment means that the environment is not as approved. */
  readonly isApproved: boolean
}

/** How long after a cancel the answer to a start in flight is waited for: it names the deployment to stop. */
const CANCELLED_START_MS = 3_500

/**
 * Starts one deployment, and never two. StartDeployment is not idempotent, so the SDK doesn't repeat it: it is sent
 * with the newest deployment number, which AppConfig checks, and the run's marker. After any failure the deployments
 * since that number are read, and `afterFailedStart` decides. A cancel does not cut off a start at once: AWS would carry
 * it out all the same.
 *
 * @throws AwsRequestError when the outcome stays unknown; the signal's reason when a cancel leaves it unknown
 */
export async function startDeployment(
  aws: Aws,
  start: StartRequest,
  { latestNumber, isApproved }: ExpectedEnvironment,
): Promise<StartOutcome> {
  let expected = latestNumber
  let guard: Guard = 'number'
  let isCertain = true
  for (let attempt = 1; ; attempt++) {
    const sent = await send(aws, start, guard === 'number' ? expected : undefined)
    if (sent.ok) return { kind: 'started', deployment: sent.deployment, adopted: false }
    if (guard === 'number' && refusesGuard(sent.error, expected)) {
      guard = 'none'
      continue
    }
    const outcome = requestOutcome(sent.error)
    isCertain &&= outcome !== 'unknown'
    // A cancel ends the attempts: what AWS has refused so far, it has not started.
    if (isCertain && (outcome === 'refused' || aws.signal.aborted))
      return { kind: 'refused', error: sent.error }
    const since = await deploymentsSince(aws, start, latestNumber, start.provenance)
    const after = { newer: since.newer, inProgress: since.inProgress?.number }
    const decision = afterFailedStart(outcome, expected, after, attempt)
    switch (decision.kind) {
      case 'adopt': {
        const deployment = await getDeployment(aws, { ...start, number: decision.number })
        return { kind: 'started', deployment, adopted: true }
      }
      case 'busy':
        return { kind: 'busy', by: since.listed.find(({ number }) => number === decision.number) }
      case 'give-up':
        throw sent.error
      case 'retry':
        if (isApproved && decision.latestNumber !== latestNumber) return { kind: 'busy', by: since.listed[0] }
        expected = decision.latestNumber
        await aws.clock.sleep(retryDelayMs(RETRY.start, attempt), aws.signal)
        if (aws.signal.aborted && isCertain) return { kind: 'refused', error: sent.error }
        aws.signal.throwIfAborted()
    }
  }
}

/**
 * Finds the deployment that carries the run's marker among those newer than a number.
 * @throws AwsRequestError
 */
export async function findOwnDeployment(
  aws: Aws,
  address: EnvironmentAddress,
  latestNumber: number,
  provenance: Provenance,
): Promise<number | undefined> {
  const { newer } = await deploymentsSince(aws, address, latestNumber, provenance)
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
    Description: markedDescription(start.description, start.provenance),
    Tags: Object.keys(start.tags).length === 0 ? undefined : start.tags,
    KmsKeyIdentifier: start.kmsKeyIdentifier,
    DynamicExtensionParameters: start.dynamicExtensionParameters,
    LatestDeploymentNumber: latestNumber,
  })
  const about = `version ${start.configurationVersion}`
  using patient = abortedAfter(aws.signal, CANCELLED_START_MS)
  try {
    const answer = await request('StartDeployment', about, () =>
      aws.connection.single.send(command, {
        abortSignal: patient.signal,
        requestTimeout: CHANGE_TIMEOUT_MS,
      }),
    )
    if (answer.DeploymentNumber !== undefined) return { ok: true, deployment: toDeployment(answer, start) }
    // Something was started, and the answer does not say what: the same as an answer that was lost.
    const message = 'the answer has no deployment number'
    const failure = { kind: 'server-error', operation: 'StartDeployment', about, message } as const
    return {
      ok: false,
      error: new AwsRequestError({ ...failure, name: 'IncompleteAnswer' }, { cause: undefined }),
    }
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

interface DeploymentsSince {
  /** The newest first. */
  readonly listed: readonly ListedDeployment[]
  /** Those newer than the number, with whose they are. */
  readonly newer: readonly NewerDeployment[]
  readonly inProgress: ListedDeployment | undefined
}

/**
 * The deployments of an environment since a number. A list does not carry descriptions, so each newer deployment is
 * asked for by itself: one, as a rule. A list may lag behind the start, so the number after the newest is asked for too.
 */
async function deploymentsSince(
  aws: Aws,
  address: EnvironmentAddress,
  latestNumber: number,
  provenance: Provenance,
): Promise<DeploymentsSince> {
  const listed = await newestDeployments(aws, address)
  const next = Math.max(latestNumber, listed[0]?.number ?? 0) + 1
  const [unlisted, ...known] = await Promise.all([
    unlistedDeployment(aws, { ...address, number: next }),
    ...listed
      .filter(({ number }) => number > latestNumber)
      .map(({ number }) => getDeployment(aws, { ...address, number })),
  ])
  const found = unlisted === undefined ? known : [unlisted, ...known]
  const all = unlisted === undefined ? listed : [listedDeployment(unlisted), ...listed]
  return {
    listed: all,
    newer: found.map(({ number, state, description }) => {
      return { number, state, ours: isMarkedBy(description, provenance) }
    }),
    inProgress: occupyingDeployment(all),
  }
}

async function unlistedDeployment(
  aws: Aws,
  address: EnvironmentAddress & { readonly number: number },
): Promise<Deployment | undefined> {
  try {
    return await getDeployment(aws, address, 'one')
  } catch (error) {
    // Only its absence is expected; that it can't be asked for says nothing that the list does not say too.
    if (error instanceof AwsRequestError && !aws.signal.aborted) return undefined
    throw error
  }
}

function listedDeployment(deployment: Deployment): ListedDeployment {
  const { number, state, percentageComplete, configurationName, configurationVersion } = deployment
  const { configurationProfileId, versionLabel } = deployment
  const listed = { number, state, percentageComplete, configurationName, configurationVersion }
  return { ...listed, configurationProfileId, ...present({ versionLabel }) }
}
