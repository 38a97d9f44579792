import { markdownTable } from '../text/markdown.js'
import type { SummaryFacts } from '../../deployment/facts.js'
import { outsideCode, type SummaryLimits } from './limits.js'

/** The IDs and ARNs behind the names, for audits and scripts, folded; empty when none is known. */
export function identifiersSection(facts: SummaryFacts, limits: SummaryLimits): string {
  const { application, environment, profile, strategy, deployment, kms, publishedExtension } = facts
  const identifiers: readonly (readonly [string, string | undefined])[] = [
    ['Application', application?.id ?? deployment?.applicationId],
    ['Environment', environment?.id ?? deployment?.environmentId],
    ['Configuration profile', profile?.id ?? deployment?.configurationProfileId],
    ['Deployment strategy', strategy?.id ?? deployment?.deploymentStrategyId],
    ['KMS key', kms?.arn ?? deployment?.kmsKeyArn],
    ['Published extension', publishedExtension?.arn],
    ['Commit', facts.run?.sha],
  ]
  const rows = identifiers.flatMap(([name, id]) =>
    id === undefined || id === '' ? [] : [[name, outsideCode(id, limits)]],
  )
  if (application === undefined && deployment === undefined) return ''
  return `<details><summary>Identifiers</summary>\n\n${markdownTable(['What', 'ID or ARN'], rows)}\n\n</details>`
}
