import { newestDeployments } from '../appconfig/deployments.js'
import { startDeployment, type StartRequest } from '../appconfig/start-deployment.js'
import { stopDeployment } from '../appconfig/stop-deployment.js'
import type { Target } from '../appconfig/target.js'
import type { Deployment } from '../deployment/deployment.js'
import type { Outcome } from '../deployment/outcome.js'
import { runDescription } from '../github/workflow-run.js'
import { kmsKeyMismatch } from '../input-values/kms-key-identifier.js'
import type { DeployInputs } from '../inputs.js'
import type { Run } from '../run.js'
import { appliedExtensionFacts } from './applied-extensions.js'
import { learnDeployment } from './learn-deployment.js'

/** How long a stop is waited for when the deployment has the wrong key. */
const STOP_PATIENCE_MS = 60_000

/**
 * Starts the deployment, and checks that it is what was asked for: encrypted with the key, and, with a warning
 * otherwise, using the extension version just published.
 * @throws AwsRequestError when AWS refuses
 */
export async function startAndCheck(
  inputs: DeployInputs,
  target: Target,
  version: string,
  run: Run,
): Promise<
  | { readonly kind: 'started'; readonly deployment: Deployment }
  | { readonly kind: 'ended'; readonly outcome: Outcome }
> {
  const start = startRequest(inputs, target, version, run)
  const [newest] = await newestDeployments(run.appconfig, start, run.signal)
  const latestNumber = newest?.number ?? 0
  const unconfirmed = {
    region: inputs.region,
    applicationId: start.applicationId,
    environmentId: start.environmentId,
    latestNumber,
    provenanceId: run.provenance.id,
    onCancel: 'stop' as const,
  }
  run.saveStart({ phase: 'starting', start: unconfirmed })
  const { appconfig, provenance, clock, signal } = run
  const outcome = await startDeployment(appconfig, start, latestNumber, provenance, clock, signal)
  if (outcome.kind === 'busy') {
    const other = outcome.by?.number
    return {
      kind: 'ended',
      outcome: { kind: 'busy', ...(other === undefined ? {} : { otherNumber: other }) },
    }
  }
  const { deployment } = outcome
  run.saveStart({ phase: 'started', start: unconfirmed, number: deployment.number })
  learnDeployment(deployment, inputs.region, run)
  run.learn({ changed: true })
  run.log.info(startLine(deployment, outcome.adopted, run))
  const ended = await checkKey(deployment, inputs, run)
  if (ended !== undefined) return { kind: 'ended', outcome: ended }
  checkExtensions(deployment, run)
  return { kind: 'started', deployment }
}

function startRequest(inputs: DeployInputs, target: Target, version: string, run: Run): StartRequest {
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
  const how = adopted ? 'Found the deployment that this run started:' : 'Started deployment'
  const key = deployment.kmsKeyArn === undefined ? '' : `, encrypted with ${deployment.kmsKeyArn}`
  return `${how} ${deployment.number}${key}${link === undefined ? '' : ` ${link}`}`
}

/** A deployment that is not encrypted as asked must not go on. */
async function checkKey(
  deployment: Deployment,
  inputs: DeployInputs,
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
  const { appconfig, clock } = run
  const stopped = await stopDeployment(appconfig, deployment, clock, STOP_PATIENCE_MS, run.signal)
  learnDeployment(stopped, inputs.region, run)
  return {
    kind: 'failed',
    message: `The encryption is not what was asked for: ${mismatch}. Deployment ${stopped.number} was stopped and is ${stopped.state}.`,
  }
}

function checkExtensions(deployment: Deployment, run: Run): void {
  const facts = appliedExtensionFacts(deployment, run.known().publishedExtension)
  run.learn({ appliedExtensions: facts.applied })
  if (facts.warning !== undefined) run.warn(facts.warning)
}
