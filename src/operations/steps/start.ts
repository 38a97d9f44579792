import type { Target } from '../../aws/target.js'
import { alarmArnsOf } from '../../aws/environments.js'
import { getDeployment, newestDeployments } from '../../aws/deployments.js'
import { startDeployment, type StartRequest } from '../../aws/start-deployment.js'
import { present } from '../../configuration/json/present.js'
import type { Deployment } from '../../deployment/deployment.js'
import type { PublishedExtension, Steps } from '../../deployment/facts.js'
import { type ListedDeployment, occupyingDeployment } from '../../deployment/listed-deployment.js'
import type { Outcome } from '../../deployment/outcome.js'
import { isMarkedBy } from '../../deployment/provenance.js'
import { runDescription } from '../../github/workflow-run.js'
import type { DeployInputs } from '../../inputs/deploy.js'
import type { CommonInputs } from '../../inputs/inputs.js'
import type { Run } from '../run.js'
import { appliedExtensionFacts } from './applied-extensions.js'
import { makeRoom } from './busy-environment.js'
import { checkKey } from './check-key.js'
import { consoleUrlOf, deploymentFacts } from './deployment-facts.js'

/** A deployment that is in progress, or an outcome that leaves nothing to watch. */
export type Start =
  | { readonly kind: 'started'; readonly deployment: Deployment }
  | { readonly kind: 'ended'; readonly outcome: Outcome }

/** What is started where, as the run has found and published it. */
export interface Release {
  readonly target: Target
  /** As StartDeployment takes it. */
  readonly version: string
  /** The environment's deployments, newest first. */
  readonly deployments: readonly ListedDeployment[]
  /** The extension version that the deployment is to apply. */
  readonly published?: PublishedExtension | undefined
  /**
   * Asked once more when the environment was busy: what ran there may have been this. Undefined: start in any case.
   * @returns the outcome when there is nothing left to start
   */
  readonly stillNeeded?: ((listed: readonly ListedDeployment[]) => Steps<Outcome | undefined>) | undefined
}

/**
 * Starts the deployment, and checks that it is what was asked for: encrypted with the key, and, with a warning
 * otherwise, using the extension version just published.
 * @throws AwsRequestError when AWS refuses
 */
export async function* startAndCheck(
  inputs: DeployInputs & CommonInputs,
  release: Release,
  run: Run,
): Steps<Start> {
  const start = yield* startWhenFree(inputs, release, run)
  if (start.kind === 'ended') return start
  const context = { region: inputs.region, alarmArns: alarmArnsOf(release.target.environment) }
  const ended = yield* checkKey(start.deployment, inputs.kmsKey, context, run)
  if (ended !== undefined) return { kind: 'ended', outcome: ended }
  const { applied, warning } = appliedExtensionFacts(start.deployment, release.published)
  yield { appliedExtensions: applied, ...(warning === undefined ? {} : { warnings: [warning] }) }
  return start
}

/**
 * Starts as soon as the environment is free. Between the list and the start another run may be faster: then again.
 * With an approved plan the number that is expected stays the one of the plan: the check of the plan and the start are
 * one step, since AppConfig refuses the start when a newer deployment exists.
 */
async function* startWhenFree(inputs: DeployInputs & CommonInputs, release: Release, run: Run): Steps<Start> {
  const { clock, signal } = run.aws
  const approvedNumber = inputs.approved?.latestDeploymentNumber
  const request = startRequest(inputs, release, run)
  const policy = { ifBusy: inputs.ifBusy, untilMs: clock.nowMs() + inputs.busyTimeoutMs }
  let listed = release.deployments
  let hasTried = false
  for (;;) {
    const inProgress = occupyingDeployment(listed)
    const expected = approvedNumber ?? listed[0]?.number ?? 0
    const tried: Tried =
      inProgress === undefined
        ? yield* tryStart(request, expected, inputs, run)
        : { kind: 'busy', by: inProgress }
    hasTried ||= inProgress === undefined
    const by = tried.kind === 'busy' ? tried.by : undefined
    const own = hasTried ? yield* ownStart(request, by, inputs, run) : undefined
    const started = tried.kind === 'started' ? tried : own
    if (started !== undefined) {
      yield deploymentFacts(started.deployment, {
        region: inputs.region,
        alarmArns: alarmArnsOf(release.target.environment),
      })
      run.log.info(startLine(started, inputs.region))
      return started
    }
    if (approvedNumber !== undefined && (by?.number ?? Infinity) > approvedNumber) {
      return { kind: 'ended', outcome: overtaken(by) }
    }
    if (!(yield* makeRoom(request, by, policy, run))) {
      if (signal.aborted) return { kind: 'ended', outcome: { kind: 'cancelled', stopped: false } }
      return { kind: 'ended', outcome: { kind: 'busy', ...present({ otherNumber: by?.number }) } }
    }
    listed = await newestDeployments(run.aws, request)
    const needless = release.stillNeeded === undefined ? undefined : yield* release.stillNeeded(listed)
    if (needless !== undefined) return { kind: 'ended', outcome: needless }
  }
}

function overtaken(by: ListedDeployment | undefined): Outcome {
  const other = by === undefined ? 'another deployment' : `deployment ${by.number}`
  return {
    kind: 'failed',
    message: `The plan no longer holds, and nothing was started: ${other} came into the environment after the plan was made. Make a new plan, and have it approved.`,
  }
}

interface StartedDeployment {
  readonly kind: 'started'
  readonly deployment: Deployment
  /** The answer to its start was lost, and the run has found it by its marker. */
  readonly adopted: boolean
}
type Tried = StartedDeployment | { readonly kind: 'busy'; readonly by: ListedDeployment | undefined }

/**
 * A start whose answer was lost may be carried out late, and listed later still: what occupies the environment may be
 * this run's own deployment.
 */
async function* ownStart(
  request: StartRequest,
  by: ListedDeployment | undefined,
  { region, onCancel }: Pick<DeployInputs, 'onCancel'> & CommonInputs,
  run: Run,
): Steps<StartedDeployment | undefined> {
  if (by === undefined) return undefined
  const { applicationId, environmentId } = request
  const { number } = by
  const deployment = await getDeployment(run.aws, { applicationId, environmentId, number })
  if (!isMarkedBy(deployment.description, run.provenance)) return undefined
  const place = { region, applicationId, environmentId, onCancel }
  const start = { ...place, latestNumber: number - 1, provenanceId: run.provenance.id }
  yield { pending: { phase: 'started', start, number }, startUnconfirmed: false, changed: true }
  return { kind: 'started', deployment, adopted: true }
}

/** One start, known to `post` before it is sent and as soon as it is answered. */
async function* tryStart(
  request: StartRequest,
  latestNumber: number,
  inputs: Pick<DeployInputs, 'onCancel' | 'approved'> & CommonInputs,
  run: Run,
): Steps<Tried> {
  const { applicationId, environmentId } = request
  const { region, onCancel } = inputs
  const place = { region, applicationId, environmentId, onCancel }
  const start = { ...place, latestNumber, provenanceId: run.provenance.id }
  run.aws.signal.throwIfAborted()
  yield { pending: { phase: 'starting', start }, startUnconfirmed: true }
  const isApproved = inputs.approved !== undefined
  const outcome = await startDeployment(run.aws, request, { latestNumber, isApproved })
  if (outcome.kind !== 'started') {
    yield { pending: { phase: 'done' }, startUnconfirmed: false }
    if (outcome.kind === 'refused') throw outcome.error
    return outcome
  }
  const { number } = outcome.deployment
  yield { pending: { phase: 'started', start, number }, startUnconfirmed: false, changed: true }
  return outcome
}

function startRequest(
  inputs: DeployInputs & CommonInputs,
  { target, version }: Release,
  run: Run,
): StartRequest {
  const { dynamicExtensionParameters, kmsKey } = inputs
  return {
    applicationId: target.application.id,
    environmentId: target.environment.id,
    configurationProfileId: target.profile.id,
    deploymentStrategyId: target.strategy.id,
    configurationVersion: version,
    description: inputs.description ?? runDescription(run.workflowRun),
    tags: inputs.tags,
    provenance: run.provenance,
    ...present({ kmsKeyIdentifier: kmsKey?.identifier, dynamicExtensionParameters }),
  }
}

function startLine({ deployment, adopted }: StartedDeployment, region: string): string {
  const link = consoleUrlOf(deployment, region)
  const how = adopted
    ? 'The answer to the start was lost; this run did start deployment'
    : 'Started deployment'
  const key = deployment.kmsKeyArn === undefined ? '' : `, encrypted with ${deployment.kmsKeyArn}`
  return `${how} ${deployment.number}${key}${link === undefined ? '' : ` ${link}`}`
}
