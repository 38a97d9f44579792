import { extensionCalls } from './extension-calls.js'
import { markdownTable } from '../text/markdown.js'
import type {
  AppliedExtensionFacts,
  AssociationChange,
  PublishedExtension,
  SummaryFacts,
} from '../../deployment/facts.js'
import { outsideCode, outsideStrong, outsideText, type SummaryLimits, withinRows } from './limits.js'

/**
 * The extensions: the version that this run published, what the deployment applied, and the calls it reports. Of parameters only the
 * names are shown, since a value may be a secret such as a webhook's address. Empty when there is neither.
 */
export function extensionsSection(facts: SummaryFacts, limits: SummaryLimits): string {
  const applied =
    facts.appliedExtensions ?? (facts.deployment?.appliedExtensions ?? []).map((a) => ({ applied: a }))
  const parts = [
    ...(facts.publishedExtension === undefined ? [] : [publishedText(facts.publishedExtension, limits)]),
    ...(applied.length === 0 ? [] : [appliedTable(applied, limits)]),
    ...appliedWarnings(applied, limits),
    ...extensionCalls(facts.deployment, limits),
  ]
  return parts.length === 0 ? '' : ['### Extensions', ...parts].join('\n\n')
}

function publishedText(published: PublishedExtension, limits: SummaryLimits): string {
  const version = `${outsideStrong(published.name, limits)} version ${published.version}`
  const how = published.reused
    ? `${version} was published before with this definition`
    : `Published ${version}`
  const association =
    published.association === undefined ? '' : ` ${associationText(published.association, limits)}`
  return `${how}.${association}`
}

function associationText(
  { change, resource, previousVersion }: AssociationChange,
  limits: SummaryLimits,
): string {
  const where = outsideText(resource, limits)
  switch (change) {
    case 'created':
      return `It is now associated with ${where}.`
    case 'replaced': {
      const before = previousVersion === undefined ? 'an older version' : `version ${previousVersion}`
      return `It replaces ${before} in the association with ${where}.`
    }
    case 'updated':
      return `Its association with ${where} has new parameters.`
    case 'kept':
      return `It was associated with ${where} already.`
  }
}

function appliedTable(applied: readonly AppliedExtensionFacts[], limits: SummaryLimits): string {
  const { shown, leftOut } = withinRows(applied, limits)
  const rows = shown.map(({ applied: extension, name, warning }) => {
    const id = outsideCode(extension.extensionId, limits)
    const parameters = withinRows(Object.keys(extension.parameters), limits)
    const names = parameters.shown.map((parameter) => outsideCode(parameter, limits)).join(', ')
    const { associationId, versionNumber } = extension
    return [
      `${name === undefined ? '' : `${outsideText(name, limits)} `}${id}`,
      `${versionNumber ?? 'not told'}${warning === undefined ? '' : ' ⚠️'}`,
      associationId === undefined ? '' : outsideCode(associationId, limits),
      names + (parameters.leftOut > 0 ? ` and ${parameters.leftOut} more` : ''),
    ]
  })
  const more = leftOut > 0 ? [[`… and ${leftOut} more`, '', '', '']] : []
  return markdownTable(['Applied extension', 'Version', 'Association', 'Parameters'], [...rows, ...more])
}

function appliedWarnings(
  applied: readonly AppliedExtensionFacts[],
  limits: SummaryLimits,
): readonly string[] {
  const warnings = applied.flatMap(({ warning }) => (warning === undefined ? [] : [warning]))
  return withinRows(warnings, limits).shown.map((warning) => `⚠️ ${outsideText(warning, limits)}`)
}
