import type { HostedContent } from '../aws/hosted-versions.js'
import { reusableHostedVersion } from '../aws/publish-hosted-version.js'
import { alarmArnsOf } from '../aws/environments.js'
import type { PlanInputs } from '../inputs/deploy.js'
import type { Deployment } from '../deployment/deployment.js'
import { occupyingDeployment } from '../deployment/listed-deployment.js'
import type { Outcome } from '../deployment/outcome.js'
import { planText } from '../approval/plan.js'
import { configurationSource } from '../inputs/values/configuration-source.js'
import type { CommonInputs } from '../inputs/inputs.js'
import { planLines } from '../report/summary/plan-summary.js'
import type { PlanFacts, Steps } from '../deployment/facts.js'
import { present } from '../configuration/json/present.js'
import type { Run } from './run.js'
import { contentProblems, plannedDiff, type PlannedContent } from './steps/planned-content.js'
import { presentPlan, sha256 } from './steps/approved-plan.js'
import { plannedExtension } from './steps/planned-extension.js'
import { type Prepared, prepare } from './steps/prepare.js'
import { isSame } from './steps/publish-configuration.js'
import { runningNow, runsThis } from './steps/unchanged.js'

/**
 * `operation: plan`: says what a deploy with the same inputs would do, checks the content with the validators that can
 * be asked without AppConfig, and gives the plan that a deploy can be held to. Only reads.
 * @throws InputError, AwsRequestError
 */
export async function* plan(inputs: PlanInputs & CommonInputs, run: Run): Steps<Outcome> {
  const prepared = yield* prepare(inputs, run)
  const { target } = prepared
  const [running, configuration, extension, { plan: approvable, safeguards, hosted }] = await Promise.all([
    runningNow(prepared, run),
    plannedConfiguration(prepared, run),
    inputs.extension === undefined ? undefined : plannedExtension(inputs.extension, target, run),
    presentPlan(inputs, prepared, undefined, run),
  ])
  const content = contentOf(prepared, hosted)
  const runs =
    running !== undefined && (await runsThis(running, prepared, { kmsKey: inputs.kmsKey, extension }, run))
  const hasChanges = inputs.ifUnchanged === 'deploy' || !runs
  const facts: PlanFacts = {
    hasChanges,
    configuration: configuration.words,
    extension: extension?.words,
    strategy: target.strategy.numbers,
    kmsKeyIdentifier: inputs.kmsKey?.identifier,
    alarmArns: alarmArnsOf(target.environment),
    running: runningText(running),
    inProgress: occupyingDeployment(prepared.deployments)?.number,
    latestDeploymentNumber: approvable.latestDeploymentNumber,
    ...(await plannedDiff(inputs, prepared.target, { planned: content, running, safeguards }, run)),
  }
  const { number } = configuration
  yield {
    plan: facts,
    planText: planText(approvable, sha256),
    ...present({ configurationVersion: number === undefined ? undefined : String(number) }),
  }
  for (const line of planLines(facts)) run.log.info(line)
  const problems = content === undefined ? [] : contentProblems(content, target, safeguards)
  if (problems.length > 0) {
    yield { fileProblems: problems }
    const first = problems[0]?.message ?? ''
    return {
      kind: 'failed',
      message: `The configuration does not pass the validators of profile ${target.profile.name}, and AppConfig would refuse it: ${first}${problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''}`,
    }
  }
  return { kind: 'planned', hasChanges }
}

interface PlannedVersion {
  /** The hosted version that there is already. */
  readonly number?: number
  readonly words: string
}

async function plannedConfiguration({ configuration, target }: Prepared, run: Run): Promise<PlannedVersion> {
  const address = { applicationId: target.application.id, configurationProfileId: target.profile.id }
  if (configuration.kind === 'file') {
    const { file } = configuration
    const { newest, reusable } = await reusableHostedVersion(run.aws, address, file.label, (version) =>
      isSame(version, file, target),
    )
    if (reusable !== undefined) {
      return {
        number: reusable.number,
        words: `uses version ${reusable.number}, which is ${file.path} already`,
      }
    }
    return {
      words: `publishes ${file.path} as a new version, after ${newest === undefined ? 'none' : newest.number}`,
    }
  }
  const { version, label } = configuration
  const words = `uses version ${version}${label === undefined ? '' : ` (${label})`}`
  return configurationSource(target.profile.locationUri) === 'hosted'
    ? { number: Number(version), words }
    : { words }
}

/** The content that would be deployed; undefined where this action can't read it. */
function contentOf(
  { configuration }: Prepared,
  hosted: HostedContent | undefined,
): PlannedContent | undefined {
  if (configuration.kind === 'file') return { ...configuration.file, encrypted: false }
  if (hosted === undefined) return undefined
  const { number, content, contentType, kmsKeyArn } = hosted
  return { path: `version ${number}`, content, contentType, encrypted: kmsKeyArn !== undefined }
}

function runningText(running: Deployment | undefined): string {
  if (running === undefined) return 'nothing that is known of this configuration profile'
  const label = running.versionLabel === undefined ? '' : ` (${running.versionLabel})`
  return `version ${running.configurationVersion}${label}, by deployment ${running.number}`
}
