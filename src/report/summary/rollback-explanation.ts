import type { RollbackReason } from '../../deployment/rollback-reason.js'
import { alarmName, rollbackCause } from '../text/rollback-sentence.js'
import { alarmConsoleUrl, stopsConsoleUrl } from '../text/console-link.js'
import { liveVersionText } from '../text/deployment-text.js'
import { durationText } from '../text/duration-text.js'
import { markdownLink } from '../text/markdown.js'
import { rollbackAdvice } from '../text/rollback-advice.js'
import { percentText } from '../text/strategy-text.js'
import type { SummaryFacts } from '../../deployment/facts.js'
import { outsideStrong, outsideText, type SummaryLimits } from './limits.js'

/** Why a deployment was taken back, how far it had got, what runs now, and what to do: items of a list, as Markdown. */
export function rollbackExplanation(
  facts: SummaryFacts,
  reason: RollbackReason | undefined,
  limits: SummaryLimits,
): readonly string[] {
  return [
    `**Why:** ${whyText(reason, limits)}`,
    ...(reason === undefined || reason.text === ''
      ? []
      : [`**AppConfig says:** ${outsideText(reason.text, limits)}`]),
    ...howFarItem(facts, reason),
    `**Runs now:** ${runsNowText(facts, limits)}`,
    `**Next:** ${nextText(reason, facts.region)}`,
  ]
}

/** What clients have now, after a deployment was taken back. */
export function runsNowText({ liveVersion }: SummaryFacts, limits: SummaryLimits): string {
  return liveVersion === undefined
    ? 'clients are back on the configuration they had before.'
    : outsideText(liveVersionText(liveVersion), limits)
}

function whyText(reason: RollbackReason | undefined, limits: SummaryLimits): string {
  if (reason === undefined) return 'the event log does not say.'
  if (reason.alarmArn !== undefined) {
    const name = outsideStrong(alarmName(reason.alarmArn), limits)
    return `CloudWatch alarm ${markdownLink(name, alarmConsoleUrl(reason.alarmArn))} went off.`
  }
  if (reason.triggeredBy === 'USER' && reason.failedTick === undefined) {
    return reason.kind === 'revert' ? 'a user reverted it.' : 'a user stopped it.'
  }
  const cause = rollbackCause(reason)
  return `${outsideText(cause.replace(/^because /, ''), limits)}.`
}

function howFarItem({ deployment }: SummaryFacts, reason: RollbackReason | undefined): readonly string[] {
  const startedAtMs = deployment?.startedAtMs
  if (reason?.percentage === undefined) return []
  const after =
    startedAtMs === undefined || reason.occurredAtMs === undefined
      ? ''
      : `, ${durationText(reason.occurredAtMs - startedAtMs)} after the start`
  return [`**How far:** ${percentText(reason.percentage)} of the targets${after}.`]
}

function nextText(reason: RollbackReason | undefined, region: string | undefined): string {
  const url = region === undefined ? undefined : stopsConsoleUrl(region)
  const stopEvent = markdownLink('StopDeployment event in CloudTrail', url)
  return rollbackAdvice(reason, { stopEvent, eventLog: 'event log below' })
}
