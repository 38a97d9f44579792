import { planDifferences } from '../approval/plan.js'
import { alarmArnsOf } from '../aws/environments.js'
import { getDeployment } from '../aws/deployments.js'
import { AwsRequestError } from '../aws/failure.js'
import { newestHostedVersions } from '../aws/hosted-versions.js'
import { isInProgress, type NamedResource } from '../deployment/deployment.js'
import type { Steps } from '../deployment/facts.js'
import type { ListedDeployment } from '../deployment/listed-deployment.js'
import type { Outcome } from '../deployment/outcome.js'
import { isOfSameJob } from '../deployment/provenance.js'
import type { DeployInputs } from '../inputs/deploy.js'
import type { FileProblem } from '../inputs/input-error.js'
import type { CommonInputs } from '../inputs/inputs.js'
import { configurationSource } from '../inputs/values/configuration-source.js'
import { strategyText } from '../report/text/strategy-text.js'
import type { Run } from './run.js'
import { presentPlan } from './steps/approved-plan.js'
import { createMissingEnvironment } from './steps/create-environment.js'
import { deploymentFacts } from './steps/deployment-facts.js'
import { servicesFileProblems } from './steps/file-problems.js'
import { missingVersionError } from './steps/find-configuration.js'
import { plannedExtension } from './steps/planned-extension.js'
import { type Prepared, prepare } from './steps/prepare.js'
import { publishConfiguration } from './steps/publish-configuration.js'
import { publishExtension } from './steps/publish-extension.js'
import { type Release, type Start, startAndCheck } from './steps/start.js'
import { runningNow, runsThis } from './steps/unchanged.js'
import { watchToEnd } from './steps/watch-to-end.js'

/**
 * `operation: deploy`: finds what the inputs name, publishes the extension version and the configuration, starts the
 * deployment and watches it to its end. With an approved plan, nothing is changed unless the plan still holds.
 * @throws InputError when an input means nothing in AWS
 * @throws AwsRequestError when AWS refuses a request, or could not be reached
 */
export async function* deploy(inputs: DeployInputs & CommonInputs, run: Run): Steps<Outcome> {
  const create = (application: NamedResource) => createMissingEnvironment(inputs, application, run)
  const prepared = yield* prepare(inputs, run, inputs.createEnvironment ? create : undefined)
  const { target, deployments } = prepared
  const broken = await brokenPlan(inputs, prepared, run)
  if (broken !== undefined) return (yield* resumed(inputs, prepared, broken, run)) ?? broken.outcome
  const refused = yield* unchanged(inputs, prepared, run)
  if (refused !== undefined) return refused
  const published =
    inputs.extension === undefined ? undefined : yield* publishExtension(inputs.extension, target, run)
  const version = yield* preparedVersion(inputs, prepared, run)
  yield { configurationVersion: version }
  run.log.info(
    `Deploying ${target.profile.name} version ${version} to ${target.environment.name} of ${target.application.name} ` +
      `with ${target.strategy.name} (${strategyText(target.strategy.numbers)})`,
  )
  const stillNeeded = (listed: readonly ListedDeployment[]) =>
    unchanged(inputs, { ...prepared, deployments: listed }, run)
  const release = { target, version, deployments, published, stillNeeded }
  const start = yield* started(inputs, prepared, release, run)
  if (start.kind === 'ended') return start.outcome
  const alarmArns = alarmArnsOf(target.environment)
  return yield* watchToEnd(start.deployment, { ...inputs, alarmArns }, run)
}

/** The start, with what AppConfig's refusal of it means for the inputs. */
async function* started(
  inputs: DeployInputs & CommonInputs,
  prepared: Prepared,
  release: Release,
  run: Run,
): Steps<Start> {
  try {
    return yield* startAndCheck(inputs, release, run)
  } catch (error) {
    yield { fileProblems: fileProblemsOf(error, prepared) }
    throw isMissingVersion(error) ? await missingVersion(error, release, run) : error
  }
}

/** Nothing starts unless everything that was approved is still so. */
async function brokenPlan(
  inputs: DeployInputs & CommonInputs,
  prepared: Prepared,
  run: Run,
): Promise<BrokenPlan | undefined> {
  const { approved } = inputs
  if (approved === undefined) return undefined
  const { plan } = await presentPlan(inputs, prepared, approved.salt, run)
  const { latestDeploymentNumber } = plan
  const differences = planDifferences(approved, plan)
  if (differences.length === 0) return undefined
  const message = [
    `The plan no longer holds, and nothing was started: ${differences[0] ?? ''}.`,
    ...differences.slice(1).map((difference) => `${difference}.`),
    'Make a new plan, and have it approved.',
  ].join('\n')
  const isOvertakenOnly = planDifferences({ ...approved, latestDeploymentNumber }, plan).length === 0
  return { outcome: { kind: 'failed', message }, isOvertakenOnly }
}

interface BrokenPlan {
  readonly outcome: Outcome
  /** Nothing differs but the newest deployment. */
  readonly isOvertakenOnly: boolean
}

/**
 * An apply that was killed after its start, and is run again: the deployment that overtook the plan is its own, and is
 * watched to its end.
 * @returns undefined when it is another's
 */
async function* resumed(
  inputs: DeployInputs & CommonInputs,
  { target, deployments }: Prepared,
  { isOvertakenOnly }: BrokenPlan,
  run: Run,
): Steps<Outcome | undefined> {
  const [newest] = deployments
  if (!isOvertakenOnly || newest === undefined) return undefined
  const { application, environment, profile } = target
  const address = { applicationId: application.id, environmentId: environment.id }
  const deployment = await getDeployment(run.aws, { ...address, number: newest.number })
  const isOwn = isOfSameJob(deployment.description, run.provenance)
  if (!isOwn || deployment.configurationProfileId !== profile.id) return undefined
  run.log.info(`Deployment ${deployment.number} was started by an earlier attempt of this job: watching it`)
  const context = { region: inputs.region, alarmArns: alarmArnsOf(environment) }
  yield deploymentFacts(deployment, context)
  if (isInProgress(deployment.state)) {
    const start = { region: inputs.region, ...address, onCancel: inputs.onCancel }
    yield { pending: { phase: 'watched', start, number: deployment.number } }
  }
  return yield* watchToEnd(deployment, { ...inputs, ...context }, run)
}

/** With `if-unchanged: skip`, an environment that runs exactly this already is left as it is. */
async function* unchanged(
  inputs: DeployInputs & CommonInputs,
  prepared: Prepared,
  run: Run,
): Steps<Outcome | undefined> {
  if (inputs.ifUnchanged === 'deploy') return undefined
  const running = await runningNow(prepared, run)
  if (running === undefined) return undefined
  const { kmsKey } = inputs
  const extension =
    inputs.extension === undefined
      ? undefined
      : await plannedExtension(inputs.extension, prepared.target, run)
  if (!(await runsThis(running, prepared, { kmsKey, extension }, run))) return undefined
  const { environment } = prepared.target
  yield deploymentFacts(running, { region: inputs.region, alarmArns: alarmArnsOf(environment) })
  run.log.info(`${environment.name} runs this already, by deployment ${running.number}: nothing to deploy`)
  return { kind: 'unchanged' }
}

async function* preparedVersion(inputs: DeployInputs, prepared: Prepared, run: Run): Steps<string> {
  const { configuration, target } = prepared
  switch (configuration.kind) {
    case 'file':
      return yield* publishConfiguration(configuration.file, target, inputs.description, run)
    case 'version':
      if (configuration.label !== undefined) yield { versionLabel: configuration.label }
      return configuration.version
  }
}

/** A file's problems are shown in it, also when AWS finds them only at the start. */
function fileProblemsOf(error: unknown, { configuration }: Prepared): readonly FileProblem[] {
  if (configuration.kind !== 'file' || !(error instanceof AwsRequestError)) return []
  const { failure } = error
  return failure.operation === 'StartDeployment' ? servicesFileProblems(failure, configuration.file) : []
}

function isMissingVersion(error: unknown): error is AwsRequestError {
  if (!(error instanceof AwsRequestError)) return false
  return error.failure.kind === 'not-found' && error.failure.operation === 'StartDeployment'
}

/** AppConfig says that a version was not found; this says which there are. */
async function missingVersion(
  error: AwsRequestError,
  { target: { application, profile }, version }: Release,
  run: Run,
): Promise<unknown> {
  if (configurationSource(profile.locationUri) !== 'hosted') return error
  const address = { applicationId: application.id, configurationProfileId: profile.id }
  const versions = await newestHostedVersions(run.aws, address)
  const exists = versions.some(({ number, label }) => String(number) === version || label === version)
  return exists ? error : missingVersionError(version, address, profile, run)
}
