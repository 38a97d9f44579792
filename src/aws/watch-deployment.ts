import type { Deployment } from '../deployment/deployment.js'
import { type NewEvent, mergedEventLog, newEvents } from '../deployment/events.js'
import type { Verdict, WaitFor } from '../deployment/verdict.js'
import { afterPoll, nextStep, watchStarted } from '../deployment/watch-step.js'
import type { Aws } from './client.js'
import { getDeployment } from './deployments.js'
import { AwsRequestError, type Failure } from './failure.js'
import { isTransient } from './retry.js'

export interface WatchSettings {
  readonly waitFor: WaitFor
  /** How long the watch may last, in milliseconds of the runner's clock. */
  readonly timeoutMs: number
}

/** One poll of a watch. */
export type Poll =
  /** `newEvents`: what the event log has beyond the last poll, oldest first. */
  | { readonly ok: true; readonly deployment: Deployment; readonly newEvents: readonly NewEvent[] }
  /** The poll failed and will be repeated. */
  | { readonly ok: false; readonly failure: Failure }

/** How a watch ended, with the deployment as last seen. */
export interface WatchEnd {
  readonly kind: Exclude<Verdict['kind'], 'go-on'> | 'timed-out' | 'cancelled'
  readonly deployment: Deployment
}

/**
 * Watches a deployment until there is a verdict, the time is up or the signal is aborted; yields each poll. A failed
 * poll is no failed deployment: throttling, server and network errors are retried until the time is up, anything else
 * ends the watch.
 *
 * @param first the deployment as its start, or a first poll, showed it; its events count as new
 * @throws AwsRequestError when a poll was refused: access denied, not found, expired credentials
 */
export async function* watchDeployment(
  aws: Aws,
  first: Deployment,
  settings: WatchSettings,
): AsyncGenerator<Poll, WatchEnd, void> {
  const { connection, clock, signal } = aws
  const endMs = clock.nowMs() + settings.timeoutMs
  const isCancelled = () => signal.aborted
  let watched = watchStarted(first, connection.serviceNowMs())
  yield { ok: true, deployment: first, newEvents: newEvents([], first.events) }
  for (;;) {
    const { deployment } = watched
    const step = nextStep(watched, settings.waitFor, {
      serviceMs: connection.serviceNowMs(),
      timeLeftMs: endMs - clock.nowMs(),
      minuteMs: clock.minuteMs,
    })
    if (step.kind === 'end' && step.end !== 'timed-out') return { kind: step.end, deployment }
    if (isCancelled()) return { kind: 'cancelled', deployment }
    if (step.kind === 'end') return { kind: step.end, deployment }
    await clock.sleep(step.afterMs, signal)
    if (isCancelled()) return { kind: 'cancelled', deployment }
    const polled = await poll(aws, deployment)
    if (polled.ok) {
      const { events } = polled.deployment
      const merged = { ...polled.deployment, events: mergedEventLog(deployment.events, events) }
      watched = afterPoll(watched, { ok: true, deployment: merged })
      yield { ok: true, deployment: merged, newEvents: newEvents(deployment.events, events) }
    } else if (!isCancelled()) {
      watched = afterPoll(watched, { ok: false, isThrottled: polled.failure.kind === 'throttled' })
      yield polled
    }
  }
}

async function poll(
  aws: Aws,
  { applicationId, environmentId, number }: Deployment,
): Promise<
  { readonly ok: true; readonly deployment: Deployment } | { readonly ok: false; readonly failure: Failure }
> {
  try {
    const address = { applicationId, environmentId, number }
    return { ok: true, deployment: await getDeployment(aws, address, 'one') }
  } catch (error) {
    if (error instanceof AwsRequestError && isTransient(error.failure.kind))
      return { ok: false, failure: error.failure }
    throw error
  }
}
