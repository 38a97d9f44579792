import {
  type ActionInvocation,
  type Deployment,
  type DeploymentEvent,
  MINUTE_MS,
} from '../../deployment/deployment.js'
import { isInProgress } from '../../deployment/deployment.js'
import { eventPercentage } from '../../deployment/event-percentage.js'
import { isFailed } from '../../deployment/rollback-reason.js'
import { durationText, utcTime } from '../text/duration-text.js'
import { logLine } from './log-text.js'
import { cutText } from '../text/visible-text.js'

const BAR_CELLS = 10
const MAX_TYPE = 'DEPLOYMENT_COMPLETED'.length
const MAX_DESCRIPTION = 2000
const UNDER_THE_EVENT = ' '.repeat(10)

/** What a line of the log draws on besides its event. */
export type LoggedDeployment = Pick<Deployment, 'state' | 'percentageComplete' | 'startedAtMs' | 'strategy'>

/**
 * One line of the live log for one event:
 * `02:22:31  [█████░░░░░]  50 %  PERCENTAGE_UPDATED    Configuration available to 50.00% of clients, about 7 min to go`,
 * and who triggered it when that was not AppConfig itself. Times are UTC, of the service. `minuteMs` is how long one of
 * AppConfig's minutes lasts.
 */
export function eventLine(
  event: DeploymentEvent,
  deployment: LoggedDeployment,
  minuteMs = MINUTE_MS,
): string {
  const time = event.occurredAtMs === undefined ? '--:--:--' : utcTime(event.occurredAtMs)
  const bar = progressBar(eventPercentage(event) ?? deployment.percentageComplete)
  const type = event.type.padEnd(MAX_TYPE)
  const trigger = event.triggeredBy === 'APPCONFIG' ? '' : `  (by ${event.triggeredBy || 'nobody named'})`
  const isGrowth = event.type === 'PERCENTAGE_UPDATED' || event.type === 'BAKE_TIME_STARTED'
  const left =
    isGrowth && event.occurredAtMs !== undefined ? toGo(deployment, event.occurredAtMs, minuteMs) : ''
  return logLine(`${time}  ${bar}  ${type}  ${cutText(event.description, MAX_DESCRIPTION)}${left}${trigger}`)
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
export function progressLine(deployment: LoggedDeployment, nowMs: number, minuteMs = MINUTE_MS): string {
  const bar = progressBar(deployment.percentageComplete)
  const { state, startedAtMs } = deployment
  const since =
    startedAtMs === undefined || !isInProgress(state)
      ? ''
      : `  for ${durationText(nowMs - startedAtMs)}${toGo(deployment, nowMs, minuteMs)}`
  return logLine(`${utcTime(nowMs)}  ${bar}  ${state}${since}`)
}

/** `[█████░░░░░]  50 %`, always of the same width. A cell is full only when its tenth is complete. */
export function progressBar(percentage: number): string {
  const bounded = Math.min(100, Math.max(0, Number.isFinite(percentage) ? percentage : 0))
  const full = Math.floor((bounded / 100) * BAR_CELLS)
  const number = String(Math.floor(bounded)).padStart(3)
  return `[${'█'.repeat(full)}${'░'.repeat(BAR_CELLS - full)}] ${number} %`
}

/** What the strategy still needs after `atMs`; nothing once the deployment has ended, rolls back, or is late. */
function toGo({ state, startedAtMs, strategy }: LoggedDeployment, atMs: number, minuteMs: number): string {
  if (startedAtMs === undefined || !isInProgress(state) || state === 'ROLLING_BACK') return ''
  const leftMs = (strategy.durationMinutes + strategy.bakeMinutes) * minuteMs - (atMs - startedAtMs)
  return leftMs > 0 ? `, about ${durationText(leftMs)} to go` : ''
}
