import { present } from '../../configuration/json/present.js'
import type { Deployment } from '../../deployment/deployment.js'
import type { AppliedExtensionFacts, PublishedExtension } from '../../deployment/facts.js'

/**
 * The extensions that a deployment applied, with a warning when the version just published is not among them:
 * an association stays pinned to the version that it was made with (AppConfig user guide, extensions).
 */
export function appliedExtensionFacts(
  deployment: Deployment,
  published: PublishedExtension | undefined,
): { readonly applied: readonly AppliedExtensionFacts[]; readonly warning?: string } {
  const warning = published === undefined ? undefined : pinnedWarning(deployment, published)
  const applied = deployment.appliedExtensions.map((extension): AppliedExtensionFacts => {
    if (extension.extensionId !== published?.id) return { applied: extension }
    const isOther = extension.versionNumber !== published.version
    return {
      applied: extension,
      name: published.name,
      ...(isOther && warning !== undefined ? { warning } : {}),
    }
  })
  return { applied, ...present({ warning }) }
}

function pinnedWarning(deployment: Deployment, published: PublishedExtension): string | undefined {
  const versions = deployment.appliedExtensions
    .filter(({ extensionId }) => extensionId === published.id)
    .map(({ versionNumber }) => versionNumber)
  const fix = 'Set extension-association to repoint it.'
  if (versions.length === 0) {
    return `The deployment did not apply extension ${published.name}: it is not associated with the application, the environment or the configuration profile. Set extension-association to associate it.`
  }
  const others = versions.filter((version) => version !== published.version)
  if (others.length === 0) return undefined
  return `The deployment applied version ${others.join(' and ')} of extension ${published.name}, not version ${published.version}: an association stays pinned to the version it was made with. ${fix}`
}
