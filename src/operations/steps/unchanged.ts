import { getDeployment } from '../../aws/deployments.js'
import { newestExtensionVersion } from '../../aws/extension-version.js'
import { hostedContent } from '../../aws/hosted-versions.js'
import type { ReleaseInputs } from '../../inputs/deploy.js'
import type { Deployment } from '../../deployment/deployment.js'
import { runningDeployment } from '../../deployment/listed-deployment.js'
import { configurationSource } from '../../inputs/values/configuration-source.js'
import { sameDefinition } from '../../inputs/values/extension-definition.js'
import { kmsKeyMismatch } from '../../inputs/values/kms-key-identifier.js'
import type { Run } from '../run.js'
import type { Prepared } from './prepare.js'
import { isSame } from './publish-configuration.js'

/**
 * The deployment by which the environment runs this profile now; undefined when there is none, or when one of the
 * profile is in progress. Rolled back and reverted deployments do not count.
 * @throws AwsRequestError
 */
export async function runningNow(prepared: Prepared, run: Run): Promise<Deployment | undefined> {
  const { target, deployments } = prepared
  const running = runningDeployment(deployments, target.profile)
  if (running === undefined) return undefined
  const address = { applicationId: target.application.id, environmentId: target.environment.id }
  return getDeployment(run.aws, { ...address, number: running.number })
}

/**
 * Whether a deployment runs exactly what is to be deployed: the version, or the content of the file, with the same
 * encryption and the extension version.
 * @throws AwsRequestError
 */
export async function runsThis(
  running: Deployment,
  prepared: Prepared,
  inputs: Pick<ReleaseInputs, 'kmsKey' | 'extension'>,
  run: Run,
): Promise<boolean> {
  if (!isSameKey(running, inputs)) return false
  return (await isSameConfiguration(running, prepared, run)) && (await appliedExtension(running, inputs, run))
}

/** Whether the newest version of the extension is the one defined, and the deployment applied it. */
async function appliedExtension(
  running: Deployment,
  { extension }: Pick<ReleaseInputs, 'extension'>,
  run: Run,
): Promise<boolean> {
  if (extension === undefined) return true
  const { definition } = extension.wanted
  const newest = await newestExtensionVersion(run.aws, definition.name)
  if (newest === undefined || !sameDefinition(newest.definition, definition)) return false
  if (extension.association === 'none') return true
  return running.appliedExtensions.some(
    ({ extensionId, versionNumber }) => extensionId === newest.id && versionNumber === newest.version,
  )
}

function isSameKey(running: Deployment, { kmsKey }: Pick<ReleaseInputs, 'kmsKey'>): boolean {
  if (kmsKey === undefined) return running.kmsKeyArn === undefined
  // An alias that the earlier deployment was not asked for by name can't be compared: then it is deployed again.
  const isAlias = kmsKey.kind === 'alias' || kmsKey.kind === 'alias-arn'
  if (isAlias && running.kmsKeyIdentifier !== kmsKey.identifier) return false
  return kmsKeyMismatch(kmsKey, running) === undefined
}

async function isSameConfiguration(running: Deployment, prepared: Prepared, run: Run): Promise<boolean> {
  const { configuration, target } = prepared
  if (configuration.kind === 'version') {
    return (
      configuration.version === running.configurationVersion || configuration.version === running.versionLabel
    )
  }
  const number = Number(running.configurationVersion)
  if (configurationSource(target.profile.locationUri) !== 'hosted' || !Number.isInteger(number)) return false
  const { file } = configuration
  if (file.label !== undefined && file.label !== running.versionLabel) return false
  const address = { applicationId: target.application.id, configurationProfileId: target.profile.id }
  const deployed = await hostedContent(run.aws, address, number)
  return isSame(deployed, file, target)
}
