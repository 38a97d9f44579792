import type { Deployment } from '../../deployment/deployment.js'
import { isInProgress } from '../../deployment/deployment.js'
import {
  applicationConsoleUrl,
  environmentConsoleUrl,
  keyConsoleUrl,
  profileConsoleUrl,
} from '../text/console-link.js'
import { durationText, utcDate, utcText, utcTime } from '../text/duration-text.js'
import { markdownLink } from '../text/markdown.js'
import { markdownTable } from '../text/markdown.js'
import { percentText, strategyText } from '../text/strategy-text.js'
import type { SummaryFacts } from '../../deployment/facts.js'
import { outsideCode, outsideStrong, outsideText, type SummaryLimits } from './limits.js'

/** One row of the table of facts, as Markdown. */
export type DetailRow = readonly [label: string, value: string]

/** What was deployed where, how, when and by whom, as a table of two columns; empty when none is known. */
export function detailsTable(facts: SummaryFacts, limits: SummaryLimits): string {
  const { deployment } = facts
  const rows: readonly DetailRow[] = [
    ...placeRows(facts, limits),
    ...configurationRow(facts, limits),
    ...strategyRow(facts, limits),
    ...encryptionRow(facts, limits),
    ...(deployment === undefined ? [] : timeRow(deployment, facts.nowMs)),
    ...runRow(facts, limits),
    ...descriptionRow(facts, limits),
  ]
  return rows.length === 0 ? '' : markdownTable(deploymentRow(facts, limits), rows)
}

/** Application and environment, linked to the AWS console. */
export function placeRows(facts: SummaryFacts, limits: SummaryLimits): readonly DetailRow[] {
  const { application, environment, region = '' } = facts
  const rows: DetailRow[] = []
  if (application !== undefined) {
    const url = applicationConsoleUrl(region, application.id)
    rows.push(['Application', markdownLink(outsideText(application.name, limits), url)])
  }
  if (environment !== undefined) {
    const isThere = facts.outcome.kind !== 'removed' && environment.id !== ''
    const url =
      application === undefined || !isThere
        ? undefined
        : environmentConsoleUrl(region, application.id, environment.id)
    const created = facts.environmentCreated === true ? ' · created by this run' : ''
    rows.push(['Environment', markdownLink(outsideText(environment.name, limits), url) + created])
  }
  return rows
}

/** Who let the run do it, of which commit, and where to read on. */
export function runRow({ run }: SummaryFacts, limits: SummaryLimits): readonly DetailRow[] {
  if (run === undefined) return []
  const { actor, repository, sha, commitUrl, runUrl } = run
  const commit = sha === undefined ? undefined : markdownLink(outsideCode(sha.slice(0, 7), limits), commitUrl)
  const of = repository === undefined ? '' : outsideText(repository, limits)
  const parts = [
    ...(actor === undefined ? [] : [outsideText(actor, limits)]),
    ...(commit === undefined ? (of === '' ? [] : [of]) : [`commit ${commit}${of === '' ? '' : ` of ${of}`}`]),
    ...(runUrl === undefined ? [] : [markdownLink('workflow run', runUrl)]),
  ]
  return parts.length === 0 ? [] : [['Run by', parts.join(' · ')]]
}

/**
 * The deployment by its number and state. A Markdown table needs a header row; the deployment itself is the one that
 * deserves to stand out.
 */
export function deploymentRow(facts: SummaryFacts, limits: SummaryLimits): DetailRow {
  const { deployment, consoleUrl, region, outcome } = facts
  if (facts.operation === 'remove-environment') {
    return ['Region', region === undefined ? '' : outsideText(region, limits)]
  }
  const where = region === undefined ? [] : [outsideText(region, limits)]
  if (deployment === undefined) {
    const none = outcome.kind === 'unchanged' ? 'none was needed' : 'none was started'
    const what = facts.startUnconfirmed === true ? 'its start was not confirmed' : none
    return ['Deployment', [what, ...where].join(' · ')]
  }
  const { number, state, percentageComplete } = deployment
  const at = state === 'DEPLOYING' ? ` at ${percentText(percentageComplete)}` : ''
  return ['Deployment', [markdownLink(String(number), consoleUrl), `${state}${at}`, ...where].join(' · ')]
}

/** The configuration and its version; none when nothing is known of them. */
export function configurationRow(facts: SummaryFacts, limits: SummaryLimits): readonly DetailRow[] {
  const { profile, deployment, application, region = '' } = facts
  const name = profile?.name ?? deployment?.configurationName
  const version = deployment?.configurationVersion ?? facts.configurationVersion
  const label = deployment?.versionLabel ?? facts.versionLabel
  const url =
    profile === undefined || application === undefined
      ? undefined
      : profileConsoleUrl(region, application.id, profile.id, profile.type)
  const parts = [
    ...(name === undefined ? [] : [markdownLink(outsideStrong(name, limits), url)]),
    ...(version === undefined ? [] : [`version ${outsideText(version, limits)}`]),
    ...(label === undefined || label === version ? [] : [`label ${outsideText(label, limits)}`]),
  ]
  return parts.length === 0 ? [] : [['Configuration', parts.join(' · ')]]
}

function strategyRow({ strategy, deployment }: SummaryFacts, limits: SummaryLimits): readonly DetailRow[] {
  if (strategy === undefined && deployment === undefined) return []
  const name = strategy?.name ?? deployment?.deploymentStrategyId ?? ''
  const numbers = deployment === undefined ? [] : [strategyText(deployment.strategy)]
  return [['Strategy', [outsideText(name, limits), ...numbers].join(' · ')]]
}

/** When the deployment started and ended, or was last seen; `nowMs` is the service's time. */
export function timeRow(deployment: Deployment, nowMs: number): readonly DetailRow[] {
  const { startedAtMs, state } = deployment
  if (startedAtMs === undefined) return []
  if (isInProgress(state)) return [['Time', `${timesText(startedAtMs, nowMs)} so far`]]
  const endedAtMs = endOf(deployment)
  return [['Time', endedAtMs === undefined ? utcText(startedAtMs) : timesText(startedAtMs, endedAtMs)]]
}

/** A rolled back deployment has no CompletedAt, and a reverted one keeps that of its completion. */
function endOf({ completedAtMs, events, state }: Deployment): number | undefined {
  const lastEventAtMs = events.findLast(({ occurredAtMs }) => occurredAtMs !== undefined)?.occurredAtMs
  return state === 'COMPLETE' ? (completedAtMs ?? lastEventAtMs) : lastEventAtMs
}

function timesText(fromMs: number, toMs: number): string {
  const to = utcDate(fromMs) === utcDate(toMs) ? `${utcTime(toMs)} UTC` : utcText(toMs)
  return `${utcText(fromMs).replace(' UTC', '')} – ${to} · ${durationText(toMs - fromMs)}`
}

/** The KMS key, as far as it is known. */
export function encryptionRow(
  { kms, deployment }: SummaryFacts,
  limits: SummaryLimits,
): readonly DetailRow[] {
  const arn = kms?.arn ?? deployment?.kmsKeyArn
  const requested = kms?.requested ?? deployment?.kmsKeyIdentifier
  if (arn !== undefined) {
    const name = requested === undefined || requested === arn ? arn.split(':key/').at(-1) : requested
    return [['KMS key', markdownLink(outsideCode(name ?? arn, limits), keyConsoleUrl(arn))]]
  }
  if (requested !== undefined)
    return [['KMS key', `asked for ${outsideCode(requested, limits)}, not confirmed`]]
  return deployment === undefined ? [] : [['KMS key', 'no customer managed key']]
}

/** The default description says nothing that the row of the run does not say. */
function descriptionRow({ description, run }: SummaryFacts, limits: SummaryLimits): readonly DetailRow[] {
  if (description === undefined || description === '') return []
  const isDefault =
    run?.repository !== undefined && run.runUrl !== undefined
      ? description.startsWith(run.repository) && description.endsWith(run.runUrl)
      : false
  return isDefault ? [] : [['Description', outsideText(description, limits)]]
}
