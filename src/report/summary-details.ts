import type { Deployment } from '../deployment/deployment.js'
import { durationText, utcText } from './duration-text.js'
import { markdownLink } from './markdown-link.js'
import { markdownTable } from './markdown-table.js'
import { percentText, strategyText } from './strategy-text.js'
import type { NamedResource, SummaryFacts } from './summary-facts.js'
import { whatText } from './summary-heading.js'
import { outsideCode, outsideText, type SummaryLimits } from './summary-limits.js'

/** One row of a table of facts, as Markdown. */
export type Row = readonly [label: string, value: string]

/** What was deployed where, how, when and by whom, as a table of two columns; empty when none is known. */
export function detailsTable(facts: SummaryFacts, limits: SummaryLimits): string {
  const { deployment } = facts
  const rows: readonly Row[] = [
    ...resourceRow('Application', facts.application, limits),
    ...environmentRow(facts, limits),
    ...configurationRow(facts, limits),
    ...strategyRow(facts, limits),
    ...(deployment === undefined ? [] : timeRows(deployment, facts.nowMs)),
    ...encryptionRow(facts, limits),
    ...textRow('Description', facts.description, limits),
    ...runRow(facts, limits),
  ]
  return rows.length === 0 ? '' : markdownTable(deploymentRow(facts, limits), rows)
}

/**
 * The deployment by its number and state. A Markdown table needs a header row; the deployment itself is the one that
 * deserves to stand out.
 */
export function deploymentRow(facts: SummaryFacts, limits: SummaryLimits): Row {
  const { deployment, consoleUrl, region, outcome } = facts
  if (facts.operation === 'remove-environment') {
    return ['Region', region === undefined ? '' : outsideText(region, limits)]
  }
  const where = region === undefined ? '' : ` in ${outsideText(region, limits)}`
  if (deployment === undefined) {
    const none = outcome.kind === 'unchanged' ? 'none was needed' : 'none was started'
    return ['Deployment', (facts.startUnconfirmed === true ? 'its start was not confirmed' : none) + where]
  }
  const state = `${deployment.state}${deployment.state === 'DEPLOYING' ? `, ${percentText(deployment.percentageComplete)}` : ''}`
  return ['Deployment', `${markdownLink(`number ${deployment.number}`, consoleUrl)}${where}: ${state}`]
}

/** The configuration and its version, with the profile's ID; none when nothing is known of them. */
export function configurationRow(facts: SummaryFacts, limits: SummaryLimits): readonly Row[] {
  const { profile, deployment, configurationVersion } = facts
  if (profile === undefined && deployment === undefined && configurationVersion === undefined) return []
  return [['Configuration', whatText(facts, limits) + idText(profile, limits)]]
}

function environmentRow(facts: SummaryFacts, limits: SummaryLimits): readonly Row[] {
  return resourceRow('Environment', facts.environment, limits).map(([label, value]): Row => [
    label,
    facts.environmentCreated === true ? `${value}, created by this run` : value,
  ])
}

function resourceRow(
  label: string,
  resource: NamedResource | undefined,
  limits: SummaryLimits,
): readonly Row[] {
  return resource === undefined
    ? []
    : [[label, outsideText(resource.name, limits) + idText(resource, limits)]]
}

// A predefined strategy is named like its ID, and an environment that is still to be created has none.
function idText(resource: NamedResource | undefined, limits: SummaryLimits): string {
  return resource === undefined || resource.id === resource.name || resource.id === ''
    ? ''
    : ` ${outsideCode(resource.id, limits)}`
}

function strategyRow({ strategy, deployment }: SummaryFacts, limits: SummaryLimits): readonly Row[] {
  if (strategy === undefined && deployment === undefined) return []
  const name = strategy?.name ?? deployment?.deploymentStrategyId ?? ''
  const numbers = deployment === undefined ? '' : `: ${strategyText(deployment.strategy)}`
  return [['Strategy', outsideText(name, limits) + idText(strategy, limits) + numbers]]
}

/** When the deployment started and ended, or was last seen; `nowMs` is the service's time. */
export function timeRows(
  { startedAtMs, completedAtMs, events, state }: Deployment,
  nowMs: number,
): readonly Row[] {
  if (startedAtMs === undefined) return []
  const started: Row = ['Started', utcText(startedAtMs)]
  switch (state) {
    case 'COMPLETE':
    case 'ROLLED_BACK':
    case 'REVERTED': {
      // A rolled back deployment has no CompletedAt, and a reverted one keeps that of its completion.
      const lastEventAtMs = events.findLast(({ occurredAtMs }) => occurredAtMs !== undefined)?.occurredAtMs
      const endedAtMs = state === 'COMPLETE' ? (completedAtMs ?? lastEventAtMs) : lastEventAtMs
      if (endedAtMs === undefined) return [started]
      return [started, ['Ended', `${utcText(endedAtMs)}, after ${durationText(endedAtMs - startedAtMs)}`]]
    }
    default:
      return [started, ['Last seen', `${utcText(nowMs)}, after ${durationText(nowMs - startedAtMs)}`]]
  }
}

/** The KMS key, as far as it is known. */
export function encryptionRow({ kms, deployment }: SummaryFacts, limits: SummaryLimits): readonly Row[] {
  const arn = kms?.arn ?? deployment?.kmsKeyArn
  const requested = kms?.requested ?? deployment?.kmsKeyIdentifier
  if (arn !== undefined) {
    const asked =
      requested === undefined || requested === arn ? '' : ` (asked for as ${outsideCode(requested, limits)})`
    return [['KMS key', outsideCode(arn, limits) + asked]]
  }
  if (requested !== undefined)
    return [['KMS key', `asked for ${outsideCode(requested, limits)}, not confirmed`]]
  return deployment === undefined ? [] : [['KMS key', 'no customer managed key']]
}

function textRow(label: string, text: string | undefined, limits: SummaryLimits): readonly Row[] {
  return text === undefined || text === '' ? [] : [[label, outsideText(text, limits)]]
}

function runRow({ run }: SummaryFacts, limits: SummaryLimits): readonly Row[] {
  if (run === undefined) return []
  const commit = run.sha === undefined ? undefined : outsideCode(run.sha.slice(0, 7), limits)
  const parts = [
    run.actor === undefined ? undefined : outsideText(run.actor, limits),
    run.repository === undefined ? undefined : `from ${outsideText(run.repository, limits)}`,
    commit === undefined ? undefined : `at ${commit}`,
    run.runUrl === undefined ? undefined : markdownLink('(run)', run.runUrl),
  ].filter((part) => part !== undefined)
  return parts.length === 0 ? [] : [['Requested by', parts.join(' ')]]
}
