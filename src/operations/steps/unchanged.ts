import { getDeployment } from '../../aws/deployments.js'
import { hostedContent } from '../../aws/hosted-versions.js'
import type { ReleaseInputs } from '../../inputs/deploy.js'
import type { Deployment } from '../../deployment/deployment.js'
import { runningDeployment } from '../../deployment/listed-deployment.js'
import { configurationSource } from '../../inputs/values/configuration-source.js'
import { kmsKeyMismatch } from '../../inputs/values/kms-key-identifier.js'
import type { Run } from '../run.js'
import type { PlannedExtension } from './planned-extension.js'
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

/** What is compared with a running deployment besides the configuration. */
export interface Compared {
  readonly kmsKey?: ReleaseInputs['kmsKey'] | undefined
  readonly extension?: PlannedExtension | undefined
}

/**
 * Whether a deployment runs exactly what is to be deployed: the version, or the content of the file, with the same
 * encryption, the extension version and its association.
 * @throws AwsRequestError
 */
export async function runsThis(
  running: Deployment,
  prepared: Prepared,
  { kmsKey, extension }: Compared,
  run: Run,
): Promise<boolean> {
  if (!isSameKey(running, kmsKey)) return false
  if (extension !== undefined && (extension.isChange || !extension.isAppliedBy(running))) return false
  return isSameConfiguration(running, prepared, run)
}

function isSameKey(running: Deployment, kmsKey: ReleaseInputs['kmsKey'] | undefined): boolean {
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
