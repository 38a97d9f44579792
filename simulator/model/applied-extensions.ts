import { createHash } from 'node:crypto'
import type { Account, Application, Association, Environment, Profile } from './account.js'
import { applicationArn, environmentArn, profileArn, resourceIn } from './arns.js'
import { refuseMissingParameters } from './associations.js'
import type { AppliedExtension } from './deployment-facts.js'
import { FEATURE_FLAGS_EXTENSION, FEATURE_FLAGS_TYPE } from './aws-extensions.js'

/**
 * The extensions that apply to a profile and, when one is given, to a deployment in an environment: those
 * associated with the application, then the environment, then the profile, each in the version that its
 * association is pinned to. Dynamic parameters are `<extension>#<parameter>`, by the extension's id or name;
 * one that no applied extension has is passed over (what AWS does with it is not established).
 *
 * @throws BadRequestException when a required parameter has no value
 */
export function appliedExtensions(
  account: Account,
  application: Application,
  environment: Environment | undefined,
  profile: Profile,
  dynamic: Readonly<Record<string, string>> = {},
): AppliedExtension[] {
  const arns = [
    applicationArn(account, application.id),
    ...(environment === undefined ? [] : [environmentArn(account, application.id, environment.id)]),
    profileArn(account, application.id, profile.id),
  ]
  const associations = arns.flatMap((arn) =>
    [...account.associations.values()].filter(({ resource }) => resource === resourceIn(account, arn)),
  )
  return [
    ...(profile.type === FEATURE_FLAGS_TYPE ? [featureFlags(profile)] : []),
    ...associations.map((association) => applied(account, association, dynamic)),
  ]
}

function applied(
  account: Account,
  association: Association,
  dynamic: Readonly<Record<string, string>>,
): AppliedExtension {
  const { extensionId, extensionVersion } = association
  const extension = account.extensions.get(extensionId)
  const version = extension?.versions.get(extensionVersion)
  if (extension !== undefined && version !== undefined) {
    refuseMissingParameters(extension, version, association.parameters, 'update')
  }
  const parameters: Record<string, string> = { ...association.parameters }
  for (const [key, value] of Object.entries(dynamic)) {
    const [named, parameter = ''] = key.split('#')
    const ours = named === extensionId || named === extension?.name
    if (ours && version?.parameters?.[parameter]?.Dynamic === true) parameters[parameter] = value
  }
  return {
    extensionId,
    associationId: association.id,
    version: extensionVersion,
    parameters,
    actions: version?.actions ?? {},
  }
}

/** Feature flag profiles come with AWS's own extension; its association is not one of the account's. */
const featureFlags = (profile: Profile): AppliedExtension => ({
  extensionId: FEATURE_FLAGS_EXTENSION,
  associationId: createHash('sha256').update(profile.id).digest('hex').slice(0, 7),
  version: 1,
  parameters: {},
  actions: {},
})
