import { alarmName } from '../deployment/rollback-sentence.js'
import { rolloutTimeline } from '../deployment/rollout-timeline.js'
import { durationText } from './duration-text.js'
import { markdownTable } from './markdown-table.js'
import { strategyText } from './strategy-text.js'
import type { PlanFacts } from './summary-facts.js'
import { outsideText, type SummaryLimits } from './summary-limits.js'

const MINUTE_MS = 60_000
const NO_ALARMS =
  'No CloudWatch alarm guards this environment: AppConfig rolls back nothing by itself. Add monitors to the environment.'

/** The plan for the log, a line for each thing that would be done. Unescaped. */
export function planLines(plan: PlanFacts): readonly string[] {
  return [
    plan.hasChanges
      ? 'A deploy with these inputs would change something:'
      : 'A deploy with these inputs would change nothing:',
    ...rows(plan).map(([name, text]) => `  ${name}: ${text}`),
  ]
}

/** The plan as a section of the summary: what would be done, the rollout as a timeline, and the difference. */
export function planSection(plan: PlanFacts, limits: SummaryLimits): string {
  const timeline = rolloutTimeline(plan.strategy).map(({ atMinutes, what }) => [
    durationText(atMinutes * MINUTE_MS),
    what,
  ])
  const total = durationText((plan.strategy.durationMinutes + plan.strategy.bakeMinutes) * MINUTE_MS)
  return [
    ...(plan.alarmArns.length === 0 ? [`> [!WARNING]\n> ${NO_ALARMS}`] : []),
    '### What would be done',
    markdownTable(
      ['What', 'How'],
      rows(plan).map(([name, text]) => [name, outsideText(text, limits)]),
    ),
    `### The rollout takes ${total}`,
    markdownTable(['After', 'What'], timeline),
    'AppConfig may take the steps somewhat earlier or later; the whole time holds.',
    '### What would change',
    plan.diff ?? outsideText(plan.diffHidden ?? 'There is no difference.', limits),
  ].join('\n\n')
}

function rows(plan: PlanFacts): readonly (readonly [string, string])[] {
  const alarms = plan.alarmArns.map(alarmName).join(', ')
  const extension: readonly (readonly [string, string])[] =
    plan.extension === undefined ? [] : [['Extension', plan.extension]]
  const busy: readonly (readonly [string, string])[] =
    plan.inProgress === undefined
      ? []
      : [['In progress', `deployment ${plan.inProgress} occupies the environment`]]
  return [
    ['Configuration', plan.configuration],
    ...extension,
    ['Strategy', strategyText(plan.strategy)],
    ['KMS key', plan.kmsKeyIdentifier ?? 'none: the deployed copy is not encrypted with a key of yours'],
    ['Alarms', alarms === '' ? 'none' : alarms],
    ['Runs now', plan.running],
    ...busy,
    [
      'Newest deployment',
      plan.latestDeploymentNumber === 0 ? 'none' : `number ${plan.latestDeploymentNumber}`,
    ],
  ]
}
