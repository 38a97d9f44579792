import { outcomeAlert, warningsAlert } from './alert.js'
import { detailsTable } from './details.js'
import { eventLogSection } from './event-log.js'
import { fileProblemsSection } from './file-problems.js'
import { planSection } from './plan-summary.js'
import { extensionsSection } from './extensions.js'
import type { SummaryFacts } from '../../deployment/facts.js'
import { identifiersSection } from './identifiers.js'
import { rolloutSection } from './rollout.js'
import { summaryHeading } from './heading.js'
import { SUMMARY_LIMITS, type SummaryLimits, utf8Bytes } from './limits.js'

/** GitHub drops a step summary above 1 MiB whole; this leaves room for what other tools write into it. */
const MAX_BYTES = 1_000_000
const SECTION_BREAK = '\n\n'

/**
 * The summary of a run as GitHub-flavoured Markdown: the verdict, what to do about it, the facts, the extensions
 * and the event log, ending in a line break. Everything from outside is escaped.
 *
 * At most `maxBytes` of UTF-8 whatever the facts hold, as long as that is 4,096 at least: first texts are cut,
 * then the middle of the event log goes, and at worst the verdict stands alone. The cost is linear in the
 * number of events.
 */
export function deploymentSummary(facts: SummaryFacts, maxBytes = MAX_BYTES): string {
  const bare = `## ${summaryHeading(facts, { textChars: 24, rows: 0 })}`
  return reportWithin(facts, maxBytes, bare, (limits) => [
    `## ${summaryHeading(facts, limits)}`,
    outcomeAlert(facts, limits),
    warningsAlert(facts, limits),
  ])
}

/** The same evidence below a head (Markdown) that says something else than the verdict of a run. */
export function evidenceReport(head: string, facts: SummaryFacts, maxBytes = MAX_BYTES): string {
  return reportWithin(facts, maxBytes, head, () => [head])
}

function reportWithin(
  facts: SummaryFacts,
  maxBytes: number,
  bare: string,
  verdict: (limits: SummaryLimits) => readonly string[],
): string {
  for (const limits of SUMMARY_LIMITS) {
    const head = [...verdict(limits), ...factSections(facts, limits)]
      .filter((section) => section !== '')
      .join(SECTION_BREAK)
    // Half of the room is the event log's, unless nothing shorter is left to try.
    const isLast = limits === SUMMARY_LIMITS.at(-1)
    const headBytes = utf8Bytes(head)
    if (headBytes > maxBytes / (isLast ? 1 : 2)) continue
    const identifiers = identifiersSection(facts, limits)
    const room = maxBytes - headBytes - utf8Bytes(identifiers) - 2 * SECTION_BREAK.length - 1
    if (room < 0) return joined([head])
    return joined([head, eventLog(facts, room, limits), identifiers])
  }
  return joined([bare])
}

function factSections(facts: SummaryFacts, limits: SummaryLimits): readonly string[] {
  return [
    fileProblemsSection(facts, limits),
    facts.plan === undefined ? detailsTable(facts, limits) : planSection(facts.plan, facts, limits),
    rolloutSection(facts),
    extensionsSection(facts, limits),
  ]
}

function eventLog({ deployment, outcome }: SummaryFacts, maxBytes: number, limits: SummaryLimits): string {
  // The log of a deployment that ended before this run is no evidence of it.
  if (deployment === undefined || outcome.kind === 'unchanged') return ''
  return eventLogSection(deployment, maxBytes, limits)
}

function joined(sections: readonly string[]): string {
  return `${sections.filter((section) => section !== '').join(SECTION_BREAK)}\n`
}
