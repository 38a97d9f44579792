import { newestDeployments } from '../../aws/deployments.js'
import type { ListedDeployment } from '../../deployment/listed-deployment.js'
import { AwsRequestError } from '../../aws/failure.js'
import { startDeployment, type StartRequest } from '../../aws/start-deployment.js'
import { stopDeployment } from '../../aws/stop-deployment.js'
import { StopUnconfirmedError } from '../../aws/stop-request.js'
import type { Target } from '../../aws/target.js'
import { type Deployment, isInProgress } from '../../deployment/deployment.js'
import type { Outcome } from '../../deployment/outcome.js'
import { runDescription } from '../../github/workflow-run.js'
import { kmsKeyMismatch } from '../../inputs/values/kms-key-identifier.js'
import type { DeployInputs } from '../../inputs/deploy.js'
import type { CommonInputs } from '../../inputs/inputs.js'
import type { Run } from '../run.js'
import { appliedExtensionFacts } from './applied-extensions.js'
import { makeRoom } from './busy-environment.js'
import { publishDeployment } from './deployment-facts.js'

/** How long a stop is waited for when the deployment has the wrong key. */
const STOP_PATIENCE_MS = 60_000

/** A deployment that goes on, or an outcome that leaves nothing to watch. */
export type Start =
  | { readonly kind: 'started'; readonly deployment: Deployment }
  | { readonly kind: 'ended'; readonly outcome: Outcome }

/**
 * Starts the deployment, and checks that it is what was asked for: encrypted with the key, and, with a warning
 * otherwise, using the extension version just published.
 * @throws AwsRequestError when AWS refuses
 */
export async function startAndCheck(
  inputs: DeployInputs & CommonInputs,
  target: Target,
  version: string,
  deployments: readonly ListedDeployment[],
  run: Run,
): Promise<Start> {
  const start = await startWhenFree(startRequest(inputs, target, version, run), deployments, inputs, run)
  if (start.kind === 'ended') return start
  const ended = await checkKey(start.deployment, inputs, run)
  if (ended !== undefined) return { kind: 'ended', outcome: ended }
  checkExtensions(start.deployment, run)
  return start
}

/**
 * Starts as soon as the environment is free. Between the look and the start another run may be faster: then again.
 * With an approved plan the number that is expected stays the one of the plan: the check of the plan and the start are
 * one step, since AppConfig refuses the start when a newer deployment exists.
 *
 * @param seen the environment's deployments, newest first, as the run has read them already
 */
async function startWhenFree(
  start: StartRequest,
  seen: readonly ListedDeployment[],
  inputs: DeployInputs & CommonInputs,
  run: Run,
): Promise<Start> {
  const approvedNumber = inputs.approved?.latestDeploymentNumber
  const policy = { ifBusy: inputs.ifBusy, untilMs: run.clock.nowMs() + inputs.busyTimeoutMs }
  let summaries = seen
  for (;;) {
    const inProgress = summaries.find(({ state }) => isInProgress(state))
    const tried: Tried =
      inProgress === undefined
        ? await tryStart(start, approvedNumber ?? summaries[0]?.number ?? 0, inputs, run)
        : { kind: 'busy', by: inProgress }
    if (tried.kind === 'started') return tried
    if (approvedNumber !== undefined && (tried.by?.number ?? Infinity) > approvedNumber) {
      return { kind: 'ended', outcome: overtaken(tried.by) }
    }
    if (!(await makeRoom(start, tried.by, policy, run))) {
      if (run.signal.aborted) return { kind: 'ended', outcome: { kind: 'cancelled', stopped: false } }
      return { kind: 'ended', outcome: busy(tried.by) }
    }
    summaries = await newestDeployments(run.aws, start)
  }
}

function busy(by: ListedDeployment | undefined): Outcome {
  return { kind: 'busy', ...(by === undefined ? {} : { otherNumber: by.number }) }
}

function overtaken(by: ListedDeployment | undefined): Outcome {
  const other = by === undefined ? 'another deployment' : `deployment ${by.number}`
  return {
    kind: 'failed',
    message: `The plan no longer holds, and nothing was started: ${other} came into the environment after the plan was made. Make a new plan, and have it approved.`,
  }
}

type Tried =
  | { readonly kind: 'started'; readonly deployment: Deployment }
  | { readonly kind: 'busy'; readonly by: ListedDeployment | undefined }

/** One start, known to `post` before it is sent and as soon as it is answered. */
async function tryStart(
  start: StartRequest,
  latestNumber: number,
  inputs: DeployInputs & CommonInputs,
  run: Run,
): Promise<Tried> {
  const { appconfig, provenance, clock, signal } = run
  const unconfirmed = {
    region: inputs.region,
    applicationId: start.applicationId,
    environmentId: start.environmentId,
    latestNumber,
    provenanceId: provenance.id,
    onCancel: inputs.onCancel,
  }
  run.saveStart({ phase: 'starting', start: unconfirmed })
  run.learn({ startUnconfirmed: true })
  const outcome = await startDeployment(
    aws,
    start,
    latestNumber,
    provenance,
    inputs.approved === undefined ? 'newest' : 'exactly',
  )
  if (outcome.kind !== 'started') {
    run.saveStart({ phase: 'done' })
    run.learn({ startUnconfirmed: false })
    if (outcome.kind === 'refused') throw outcome.error
    return outcome
  }
  const { deployment } = outcome
  run.saveStart({ phase: 'started', start: unconfirmed, number: deployment.number })
  run.learn({ startUnconfirmed: false, changed: true })
  publishDeployment(deployment, inputs.region, run)
  run.log.info(startLine(deployment, outcome.adopted, run))
  return { kind: 'started', deployment }
}

function startRequest(
  inputs: DeployInputs & CommonInputs,
  target: Target,
  version: string,
  run: Run,
): StartRequest {
  return {
    applicationId: target.application.id,
    environmentId: target.environment.id,
    configurationProfileId: target.profile.id,
    deploymentStrategyId: target.strategy.id,
    configurationVersion: version,
    description: inputs.description ?? runDescription(run.workflowRun),
    tags: inputs.tags,
    ...(inputs.kmsKey === undefined ? {} : { kmsKeyIdentifier: inputs.kmsKey.identifier }),
    ...(inputs.dynamicExtensionParameters === undefined
      ? {}
      : { dynamicExtensionParameters: inputs.dynamicExtensionParameters }),
  }
}

function startLine(deployment: Deployment, adopted: boolean, run: Run): string {
  const link = run.known().consoleUrl
  const how = adopted
    ? 'The answer to the start was lost; this run did start deployment'
    : 'Started deployment'
  const key = deployment.kmsKeyArn === undefined ? '' : `, encrypted with ${deployment.kmsKeyArn}`
  return `${how} ${deployment.number}${key}${link === undefined ? '' : ` ${link}`}`
}

/** A deployment that is not encrypted as asked must not go on. */
async function checkKey(
  deployment: Deployment,
  inputs: DeployInputs & CommonInputs,
  run: Run,
): Promise<Outcome | undefined> {
  if (inputs.kmsKey === undefined) return undefined
  const mismatch = kmsKeyMismatch(inputs.kmsKey, deployment)
  run.learn({
    kms: {
      requested: inputs.kmsKey.identifier,
      ...(deployment.kmsKeyArn === undefined ? {} : { arn: deployment.kmsKeyArn }),
    },
  })
  if (mismatch === undefined) return undefined
  const message = `Deployment ${deployment.number} is not encrypted as asked for: ${mismatch}.`
  try {
    const stopped = await stopDeployment(run.aws, deployment, STOP_PATIENCE_MS)
    publishDeployment(stopped, inputs.region, run)
    return { kind: 'failed', message: `${message}\n${stoppedText(stopped)}` }
  } catch (error) {
    // Why it could not be stopped matters less than that it goes on with another key.
    if (run.signal.aborted) throw error
    if (error instanceof StopUnconfirmedError)
      return { kind: 'failed', message: `${message}\n${error.message}` }
    if (!(error instanceof AwsRequestError)) throw error
    return { kind: 'failed', message: `${message}\nIt could not be stopped. ${error.message}` }
  }
}

function stoppedText({ number, state }: Deployment): string {
  if (state === 'COMPLETE') {
    return `It completed before it could be stopped. To revert it: operation: rollback with deployment-number: ${number}`
  }
  return isInProgress(state) ? `It was told to stop, and is ${state}.` : `It was stopped, and is ${state}.`
}

function checkExtensions(deployment: Deployment, run: Run): void {
  const facts = appliedExtensionFacts(deployment, run.known().publishedExtension)
  run.learn({ appliedExtensions: facts.applied })
  if (facts.warning !== undefined) run.warn(facts.warning)
}
