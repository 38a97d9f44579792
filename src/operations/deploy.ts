import { failureKind } from '../appconfig/failure.js'
import { newestHostedVersions } from '../appconfig/hosted-versions.js'
import { findTarget, type Target } from '../appconfig/target.js'
import type { Outcome } from '../deployment/outcome.js'
import { InputError } from '../input-error.js'
import { configurationSource, wantedVersion } from '../input-values/configuration-source.js'
import { quoted } from '../input-values/parsed.js'
import type { DeployInputs } from '../deploy-inputs.js'
import type { CommonInputs } from '../inputs.js'
import { strategyText } from '../report/strategy-text.js'
import type { Run } from '../run.js'
import { publishExtension } from './publish-extension.js'
import { startAndCheck } from './start.js'
import { follow } from './follow.js'
import { settled } from './settled.js'

/**
 * `operation: deploy`: finds what the inputs name, publishes the extension version, starts the deployment and
 * follows it to its end.
 * @throws InputError when an input means nothing in AWS
 * @throws AwsRequestError when AWS refuses a request, or could not be reached
 */
export async function deploy(inputs: DeployInputs & CommonInputs, run: Run): Promise<Outcome> {
  const target = await findTarget(run.appconfig, inputs, run.signal)
  const { application, environment, profile, strategy } = target
  run.learn({ application, environment, profile, strategy })
  const version = await findVersion(inputs, target, run)
  run.learn({ configurationVersion: version })
  run.log.info(
    `Deploying ${profile.name} version ${version} to ${environment.name} of ${application.name} ` +
      `with ${strategy.name} (${strategyText(strategy.numbers)})`,
  )
  if (inputs.extension !== undefined) await publishExtension(inputs.extension, target, run)
  try {
    const start = await startAndCheck(inputs, target, version, run)
    if (start.kind === 'ended') return settled(start.outcome, inputs, run)
    const { alarmArns } = target.environment
    return settled(await follow(start.deployment, { ...inputs, alarmArns }, run), inputs, run)
  } catch (error) {
    throw failureKind(error) === 'not-found' && run.known().deployment === undefined
      ? await missingVersion(error, target, version, run)
      : error
  }
}

/** The version to start with: as given, or the newest hosted one. */
async function findVersion(inputs: DeployInputs & CommonInputs, target: Target, run: Run): Promise<string> {
  const source = configurationSource(target.profile.locationUri)
  const wanted = wantedVersion(inputs.configurationVersion, source)
  if (!wanted.ok) throw new InputError(wanted.problems.map((problem) => `configuration-version ${problem}`))
  if (wanted.value.kind === 'given') return wanted.value.version
  const [newest] = await hostedVersions(target, run)
  if (newest === undefined) {
    throw new InputError([
      `configuration-version is "latest", but configuration profile ${quoted(target.profile.name)} has no versions yet`,
    ])
  }
  if (newest.label !== undefined) run.learn({ versionLabel: newest.label })
  return String(newest.number)
}

/** AppConfig says that a version was not found; this says which there are. */
async function missingVersion(error: unknown, target: Target, version: string, run: Run): Promise<unknown> {
  if (configurationSource(target.profile.locationUri) !== 'hosted') return error
  const versions = await hostedVersions(target, run)
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

function hostedVersions(target: Target, run: Run) {
  return newestHostedVersions(run.appconfig, target.application.id, target.profile.id, run.signal)
}
