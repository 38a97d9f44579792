import { present } from '../configuration/json/present.js'
import { alarmArnIn } from './arn.js'
import type { ActionInvocation, DeploymentEvent } from './deployment.js'
import { highestPercentage } from './event-percentage.js'

/** Why a deployment was taken back, as far as its event log says. All text is AWS's and untrusted. */
export interface RollbackReason {
  /** A deployment in progress is rolled back, a completed one reverted. */
  readonly kind: 'rollback' | 'revert'
  /** `USER`, `APPCONFIG`, `CLOUDWATCH_ALARM`, `INTERNAL_ERROR`, or a word that the service added later. */
  readonly triggeredBy: string
  /** What the event says; empty when it says nothing. */
  readonly text: string
  readonly alarmArn?: string
  /** The highest percentage of the targets that had the configuration before, 0 to 100. */
  readonly percentage?: number
  readonly occurredAtMs?: number
  /** The failed call of an AT_DEPLOYMENT_TICK action: the only one that can cause a rollback. */
  readonly failedTick?: ActionInvocation
  /** Calls of extension actions that failed, oldest first. */
  readonly failedInvocations: readonly ActionInvocation[]
}

/** What the caller knows beyond the log. */
export interface KnownBefore {
  /** The highest percentage seen while watching: AppConfig sets it to 0 in a rollback. */
  readonly percentage?: number
  /** The alarms that the environment monitors, to find a name with blanks in a text. */
  readonly alarmArns?: readonly string[]
}

const ENDED_TYPES = ['ROLLBACK_STARTED', 'ROLLBACK_COMPLETED', 'REVERT_COMPLETED']

/**
 * Why the deployment of this event log (oldest first) was rolled back or reverted; undefined when the log
 * holds neither. The start of a rollback tells the cause better than its end, but a stop by a user has no
 * start: a missing event, an empty text and an unknown trigger are all taken as they come.
 */
export function rollbackReason(
  events: readonly DeploymentEvent[],
  known: KnownBefore = {},
): RollbackReason | undefined {
  const taken = ENDED_TYPES.flatMap((type) => events.filter((event) => event.type === type).slice(-1))
  // A revert follows a completed deployment, so it is the later story.
  const telling = taken.find(({ type }) => type === 'REVERT_COMPLETED') ?? taken[0]
  if (telling === undefined) return undefined
  const alarmArn = firstDefined(taken, (event) => monitoredAlarmIn(event.description, known.alarmArns ?? []))
  const percentage = highest(known.percentage, highestPercentage(events))
  const failedTick = failedTickIn(events)
  const occurredAtMs = firstDefined([telling, ...taken], (event) => event.occurredAtMs)
  return {
    kind: telling.type === 'REVERT_COMPLETED' ? 'revert' : 'rollback',
    triggeredBy: firstDefined([telling, ...taken], (event) => event.triggeredBy || undefined) ?? '',
    text: firstDefined([telling, ...taken], (event) => event.description.trim() || undefined) ?? '',
    ...present({ alarmArn, percentage, occurredAtMs, failedTick }),
    failedInvocations: events.flatMap((event) => event.invocations.filter(isFailed)),
  }
}

/** Whether AppConfig reported an error for this call of an extension's action. */
export function isFailed(invocation: ActionInvocation): boolean {
  return Boolean(invocation.errorCode) || Boolean(invocation.errorMessage)
}

// Whether an invocation has the name of its action point or of the extension's action is not established.
const OTHER_POINT = /^(?:ON|PRE)_[A-Z_]+$/

/** The failed call that the start of a rollback reports, or that is named after the point. */
function failedTickIn(events: readonly DeploymentEvent[]): ActionInvocation | undefined {
  const failed = events.flatMap(({ type, invocations }) =>
    invocations.filter(isFailed).map((invocation) => ({ type, invocation })),
  )
  return failed.findLast(
    ({ type, invocation: { actionName = '' } }) =>
      actionName === 'AT_DEPLOYMENT_TICK' || (type === 'ROLLBACK_STARTED' && !OTHER_POINT.test(actionName)),
  )?.invocation
}

function monitoredAlarmIn(text: string, known: readonly string[]): string | undefined {
  const monitored = known.filter((arn) => arn !== '' && text.includes(arn))
  if (monitored.length > 0) return monitored.reduce((a, b) => (b.length > a.length ? b : a))
  return alarmArnIn(text)
}

function highest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.max(a, b)
}

function firstDefined<Item, Value>(
  items: readonly Item[],
  read: (item: Item) => Value | undefined,
): Value | undefined {
  for (const item of items) {
    const value = read(item)
    if (value !== undefined) return value
  }
  return undefined
}
