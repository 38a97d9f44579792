import { associationsOf } from '../../aws/extension-association.js'
import { newestExtensionVersion } from '../../aws/extension-version.js'
import type { Target } from '../../aws/target.js'
import { planAssociation } from '../../deployment/association-plan.js'
import type { Deployment } from '../../deployment/deployment.js'
import type { ExtensionInputs } from '../../inputs/extension.js'
import { sameDefinition } from '../../inputs/values/extension-definition.js'
import type { Run } from '../run.js'
import { resourceArn, resourceOf } from './publish-extension.js'

/** What a deploy would do about an extension. */
export interface PlannedExtension {
  readonly words: string
  /** Whether a version or an association would be created or changed. */
  readonly isChange: boolean
  /** Whether a deployment applied the version that there is: only then is there nothing to deploy for its sake. */
  readonly isAppliedBy: (deployment: Pick<Deployment, 'appliedExtensions'>) => boolean
}

/**
 * What publishing the extension and associating it would change. Only reads.
 * @throws AwsRequestError
 */
export async function plannedExtension(
  { wanted, association, parameters }: ExtensionInputs,
  target: Target,
  run: Run,
): Promise<PlannedExtension> {
  const { definition } = wanted
  const newest = await newestExtensionVersion(run.aws, definition.name)
  const isReused = newest !== undefined && sameDefinition(newest.definition, definition)
  const version = isReused ? newest.version : (newest?.version ?? 0) + 1
  const publishes = isReused
    ? `${definition.name} is version ${version} already`
    : `publishes ${definition.name} version ${version}`
  const isAppliedBy = ({ appliedExtensions }: Pick<Deployment, 'appliedExtensions'>) =>
    appliedExtensions.some(
      ({ extensionId, versionNumber }) => extensionId === newest?.id && versionNumber === version,
    )
  if (association === 'none') return { words: publishes, isChange: !isReused, isAppliedBy: () => true }
  const resource = resourceOf(association, target)
  if (newest === undefined) {
    const words = `${publishes}, and associates it with ${resource.words}`
    return { words, isChange: true, isAppliedBy }
  }
  const existing = await associationsOf(run.aws, newest, resourceArn(newest, resource.path))
  const planned = planAssociation(version, existing, parameters, Object.keys(definition.parameters))
  const isKept = planned.step.kind === 'keep' && planned.superseded.length === 0
  const change = isKept
    ? `it stays associated with ${resource.words}`
    : planned.superseded.length > 0
      ? `repoints the association with ${resource.words} from version ${Math.max(...planned.superseded.map((old) => old.version))}`
      : `associates it with ${resource.words}`
  return { words: `${publishes}, and ${change}`, isChange: !isReused || !isKept, isAppliedBy }
}
