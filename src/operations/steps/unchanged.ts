import {
  deploymentsNewestFirst,
  type EnvironmentAddress,
  getDeployment,
  PAGE_SIZE,
} from '../../aws/deployments.js'
import { hostedContentIfAny } from '../../aws/hosted-versions.js'
import type { ReleaseInputs } from '../../inputs/deploy.js'
import { type Deployment, isInProgress } from '../../deployment/deployment.js'
import { isOfProfile, type ListedDeployment, runningDeployment } from '../../deployment/listed-deployment.js'
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
  const address = { applicationId: target.application.id, environmentId: target.environment.id }
  const running =
    runningDeployment(deployments, target.profile) ?? (await olderRunning(prepared, address, run))
  if (running === undefined) return undefined
  return getDeployment(run.aws, { ...address, number: running.number })
}

/** The same beyond the first page of the list, which an environment of many profiles may fill with others. */
async function olderRunning(
  { target, deployments }: Prepared,
  address: EnvironmentAddress,
  run: Run,
): Promise<ListedDeployment | undefined> {
  const isOfThis = (listed: ListedDeployment) =>
    listed.isManaged !== true && isOfProfile(listed, target.profile)
  if (deployments.length < PAGE_SIZE || deployments.some((one) => isOfThis(one) && isInProgress(one.state))) {
    return undefined
  }
  for await (const listed of deploymentsNewestFirst(run.aws, address)) {
    if (isOfThis(listed) && listed.state === 'COMPLETE') return listed
  }
  return undefined
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
  if (configuration.kind === 'version') return configuration.version === running.configurationVersion
  const number = Number(running.configurationVersion)
  if (configurationSource(target.profile.locationUri) !== 'hosted' || !Number.isInteger(number)) return false
  const { file } = configuration
  if (file.label !== undefined && file.label !== running.versionLabel) return false
  const address = { applicationId: target.application.id, configurationProfileId: target.profile.id }
  const deployed = await hostedContentIfAny(run.aws, address, number)
  // A version that was deleted can't be compared, and counts as another one.
  return deployed !== undefined && isSame(deployed, file, target)
}
