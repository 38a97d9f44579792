import type { ActionInvocation, Deployment, DeploymentEvent } from '../deployment/deployment.js'
import { isInProgress } from '../deployment/deployment.js'
import { eventPercentage } from '../deployment/event-percentage.js'
import { isFailed } from '../deployment/rollback-reason.js'
import { durationText, utcTime } from './duration-text.js'
import { logLine } from './log-text.js'
import { cutText } from './visible-text.js'

const MINUTE = 60_000
const BAR_CELLS = 10
const LONGEST_TYPE = 'DEPLOYMENT_COMPLETED'.length
const MAX_DESCRIPTION = 2000
const UNDER_THE_EVENT = ' '.repeat(10)

/**
 * One line of the live log for one event:
 * `02:22:31  [█████░░░░░]  50 %  PERCENTAGE_UPDATED    Configuration available to 50.00% of clients`,
 * and who triggered it when that was not AppConfig itself. Times are UTC, of the service.
 */
export function eventLine(
  event: DeploymentEvent,
  deployment: Pick<Deployment, 'percentageComplete'>,
): string {
  const time = event.occurredAtMs === undefined ? '--:--:--' : utcTime(event.occurredAtMs)
  const bar = progressBar(eventPercentage(event) ?? deployment.percentageComplete)
  const type = event.type.padEnd(LONGEST_TYPE)
  const trigger = event.triggeredBy === 'APPCONFIG' ? '' : `  (by ${event.triggeredBy || 'nobody named'})`
  return logLine(`${time}  ${bar}  ${type}  ${cutText(event.description, MAX_DESCRIPTION)}${trigger}`)
}

/** The calls of extension actions that an event reports, a line for each, to stand below its `eventLine`. */
export function invocationLines(event: DeploymentEvent): readonly string[] {
  return event.invocations.map(invocationLine)
}

/** One call of an extension's action, to stand below the `eventLine` of its event. */
export function invocationLine(invocation: ActionInvocation): string {
  return logLine(`${UNDER_THE_EVENT}↳ ${invocationText(invocation)}`)
}

/** One call of an extension's action in words, unescaped: `ON_DEPLOYMENT_STEP of notify failed: 403: denied`. */
export function invocationText(invocation: ActionInvocation): string {
  const call = `${invocation.actionName ?? 'action'} of ${invocation.extensionIdentifier ?? 'an extension'}`
  if (!isFailed(invocation)) return `${call} called`
  const error = [invocation.errorCode, invocation.errorMessage].filter(Boolean).join(': ')
  const where = [invocation.uri, invocation.invocationId && `invocation ${invocation.invocationId}`]
  const details = where.filter(Boolean).join(', ')
  return `${call} failed: ${cutText(error, MAX_DESCRIPTION)}${details === '' ? '' : ` (${details})`}`
}

/**
 * A sign of life between events: `02:23:01  [█████░░░░░]  50 %  DEPLOYING  for 3 min, about 7 min to go`.
 * `nowMs` is the service's time. What is to go is the strategy's whole duration, the only time that is certain.
 */
export function progressLine(
  deployment: Pick<Deployment, 'state' | 'percentageComplete' | 'startedAtMs' | 'strategy'>,
  nowMs: number,
): string {
  const bar = progressBar(deployment.percentageComplete)
  return logLine(`${utcTime(nowMs)}  ${bar}  ${deployment.state}${sinceStart(deployment, nowMs)}`)
}

/** `[█████░░░░░]  50 %`, always of the same width. A cell is full only when its tenth is complete. */
export function progressBar(percentage: number): string {
  const bounded = Math.min(100, Math.max(0, Number.isFinite(percentage) ? percentage : 0))
  const full = Math.floor((bounded / 100) * BAR_CELLS)
  const number = String(Math.floor(bounded)).padStart(3)
  return `[${'█'.repeat(full)}${'░'.repeat(BAR_CELLS - full)}] ${number} %`
}

function sinceStart(
  { startedAtMs, state, strategy }: Pick<Deployment, 'state' | 'startedAtMs' | 'strategy'>,
  nowMs: number,
): string {
  if (startedAtMs === undefined || !isInProgress(state)) return ''
  const elapsedMs = nowMs - startedAtMs
  const leftMs = (strategy.durationMinutes + strategy.bakeMinutes) * MINUTE - elapsedMs
  const left = leftMs > 0 && state !== 'ROLLING_BACK' ? `, about ${durationText(leftMs)} to go` : ''
  return `  for ${durationText(elapsedMs)}${left}`
}
