import { associateExtension, type AssociationOutcome } from '../../aws/extension-association.js'
import { publishExtensionVersion } from '../../aws/extension-version.js'
import type { Target } from '../../aws/target.js'
import type { AssociationResource, ExtensionInputs } from '../../inputs/extension.js'
import type { AssociationChange, PublishedExtension, Steps } from '../../deployment/facts.js'
import type { Run } from '../run.js'

/**
 * Publishes the extension version that the inputs define, or finds it published, and associates it as asked.
 * @throws AwsRequestError, InputError as the requests for it do
 */
export async function* publishExtension(
  inputs: ExtensionInputs,
  target: Target,
  run: Run,
): Steps<PublishedExtension> {
  const { aws, log } = run
  const published = await publishExtensionVersion(aws, inputs.wanted)
  const { id, definition, arn, version, reused } = published
  const extension = { id, name: definition.name, arn, version, reused }
  yield { publishedExtension: extension, ...(reused ? {} : { changed: true }) }
  log.info(
    reused
      ? `Extension ${extension.name} is version ${version} already: nothing to publish`
      : `Published extension ${extension.name} version ${version}`,
  )
  if (inputs.association === 'none') return extension
  const resource = resourceOf(inputs.association, target)
  const outcome = await associateExtension(
    aws,
    published,
    resourceArn(extension, resource.path),
    inputs.parameters,
  )
  const association = associationChange(outcome, resource.words)
  const publishedExtension = { ...extension, association }
  yield { publishedExtension, ...(association.change === 'kept' ? {} : { changed: true }) }
  log.info(associationLine(extension.name, version, association))
  return publishedExtension
}

/** A resource that an extension can be associated with. */
export interface Resource {
  readonly words: string
  /** The part of its ARN after the account. */
  readonly path: string
}

/** The resource of the deployment that the input names. */
export function resourceOf(association: AssociationResource, target: Target): Resource {
  const application = `application/${target.application.id}`
  switch (association) {
    case 'application':
      return { words: `application ${target.application.name}`, path: application }
    case 'environment':
      return {
        words: `environment ${target.environment.name}`,
        path: `${application}/environment/${target.environment.id}`,
      }
    case 'configuration-profile':
      return {
        words: `configuration profile ${target.profile.name}`,
        path: `${application}/configurationprofile/${target.profile.id}`,
      }
  }
}

/**
 * The ARN of a resource. The extension's ARN tells partition, region and account; AppConfig's other answers do not.
 */
export function resourceArn(extension: { readonly arn: string }, path: string): string {
  return extension.arn.replace(/:extension\/.*$/, `:${path}`)
}

function associationChange(outcome: AssociationOutcome, resource: string): AssociationChange {
  const previousVersion =
    outcome.replacedVersions.length === 0 ? undefined : Math.max(...outcome.replacedVersions)
  if (previousVersion !== undefined) return { change: 'replaced', resource, previousVersion }
  switch (outcome.step) {
    case 'create':
      return { change: 'created', resource }
    case 'update-parameters':
      return { change: 'updated', resource }
    case 'keep':
      return { change: 'kept', resource }
  }
}

function associationLine(name: string, version: number, association: AssociationChange): string {
  switch (association.change) {
    case 'created':
      return `Associated extension ${name} version ${version} with ${association.resource}`
    case 'replaced':
      return `Repointed the association of extension ${name} with ${association.resource} to version ${version}`
    case 'updated':
      return `Updated the parameters of extension ${name} version ${version} for ${association.resource}`
    case 'kept':
      return `Extension ${name} version ${version} is associated with ${association.resource} already`
  }
}
