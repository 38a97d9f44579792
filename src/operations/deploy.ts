import { AwsRequestError, failureKind } from '../aws/failure.js'
import { newestHostedVersions } from '../aws/hosted-versions.js'
import { alarmArnsOf } from '../aws/environments.js'
import type { Target } from '../aws/target.js'
import type { DeployInputs } from '../inputs/deploy.js'
import type { Outcome } from '../deployment/outcome.js'
import { planDifferences } from '../approval/plan.js'
import { InputError } from '../inputs/input-error.js'
import { configurationSource } from '../inputs/values/configuration-source.js'
import type { NamedResource } from '../deployment/deployment.js'
import { quoted } from '../inputs/values/parsed.js'
import type { CommonInputs } from '../inputs/inputs.js'
import { strategyText } from '../report/text/strategy-text.js'
import type { Run } from './run.js'
import { createMissingEnvironment } from './steps/create-environment.js'
import { watchToEnd } from './steps/watch-to-end.js'
import { publishDeployment } from './steps/deployment-facts.js'
import { type Prepared, prepare } from './steps/prepare.js'
import { publishConfiguration } from './steps/publish-configuration.js'
import { publishExtension } from './steps/publish-extension.js'
import { servicesFileProblems } from './steps/file-problems.js'
import { startAndCheck } from './steps/start.js'
import { runningNow, runsThis } from './steps/unchanged.js'
import { settled } from './steps/finished.js'

/**
 * `operation: deploy`: finds what the inputs name, publishes the extension version and the configuration, starts the
 * deployment and follows it to its end. With an approved plan, nothing is changed unless the plan still holds.
 * @throws InputError when an input means nothing in AWS
 * @throws AwsRequestError when AWS refuses a request, or could not be reached
 */
export async function deploy(inputs: DeployInputs & CommonInputs, run: Run): Promise<Outcome> {
  const create = inputs.createEnvironment
    ? (application: NamedResource) => createMissingEnvironment(inputs, application, run)
    : undefined
  const prepared = await prepare(inputs, run, create)
  const { target } = prepared
  const refused = brokenPlan(inputs, prepared) ?? (await unchanged(inputs, prepared, run))
  if (refused !== undefined) return refused
  if (inputs.extension !== undefined) await publishExtension(inputs.extension, target, run)
  const version = await preparedVersion(inputs, prepared, run)
  run.learn({ configurationVersion: version })
  run.log.info(
    `Deploying ${target.profile.name} version ${version} to ${target.environment.name} of ${target.application.name} ` +
      `with ${target.strategy.name} (${strategyText(target.strategy.numbers)})`,
  )
  try {
    const start = await startAndCheck(inputs, target, version, prepared.deployments, run)
    if (start.kind === 'ended') return settled(start.outcome, inputs, run)
    const alarmArns = alarmArnsOf(target.environment)
    return settled(await watchToEnd(start.deployment, { ...inputs, alarmArns }, run), inputs, run)
  } catch (error) {
    showProblems(error, prepared, run)
    throw failureKind(error) === 'not-found' && run.known().deployment === undefined
      ? await missingVersion(error, target, version, run)
      : error
  }
}

/** Nothing starts unless everything that was approved is still so. */
function brokenPlan(inputs: DeployInputs, prepared: Prepared): Outcome | undefined {
  if (inputs.approved === undefined) return undefined
  const differences = planDifferences(inputs.approved, prepared.plan)
  if (differences.length === 0) return undefined
  const message = [
    `The plan no longer holds, and nothing was started: ${differences[0] ?? ''}.`,
    ...differences.slice(1).map((difference) => `${difference}.`),
    'Make a new plan, and have it approved.',
  ].join('\n')
  return { kind: 'failed', message }
}

/** With `if-unchanged: skip`, an environment that runs exactly this already is left as it is. */
async function unchanged(inputs: DeployInputs, prepared: Prepared, run: Run): Promise<Outcome | undefined> {
  if (inputs.ifUnchanged === 'deploy') return undefined
  const running = await runningNow(prepared, run)
  if (running === undefined || !(await runsThis(running, prepared, inputs, run))) return undefined
  publishDeployment(running, run.known().region ?? '', run)
  run.log.info(
    `${prepared.target.environment.name} runs this already, by deployment ${running.number}: nothing to deploy`,
  )
  return { kind: 'unchanged' }
}

async function preparedVersion(inputs: DeployInputs, prepared: Prepared, run: Run): Promise<string> {
  const { configuration, target } = prepared
  switch (configuration.kind) {
    case 'file':
      return publishConfiguration(configuration.file, target, inputs.description, run)
    case 'version':
      if (configuration.label !== undefined) run.learn({ versionLabel: configuration.label })
      return configuration.version
  }
}

/** A file's problems are shown in it, also when AWS finds them only at the start. */
function showProblems(error: unknown, { configuration }: Prepared, run: Run): void {
  if (configuration.kind !== 'file' || !(error instanceof AwsRequestError)) return
  if (error.failure.operation === 'StartDeployment')
    run.annotate(servicesFileProblems(error.failure, configuration.file))
}

/** AppConfig says that a version was not found; this says which there are. */
async function missingVersion(error: unknown, target: Target, version: string, run: Run): Promise<unknown> {
  if (configurationSource(target.profile.locationUri) !== 'hosted') return error
  const address = { applicationId: target.application.id, configurationProfileId: target.profile.id }
  const versions = await newestHostedVersions(run.aws, address)
  const exists = versions.some(({ number, label }) => String(number) === version || label === version)
  if (exists) return error
  const shown = versions
    .slice(0, 20)
    .map(({ number, label }) => (label === undefined ? String(number) : `${number} (${label})`))
  const there = shown.length === 0 ? 'it has no versions yet' : `the newest are: ${shown.join(', ')}`
  return new InputError([
    `configuration-version is ${quoted(version)}, but configuration profile ${quoted(target.profile.name)} has no such version; ${there}`,
  ])
}
