import type { Clock } from '../clock.js'
import type { Deployment } from '../deployment/deployment.js'
import { type LogNews, mergedLog, newsOf } from '../deployment/events.js'
import { delayToNextLookMs } from '../deployment/schedule.js'
import { type Verdict, verdict, type WaitFor } from '../deployment/verdict.js'
import type { AppConfig } from './client.js'
import { getDeployment } from './deployments.js'
import { AwsRequestError, type Failure, isTransient } from './failure.js'

export interface WatchSettings {
  readonly waitFor: WaitFor
  /** How long the watch may last, in milliseconds of the runner's clock. */
  readonly timeoutMs: number
  /** Told of every look that succeeded, with what is new in the event log since the last one, oldest first. */
  readonly onLook: (deployment: Deployment, news: readonly LogNews[]) => void
  /** Told of every look that failed and will be repeated. */
  readonly onFailedLook: (failure: Failure) => void
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
  const firstSeenMs = appconfig.serviceNowMs()
  let deployment = first
  const isCancelled = () => signal.aborted
  let failedLooks = 0
  settings.onLook(first, newsOf([], first.events))
  for (;;) {
    const { kind } = verdict(deployment, settings.waitFor)
    if (kind !== 'go-on') return { kind, deployment }
    if (isCancelled()) return { kind: 'cancelled', deployment }
    const timeLeftMs = endMs - clock.nowMs()
    if (timeLeftMs <= 0) return { kind: 'timed-out', deployment }
    const delayMs = nextDelayMs(deployment, firstSeenMs, failedLooks, timeLeftMs, appconfig, clock)
    await clock.sleep(delayMs, signal)
    if (isCancelled()) return { kind: 'cancelled', deployment }
    const look = await lookAgain(appconfig, deployment, signal)
    if (look.ok) {
      failedLooks = 0
      const news = newsOf(deployment.events, look.deployment.events)
      deployment = { ...look.deployment, events: mergedLog(deployment.events, look.deployment.events) }
      settings.onLook(deployment, news)
    } else if (!isCancelled()) {
      failedLooks += 1
      settings.onFailedLook(look.failure)
    }
  }
}

function nextDelayMs(
  deployment: Deployment,
  firstSeenMs: number,
  failedLooks: number,
  timeLeftMs: number,
  appconfig: AppConfig,
  clock: Clock,
): number {
  const bakeStartedAtMs = deployment.events.find(({ type }) => type === 'BAKE_TIME_STARTED')?.occurredAtMs
  return delayToNextLookMs({
    strategy: deployment.strategy,
    state: deployment.state,
    startedAtMs: deployment.startedAtMs ?? firstSeenMs,
    nowMs: appconfig.serviceNowMs(),
    ...(bakeStartedAtMs === undefined ? {} : { bakeStartedAtMs }),
    minuteMs: clock.minuteMs,
    failedLooks,
    timeLeftMs,
  })
}

async function lookAgain(
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
