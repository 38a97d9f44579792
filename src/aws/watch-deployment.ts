import type { Clock } from './clock.js'
import type { Deployment } from '../deployment/deployment.js'
import { type NewEvent, mergedEventLog, newEvents } from '../deployment/events.js'
import type { Verdict, WaitFor } from '../deployment/verdict.js'
import { afterPoll, nextStep, watchStarted } from '../deployment/watch-step.js'
import type { AppConfig } from './client.js'
import { getDeployment } from './deployments.js'
import { AwsRequestError, type Failure, isTransient } from './failure.js'

export interface WatchSettings {
  readonly waitFor: WaitFor
  /** How long the watch may last, in milliseconds of the runner's clock. */
  readonly timeoutMs: number
  /** Told of every look that succeeded, with what is new in the event log since the last one, oldest first. */
  readonly onPoll: (deployment: Deployment, news: readonly NewEvent[]) => void
  /** Told of every look that failed and will be repeated. */
  readonly onFailedPoll: (failure: Failure) => void
}

/** How a watch ended, with the deployment as last seen. */
export interface WatchEnd {
  readonly kind: Exclude<Verdict['kind'], 'go-on'> | 'timed-out' | 'cancelled'
  readonly deployment: Deployment
}

/**
 * Watches a deployment until the verdict falls, the time is up or the signal is aborted. A failed look is not a
 * failed deployment: throttling, server and network errors are retried until the time is up, anything else ends
 * the watch.
 *
 * @param first the deployment as its start, or a first look, has told it; its events count as news
 * @throws AwsRequestError when a look was refused: access denied, not found, expired credentials
 */
export async function watchDeployment(
  appconfig: AppConfig,
  first: Deployment,
  settings: WatchSettings,
  clock: Clock,
  signal: AbortSignal,
): Promise<WatchEnd> {
  const endMs = clock.nowMs() + settings.timeoutMs
  const isCancelled = () => signal.aborted
  let watched = watchStarted(first, appconfig.serviceNowMs())
  settings.onPoll(first, newEvents([], first.events))
  for (;;) {
    const { deployment } = watched
    const step = nextStep(watched, settings.waitFor, {
      serviceMs: appconfig.serviceNowMs(),
      timeLeftMs: endMs - clock.nowMs(),
      minuteMs: clock.minuteMs,
    })
    if (step.kind === 'end' && step.end !== 'timed-out') return { kind: step.end, deployment }
    if (isCancelled()) return { kind: 'cancelled', deployment }
    if (step.kind === 'end') return { kind: step.end, deployment }
    await clock.sleep(step.afterMs, signal)
    if (isCancelled()) return { kind: 'cancelled', deployment }
    const look = await poll(appconfig, deployment, signal)
    if (look.ok) {
      const { events } = look.deployment
      const merged = { ...look.deployment, events: mergedEventLog(deployment.events, events) }
      watched = afterPoll(watched, { ok: true, deployment: merged })
      settings.onPoll(merged, newEvents(deployment.events, events))
    } else if (!isCancelled()) {
      watched = afterPoll(watched, { ok: false, isThrottled: look.failure.kind === 'throttled' })
      settings.onFailedPoll(look.failure)
    }
  }
}

async function poll(
  appconfig: AppConfig,
  { applicationId, environmentId, number }: Deployment,
  signal: AbortSignal,
): Promise<
  { readonly ok: true; readonly deployment: Deployment } | { readonly ok: false; readonly failure: Failure }
> {
  try {
    const address = { applicationId, environmentId, number }
    return { ok: true, deployment: await getDeployment(appconfig, address, signal, 'one') }
  } catch (error) {
    if (error instanceof AwsRequestError && isTransient(error.failure.kind))
      return { ok: false, failure: error.failure }
    throw error
  }
}
