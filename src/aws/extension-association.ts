import {
  CreateExtensionAssociationCommand,
  DeleteExtensionAssociationCommand,
  GetExtensionAssociationCommand,
  UpdateExtensionAssociationCommand,
} from '@aws-sdk/client-appconfig'
import { pauseBeforeRetry, RETRY } from './retry.js'
import { type Association, type AssociationPlan, planAssociation } from '../deployment/association-plan.js'
import { InputError } from '../inputs/input-error.js'
import { CHANGE_TIMEOUT_MS, type Aws } from './client.js'
import type { ExtensionVersion } from './extension-version.js'
import { request } from './failure.js'
import { parseArnOf } from '../deployment/arn.js'
import { type PinnedAssociation, pinnedAssociations } from './resource-associations.js'

/** What was done to make a resource apply an extension version. */
export interface AssociationOutcome {
  readonly id: string
  readonly resourceArn: string
  readonly step: AssociationPlan['step']['kind']
  /** The versions to which removed associations were pinned. */
  readonly replacedVersions: readonly number[]
}

/**
 * Associates a version of an extension with a resource, in the place of associations that are pinned to older
 * versions of it. The new association is made before the old ones go. A change whose answer was lost is not sent
 * again blindly: the associations are read and planned anew, so none is made twice.
 * @throws InputError when the version requires parameters that nobody gave
 * @throws AwsRequestError
 */
export async function associateExtension(
  aws: Aws,
  extension: ExtensionVersion,
  resourceArn: string,
  parameters: Readonly<Record<string, string>> | undefined,
): Promise<AssociationOutcome> {
  let firstPlan: AssociationPlan | undefined
  for (let attempt = 1; ; attempt++) {
    try {
      const existing = await associationsOf(aws, extension, resourceArn)
      const known = Object.keys(extension.definition.parameters)
      const plan = planAssociation(extension.version, existing, parameters, known)
      firstPlan ??= plan
      requireParameters(extension, plan)
      const id = await carryOut(aws, extension, resourceArn, plan)
      return {
        id,
        resourceArn,
        step: firstPlan.step.kind,
        replacedVersions: firstPlan.superseded.map((association) => association.version),
      }
    } catch (error) {
      await pauseBeforeRetry(aws, RETRY.association, attempt, error)
    }
  }
}

/**
 * The associations of an extension with a resource, whatever version they are pinned to.
 * @throws AwsRequestError
 */
export async function associationsOf(
  aws: Aws,
  extension: Pick<ExtensionVersion, 'id'>,
  resourceArn: string,
): Promise<readonly Association[]> {
  const ofAll = await pinnedAssociations(aws, resourceArn)
  const own = ofAll.filter(({ extensionArn }) => extensionArn.includes(`:extension/${extension.id}/`))
  return Promise.all(own.map(({ id }) => getAssociation(aws, id)))
}

/** An association with the parameters that its extension is called with. */
export interface ApplyingAssociation extends PinnedAssociation {
  readonly parameters: Readonly<Record<string, string>>
}

/**
 * The associations that apply to a deployment: those of its application, environment and configuration profile.
 * AppConfig's answers do not tell the account that the ARNs of these would need, so all of the region are listed.
 * @throws AwsRequestError
 */
export async function associationsThatApply(
  aws: Aws,
  ids: {
    readonly applicationId: string
    readonly environmentId: string
    readonly configurationProfileId: string
  },
): Promise<readonly ApplyingAssociation[]> {
  const application = `application/${ids.applicationId}`
  const resources = [
    application,
    `${application}/environment/${ids.environmentId}`,
    `${application}/configurationprofile/${ids.configurationProfileId}`,
  ]
  const all = await pinnedAssociations(aws, undefined)
  const applying = all.filter(({ resourceArn }) =>
    resources.includes(parseArnOf('appconfig', resourceArn)?.resource ?? ''),
  )
  return Promise.all(
    applying.map(async (association) => {
      const { parameters } = await getAssociation(aws, association.id)
      return { ...association, parameters }
    }),
  )
}

async function getAssociation(aws: Aws, id: string): Promise<Association> {
  const command = new GetExtensionAssociationCommand({ ExtensionAssociationId: id })
  const answer = await request('GetExtensionAssociation', `extension association ${id}`, () =>
    aws.connection.retrying.send(command, { abortSignal: aws.signal }),
  )
  return { id, version: answer.ExtensionVersionNumber ?? 0, parameters: answer.Parameters ?? {} }
}

async function carryOut(
  aws: Aws,
  extension: ExtensionVersion,
  resourceArn: string,
  plan: AssociationPlan,
): Promise<string> {
  const id = await carryOutStep(aws, extension, resourceArn, plan.step)
  for (const { id: old } of plan.superseded) {
    const command = new DeleteExtensionAssociationCommand({ ExtensionAssociationId: old })
    await request('DeleteExtensionAssociation', `extension association ${old}`, () =>
      aws.connection.single.send(command, { abortSignal: aws.signal, requestTimeout: CHANGE_TIMEOUT_MS }),
    )
  }
  return id
}

async function carryOutStep(
  aws: Aws,
  extension: ExtensionVersion,
  resourceArn: string,
  step: AssociationPlan['step'],
): Promise<string> {
  const options = { abortSignal: aws.signal, requestTimeout: CHANGE_TIMEOUT_MS }
  switch (step.kind) {
    case 'keep':
      return step.id
    case 'update-parameters': {
      const { id, parameters } = step
      const command = new UpdateExtensionAssociationCommand({
        ExtensionAssociationId: id,
        Parameters: parameters,
      })
      await request('UpdateExtensionAssociation', `extension association ${id}`, () =>
        aws.connection.single.send(command, options),
      )
      return id
    }
    case 'create': {
      const command = new CreateExtensionAssociationCommand({
        ExtensionIdentifier: extension.id,
        ExtensionVersionNumber: extension.version,
        ResourceIdentifier: resourceArn,
        Parameters: Object.keys(step.parameters).length === 0 ? undefined : step.parameters,
      })
      const answer = await request(
        'CreateExtensionAssociation',
        `extension ${extension.definition.name} and ${resourceArn}`,
        () => aws.connection.single.send(command, options),
      )
      return answer.Id ?? ''
    }
  }
}

/** AppConfig refuses an association without its required parameters; dynamic ones come with each deployment. */
function requireParameters(extension: ExtensionVersion, plan: AssociationPlan): void {
  if (plan.step.kind === 'keep') return
  const given = plan.step.parameters
  const missing = Object.entries(extension.definition.parameters)
    .filter(([name, parameter]) => parameter.required && given[name] === undefined)
    .map(([name]) => name)
  if (missing.length === 0) return
  throw new InputError([
    `extension-parameters lacks ${missing.join(', ')}, which extension ${extension.definition.name} requires`,
  ])
}
