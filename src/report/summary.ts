import { outcomeAlert, warningsAlert } from './summary-alert.js'
import { detailsTable } from './summary-details.js'
import { eventLogSection } from './summary-event-log.js'
import { fileProblemsSection } from './summary-file-problems.js'
import { planSection } from './plan-summary.js'
import { extensionsSection } from './summary-extensions.js'
import type { SummaryFacts } from './summary-facts.js'
import { summaryHeading } from './summary-heading.js'
import { SUMMARY_LIMITS, type SummaryLimits, utf8Bytes } from './summary-limits.js'

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
  for (const limits of SUMMARY_LIMITS) {
    const head = headSections(facts, limits)
    // Half of the room is the event log's, unless nothing shorter is left to try.
    const isLast = limits === SUMMARY_LIMITS.at(-1)
    const headBytes = utf8Bytes(head)
    if (headBytes > maxBytes / (isLast ? 1 : 2)) continue
    return joined([head, eventLog(facts, maxBytes - headBytes - SECTION_BREAK.length - 1, limits)])
  }
  return joined([`## ${summaryHeading(facts, { textChars: 24, rows: 0 })}`])
}

function headSections(facts: SummaryFacts, limits: SummaryLimits): string {
  return [
    `## ${summaryHeading(facts, limits)}`,
    outcomeAlert(facts, limits),
    warningsAlert(facts, limits),
    fileProblemsSection(facts, limits),
    detailsTable(facts, limits),
    facts.plan === undefined ? '' : planSection(facts.plan, limits),
    extensionsSection(facts, limits),
  ]
    .filter((section) => section !== '')
    .join(SECTION_BREAK)
}

function eventLog({ deployment }: SummaryFacts, maxBytes: number, limits: SummaryLimits): string {
  if (deployment === undefined) return ''
  return eventLogSection(deployment, maxBytes, limits)
}

function joined(sections: readonly string[]): string {
  return `${sections.filter((section) => section !== '').join(SECTION_BREAK)}\n`
}
