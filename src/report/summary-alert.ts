import { isInProgress } from '../deployment/deployment.js'
import type { RollbackReason } from '../deployment/rollback-reason.js'
import { rollbackSentence } from '../deployment/rollback-sentence.js'
import { liveVersionText } from './deployment-text.js'
import { durationText } from './duration-text.js'
import { watchCommand } from './failure-message.js'
import { markdownCode } from './markdown-text.js'
import type { SummaryFacts } from './summary-facts.js'
import { outsideStrong, outsideText, type SummaryLimits, withinRows } from './summary-limits.js'

type AlertKind = 'NOTE' | 'WARNING' | 'CAUTION'

const MINUTE = 60_000

/** What a reader has to know at once: the reason of a failure and what to do next. Empty when all is well. */
export function outcomeAlert(facts: SummaryFacts, limits: SummaryLimits): string {
  const { outcome } = facts
  switch (outcome.kind) {
    case 'complete':
    case 'unchanged':
    case 'planned':
    case 'removed':
      return ''
    case 'deployed':
      return alert('NOTE', [bakeNote(facts)])
    case 'started':
      return alert('NOTE', ['This run does not wait for the end of the deployment.', howToFollow(facts)])
    case 'rolled-back':
    case 'reverted':
      if (outcome.requested) return alert('NOTE', [liveText(facts, limits)])
      return alert('CAUTION', [reasonText(outcome.reason, limits), ...nextSteps(outcome.reason)])
    case 'timed-out':
      return outcome.stopped
        ? alert('CAUTION', [STOPPED, 'When the deployment only needed longer, give it a longer `timeout`.'])
        : alert('CAUTION', [howToFollow(facts)])
    case 'cancelled':
      return alert('WARNING', [outcome.stopped ? STOPPED : howToFollow(facts)])
    case 'busy':
      return alert('CAUTION', [busyText(outcome.otherNumber)])
    case 'failed':
      return alert('CAUTION', [outsideStrong(outcome.message, limits), howToFollow(facts)])
  }
}

/** The warnings of the run, one alert for all. Empty when there are none. */
export function warningsAlert({ warnings = [] }: SummaryFacts, limits: SummaryLimits): string {
  const { shown, leftOut } = withinRows(warnings, limits)
  const items = shown.map((warning) => outsideText(warning, limits))
  return alert('WARNING', leftOut === 0 ? items : [...items, `${leftOut} more warnings are in the log.`])
}

const STOPPED =
  'The deployment was stopped and rolled back: clients are back on the configuration they had before.'

const UNCONFIRMED =
  '**A deployment may be in progress.** Its start was sent and the answer was lost. Look at the newest deployment of the environment before you run again.'

/** Each paragraph is one line of Markdown, escaped by whoever made it. */
function alert(kind: AlertKind, paragraphs: readonly string[]): string {
  const told = paragraphs.filter((paragraph) => paragraph !== '')
  return told.length === 0 ? '' : [`> [!${kind}]`, `> ${told.join('\n>\n> ')}`].join('\n')
}

function bakeNote({ deployment }: SummaryFacts): string {
  const bakeMinutes = deployment?.strategy.bakeMinutes ?? 0
  const bake = bakeMinutes === 0 ? 'the bake time' : `the ${durationText(bakeMinutes * MINUTE)} of bake time`
  return `AppConfig still watches the alarms during ${bake}. It can roll back, and this run will not report it.`
}

function reasonText(reason: RollbackReason | undefined, limits: SummaryLimits): string {
  return reason === undefined
    ? '**The event log does not say why.**'
    : outsideStrong(rollbackSentence(reason), limits)
}

function nextSteps(reason: RollbackReason | undefined): readonly string[] {
  const back = 'Clients are back on the configuration they had before.'
  if (reason?.alarmArn !== undefined || reason?.triggeredBy === 'CLOUDWATCH_ALARM') {
    return [
      `${back} Find out what the alarm measured since the start, then deploy a mended version: the same version would meet the same alarm.`,
    ]
  }
  if (reason?.failedTick !== undefined) {
    return [`${back} Mend the extension, or what it checks, then deploy again.`]
  }
  switch (reason?.triggeredBy) {
    case 'USER':
      return [
        `${back} Ask whoever stopped it before you deploy again; the StopDeployment event in CloudTrail has the name.`,
      ]
    case 'INTERNAL_ERROR':
      return [`${back} AWS recommends to start a new deployment.`]
    default:
      return [`${back} The event log below holds all that AppConfig told.`]
  }
}

function liveText({ liveVersion }: SummaryFacts, limits: SummaryLimits): string {
  return liveVersion === undefined ? '' : outsideStrong(liveVersionText(liveVersion), limits)
}

function howToFollow({ deployment, operation, ...facts }: SummaryFacts): string {
  const { startUnconfirmed, stopAccepted, region } = facts
  if (deployment === undefined) {
    if (operation !== undefined && operation !== 'deploy') return ''
    return startUnconfirmed === true ? UNCONFIRMED : 'Nothing was started.'
  }
  const { number, state } = deployment
  if (!isInProgress(state)) return `Deployment ${number} has ended as ${state}.`
  const command = `${markdownCode(watchCommand(deployment, region))}, or \`operation: watch\` with \`deployment-number: ${number}\``
  if (stopAccepted === true) {
    return `**AWS accepted the stop of deployment ${number}, and its end is not confirmed.** To see how it ended: ${command}`
  }
  return `**Deployment ${number} goes on without this run.** To see how it ends: ${command}`
}

function busyText(otherNumber: number | undefined): string {
  const other = otherNumber === undefined ? 'Another deployment' : `Deployment ${otherNumber}`
  return `**${other} is in progress there, and an environment takes one at a time.** Nothing was started. Run again when it has ended, let \`if-busy: wait\` wait for it (\`busy-timeout\` says how long), or stop it with \`if-busy: stop\`.`
}
