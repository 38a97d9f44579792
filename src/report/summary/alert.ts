import { isInProgress, MINUTE_MS } from '../../deployment/deployment.js'
import { liveVersionText } from '../text/deployment-text.js'
import { durationText } from '../text/duration-text.js'
import { watchCommand } from '../text/failure-message.js'
import { markdownCode } from '../text/markdown.js'
import { rollbackExplanation, runsNowText } from './rollback-explanation.js'
import type { SummaryFacts } from '../../deployment/facts.js'
import { outsideStrong, outsideText, type SummaryLimits, withinRows } from './limits.js'
import { cutText } from '../text/visible-text.js'

type AlertKind = 'NOTE' | 'WARNING' | 'CAUTION'

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
      return alert('CAUTION', [list(rollbackExplanation(facts, facts.rollbackReason, limits))])
    case 'timed-out':
      return outcome.stopped
        ? alert('CAUTION', [
            stoppedText(facts, limits),
            'When the deployment only needed longer, give it a longer `timeout`.',
          ])
        : alert('CAUTION', [howToFollow(facts)])
    case 'cancelled':
      return alert('WARNING', [outcome.stopped ? stoppedText(facts, limits) : howToFollow(facts)])
    case 'busy':
      return alert('CAUTION', [busyText(outcome.otherNumber)])
    case 'failed':
      return alert('CAUTION', [messageText(outcome.message, limits), howToFollow(facts)])
  }
}

/** The warnings of the run, one alert for all. Empty when there are none. */
export function warningsAlert({ warnings = [] }: SummaryFacts, limits: SummaryLimits): string {
  const { shown, leftOut } = withinRows(warnings, limits)
  const items = shown.map((warning) => outsideText(warning, limits))
  return alert('WARNING', leftOut === 0 ? items : [...items, `${leftOut} more warnings are in the log.`])
}

const UNCONFIRMED =
  '**A deployment may be in progress.** Its start was sent and the answer was lost. Look at the newest deployment of the environment before you run again.'

function stoppedText(facts: SummaryFacts, limits: SummaryLimits): string {
  const number = facts.deployment === undefined ? '' : ` ${facts.deployment.number}`
  return `Deployment${number} was stopped and rolled back: ${runsNowText(facts, limits)}`
}

/** The first line is the message; the others, such as each problem of the inputs, stay lines of their own. */
function messageText(message: string, limits: SummaryLimits): string {
  const [first = '', ...others] = cutText(message, limits.textChars)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
  return [outsideStrong(first, limits), ...others.map((line) => outsideText(line, limits))].join('<br>')
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n> ')
}

/** Each paragraph is Markdown, escaped by whoever made it, of one line or with the marks of further ones. */
function alert(kind: AlertKind, paragraphs: readonly string[]): string {
  const told = paragraphs.filter((paragraph) => paragraph !== '')
  return told.length === 0 ? '' : [`> [!${kind}]`, `> ${told.join('\n>\n> ')}`].join('\n')
}

function bakeNote({ deployment }: SummaryFacts): string {
  const bakeMinutes = deployment?.strategy.bakeMinutes ?? 0
  const bake =
    bakeMinutes === 0 ? 'the bake time' : `the ${durationText(bakeMinutes * MINUTE_MS)} of bake time`
  return `AppConfig still watches the alarms during ${bake}. It can roll back, and this run will not report it.`
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
