import { MINUTE_MS } from '../../deployment/deployment.js'
import { alarmName } from '../text/rollback-sentence.js'
import { rolloutTimeline } from '../../deployment/rollout-timeline.js'
import { alarmConsoleUrl } from '../text/console-link.js'
import { durationText } from '../text/duration-text.js'
import { markdownLink } from '../text/markdown.js'
import { markdownTable } from '../text/markdown.js'
import { plannedRolloutChart } from './rollout-chart.js'
import { strategyText } from '../text/strategy-text.js'
import { placeRows, runRow } from './details.js'
import type { PlanFacts, SummaryFacts } from '../../deployment/facts.js'
import { outsideText, type SummaryLimits, withinRows } from './limits.js'

const NO_ALARMS =
  'No CloudWatch alarm guards this environment: AppConfig rolls back nothing by itself. Add monitors to the environment.'

/** The plan for the log, a line for each thing that would be done. Unescaped. */
export function planLines(plan: PlanFacts): readonly string[] {
  const alarms = plan.alarmArns.map(alarmName).join(', ')
  const rows: readonly Row[] = [
    ...changeRows(plan),
    ['Strategy', strategyText(plan.strategy)],
    ['Alarms', alarms === '' ? 'none' : alarms],
    ...stateRows(plan),
    ['Newest deployment', newestText(plan)],
  ]
  return [
    plan.hasChanges
      ? 'A deploy with these inputs would change something:'
      : 'A deploy with these inputs would change nothing:',
    ...rows.map(([name, text]) => `  ${name}: ${text}`),
  ]
}

/** The plan as sections of the summary: what would be done where, the difference, and the rollout as it is planned. */
export function planSection(plan: PlanFacts, facts: SummaryFacts, limits: SummaryLimits): string {
  const escaped = (rows: readonly Row[]) => rows.map(([name, text]) => [name, outsideText(text, limits)])
  const strategy = facts.strategy === undefined ? [] : [outsideText(facts.strategy.name, limits)]
  const rows = [
    ...placeRows(facts, limits),
    ...escaped(stateRows(plan)),
    ...escaped(changeRows(plan)),
    ['Strategy', [...strategy, strategyText(plan.strategy)].join(' · ')],
    ['Alarms', alarmLinks(plan, limits)],
    ...runRow(facts, limits),
  ]
  const head = [
    plan.hasChanges ? 'would change something' : 'would change nothing',
    `newest deployment: ${newestText(plan)}`,
    ...(facts.region === undefined ? [] : [outsideText(facts.region, limits)]),
  ]
  return [
    ...(plan.alarmArns.length === 0 ? [`> [!WARNING]\n> ${NO_ALARMS}`] : []),
    markdownTable(['Plan', head.join(' · ')], rows),
    '### What would change',
    plan.diff ?? outsideText(plan.diffHidden ?? 'There is no difference.', limits),
    plannedRollout(plan),
  ].join('\n\n')
}

type Row = readonly [name: string, text: string]

function changeRows(plan: PlanFacts): readonly Row[] {
  return [
    ['Configuration', plan.configuration],
    ...(plan.extension === undefined ? [] : [['Extension', plan.extension] as const]),
    ['KMS key', plan.kmsKeyIdentifier ?? 'none: the deployed copy is not encrypted with a key of yours'],
  ]
}

function stateRows({ running, inProgress }: PlanFacts): readonly Row[] {
  if (inProgress === undefined) return [['Runs now', running]]
  return [
    ['Runs now', running],
    ['In progress', `deployment ${inProgress} occupies the environment`],
  ]
}

function newestText({ latestDeploymentNumber }: PlanFacts): string {
  return latestDeploymentNumber === 0 ? 'none' : `number ${latestDeploymentNumber}`
}

function alarmLinks({ alarmArns }: PlanFacts, limits: SummaryLimits): string {
  const { shown, leftOut } = withinRows(alarmArns, limits)
  const links = shown.map((arn) => markdownLink(outsideText(alarmName(arn), limits), alarmConsoleUrl(arn)))
  return [...links, ...(leftOut === 0 ? [] : [`and ${leftOut} more`])].join(', ') || 'none'
}

/** As a picture, and as a table that folds where there is a picture. */
function plannedRollout({ strategy }: PlanFacts): string {
  const total = durationText((strategy.durationMinutes + strategy.bakeMinutes) * MINUTE_MS)
  const steps = rolloutTimeline(strategy).map(({ atMinutes, what }) => [
    durationText(atMinutes * MINUTE_MS),
    what,
  ])
  const table = `${markdownTable(['After', 'What'], steps)}\n\nAppConfig may take the steps somewhat earlier or later; the whole time holds.`
  const chart = plannedRolloutChart(strategy)
  const parts =
    chart === ''
      ? [table]
      : [chart, `<details><summary>The steps as text</summary>\n\n${table}\n\n</details>`]
  return [`### The rollout takes ${total}`, ...parts].join('\n\n')
}
