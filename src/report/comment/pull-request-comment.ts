import type { Outcome } from '../../deployment/outcome.js'
import { commentMarker, type CommentTarget } from './marker.js'
import { markdownLink } from '../text/markdown.js'
import { markdownTable } from '../text/markdown.js'
import { planSection } from '../summary/plan-summary.js'
import { outcomeAlert, warningsAlert } from '../summary/alert.js'
import {
  configurationRow,
  deploymentRow,
  type DetailRow,
  encryptionRow,
  timeRow,
} from '../summary/details.js'
import type { PlanFacts, SummaryFacts } from '../../deployment/facts.js'
import { summaryHeading, whatText, whereText } from '../summary/heading.js'
import { outsideText, SUMMARY_LIMITS, type SummaryLimits, utf8Bytes } from '../summary/limits.js'

/** What a comment reports: the facts of the run's summary, and where on GitHub there is more. */
export interface CommentFacts extends Omit<SummaryFacts, 'outcome'> {
  /** Absent while the run watches the deployment. */
  readonly outcome?: Outcome | undefined
  readonly changes?: ChangesLink | undefined
}

/** The changes of the pull request. */
export interface ChangesLink {
  readonly pullRequest: number
  /** Of the caller's own making. */
  readonly url: string
  /** The configuration file that the page opens at. */
  readonly file?: string | undefined
}

/** GitHub takes 65,536 characters. Bytes are never fewer. */
const MAX_BYTES = 65_000
const DIFF_TOO_LONG = 'The difference is too long for a comment: it is in the summary of the run.'
const DIFF_UNMASKED =
  'Comments show no configuration values, because GitHub does not mask secrets in them. The difference is in the summary of the run, and with `show-diff: true` also here.'

/**
 * The comment on a pull request as GitHub-flavoured Markdown, its marker on the first line: the verdict, what to do
 * about it, and the facts in short. Everything from outside is escaped, and mentions nobody. At most `maxBytes` of
 * UTF-8, as long as that is 4,096 at least; a comment that was shortened says so.
 */
export function pullRequestComment(target: CommentTarget, facts: CommentFacts, maxBytes = MAX_BYTES): string {
  for (const [at, attempt] of attempts(facts).entries()) {
    const note =
      at === 0
        ? []
        : [`_Shortened: ${markdownLink('the summary of the run', facts.run?.runUrl)} has it all._`]
    const comment = [commentMarker(target), ...sections(attempt.facts, attempt.limits), ...note].join('\n\n')
    if (utf8Bytes(comment) <= maxBytes) return `${comment}\n`
  }
  return `${commentMarker(target)}\n\n### ${heading(facts, { textChars: 24, rows: 0 })}\n`
}

interface Attempt {
  readonly facts: CommentFacts
  readonly limits: SummaryLimits
}

/** From the whole to the bare: first goes the difference, which is cut by no limit, then the texts are cut. */
function attempts(facts: CommentFacts): readonly Attempt[] {
  const [whole] = SUMMARY_LIMITS
  const { plan } = facts
  if (plan?.diff === undefined) return SUMMARY_LIMITS.map((limits) => ({ facts, limits }))
  if (plan.isDiffRequested !== true) {
    const masked = { ...facts, plan: withoutDiff(plan, DIFF_UNMASKED) }
    return SUMMARY_LIMITS.map((limits) => ({ facts: masked, limits }))
  }
  const short = { ...facts, plan: withoutDiff(plan, DIFF_TOO_LONG) }
  const first = whole === undefined ? [] : [{ facts, limits: whole }]
  return [...first, ...SUMMARY_LIMITS.map((limits) => ({ facts: short, limits }))]
}

function withoutDiff(plan: PlanFacts, diffHidden: string): PlanFacts {
  return { ...plan, diff: undefined, diffHidden }
}

function sections(facts: CommentFacts, limits: SummaryLimits): readonly string[] {
  return [
    `### ${heading(facts, limits)}`,
    facts.outcome === undefined ? '' : outcomeAlert({ ...facts, outcome: facts.outcome }, limits),
    warningsAlert(seen(facts), limits),
    ...(facts.plan === undefined
      ? [factsTable(facts, limits)]
      : [planSection(facts.plan, seen(facts), limits), changesLine(facts, limits)]),
  ].filter((section) => section !== '')
}

function heading(facts: CommentFacts, limits: SummaryLimits): string {
  if (facts.outcome !== undefined) return summaryHeading({ ...facts, outcome: facts.outcome }, limits)
  return `⏳ Deploying ${whatText(seen(facts), limits)} to ${whereText(seen(facts), limits)}`
}

function factsTable(facts: CommentFacts, limits: SummaryLimits): string {
  const { deployment } = facts
  const rows: readonly DetailRow[] = [
    ...environmentRow(facts, limits),
    ...configurationRow(seen(facts), limits),
    ...(deployment === undefined ? [] : timeRow(deployment, facts.nowMs)),
    ...encryptionRow(seen(facts), limits),
    ...changesRow(facts, limits),
    ...runRow(facts),
  ]
  return markdownTable(deploymentRow(seen(facts), limits), rows)
}

/** What a plan's own table does not have. */
function changesLine(facts: CommentFacts, limits: SummaryLimits): string {
  return changesRow(facts, limits)
    .map(([, link]) => `On this pull request: ${link}`)
    .join('')
}

/** A run that has no outcome yet has started its deployment. */
function seen(facts: CommentFacts): SummaryFacts {
  return { ...facts, outcome: facts.outcome ?? { kind: 'started' } }
}

function environmentRow(
  { application, environment }: CommentFacts,
  limits: SummaryLimits,
): readonly DetailRow[] {
  if (environment === undefined) return []
  const of = application === undefined ? '' : ` of ${outsideText(application.name, limits)}`
  return [['Environment', outsideText(environment.name, limits) + of]]
}

function changesRow({ changes }: CommentFacts, limits: SummaryLimits): readonly DetailRow[] {
  if (changes === undefined) return []
  const label =
    changes.file === undefined
      ? `changes of pull request ${changes.pullRequest}`
      : `changes of ${outsideText(changes.file, limits)}`
  return [['Diff', markdownLink(label, changes.url)]]
}

function runRow({ run }: CommentFacts): readonly DetailRow[] {
  return run?.runUrl === undefined ? [] : [['Run', markdownLink('log and summary', run.runUrl)]]
}
