import {
  DeleteEnvironmentCommand,
  DeleteExtensionAssociationCommand,
  GetAccountSettingsCommand,
} from '@aws-sdk/client-appconfig'
import { CHANGE_TIMEOUT_MS, type Aws } from './client.js'
import type { EnvironmentAddress } from './deployments.js'
import { failureKind, request } from './failure.js'
import { type PinnedAssociation, pinnedAssociations } from './resource-associations.js'

/**
 * Removes the associations of extensions with a resource, of whatever version. One that is gone already is no failure.
 * @returns those that were there
 * @throws AwsRequestError
 */
export async function removeAssociations(
  aws: Aws,
  resourceArn: string,
): Promise<readonly PinnedAssociation[]> {
  const associations = await pinnedAssociations(aws, resourceArn)
  for (const { id } of associations) {
    const command = new DeleteExtensionAssociationCommand({ ExtensionAssociationId: id })
    await unlessGone(
      // A removal may be repeated: the SDK does so after a lost answer.
      request('DeleteExtensionAssociation', `extension association ${id}`, () =>
        aws.connection.retrying.send(command, { abortSignal: aws.signal, requestTimeout: CHANGE_TIMEOUT_MS }),
      ),
    )
  }
  return associations
}

/**
 * Asks once for the removal of an environment, with its ended deployments. One that is gone already is no failure.
 * @throws AwsRequestError
 */
export async function deleteEnvironment(
  aws: Aws,
  { applicationId, environmentId }: EnvironmentAddress,
  name: string,
): Promise<void> {
  const command = new DeleteEnvironmentCommand({ ApplicationId: applicationId, EnvironmentId: environmentId })
  await unlessGone(
    request('DeleteEnvironment', `environment ${name}`, () =>
      aws.connection.single.send(command, { abortSignal: aws.signal, requestTimeout: CHANGE_TIMEOUT_MS }),
    ),
  )
}

/**
 * For how many minutes after a read of its configuration AppConfig protects an environment from being deleted;
 * undefined when the account has deletion protection switched off (AppConfig API reference, DeletionProtectionSettings).
 * @throws AwsRequestError
 */
export async function deletionProtectionMinutes(aws: Aws): Promise<number | undefined> {
  const answer = await request('GetAccountSettings', 'the deletion protection of the account', () =>
    aws.connection.retrying.send(new GetAccountSettingsCommand({}), { abortSignal: aws.signal }),
  )
  const { Enabled, ProtectionPeriodInMinutes } = answer.DeletionProtection ?? {}
  return Enabled === true ? (ProtectionPeriodInMinutes ?? 60) : undefined
}

async function unlessGone(removal: Promise<unknown>): Promise<void> {
  try {
    await removal
  } catch (error) {
    if (failureKind(error) !== 'not-found') throw error
  }
}
