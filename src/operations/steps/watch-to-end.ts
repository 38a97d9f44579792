import type { Failure } from '../../aws/failure.js'
import { stopDeployment } from '../../aws/stop-deployment.js'
import { watchDeployment, type WatchEnd } from '../../aws/watch-deployment.js'
import { type Deployment, isInProgress } from '../../deployment/deployment.js'
import type { NewEvent } from '../../deployment/events.js'
import type { Outcome } from '../../deployment/outcome.js'
import { type KnownBefore, rollbackReason } from '../../deployment/rollback-reason.js'
import type { WaitFor } from '../../deployment/verdict.js'
import { progressLine } from '../../report/log/log-lines.js'
import type { Run } from '../run.js'
import { publishDeployment } from './deployment-facts.js'
import { publishLiveVersion } from './find-live-version.js'
import { logNewEvents } from './log-events.js'

export interface WatchToEndSettings {
  readonly region: string
  readonly waitFor: WaitFor
  readonly timeoutMs?: number
  readonly onTimeout: 'leave' | 'stop'
  /** The alarms that guard the environment, to recognise the one that rolls back. */
  readonly alarmArns: readonly string[]
}

/** What AWS and a busy service may need beyond what the strategy says. */
const MARGIN_MINUTES = 10
const STOP_PATIENCE_MS = 60_000
/** A log that says nothing for so long looks like a run that hangs. */
const SILENCE_MINUTES = 5

/**
 * Follows a deployment to its end, with a line in the log for every change.
 * @throws AwsRequestError when a look was refused
 */
export async function watchToEnd(
  first: Deployment,
  settings: WatchToEndSettings,
  run: Run,
): Promise<Outcome> {
  const { clock, signal, appconfig } = run
  const timeoutMs = settings.timeoutMs ?? defaultTimeoutMs(first, clock.minuteMs)
  let highestPercentage = 0
  let lastLineMs = clock.nowMs()
  const onPoll = (deployment: Deployment, news: readonly NewEvent[]) => {
    highestPercentage = Math.max(highestPercentage, deployment.percentageComplete)
    publishDeployment(deployment, settings.region, run)
    logNewEvents(news, deployment, run)
    const isSilent = clock.nowMs() - lastLineMs >= SILENCE_MINUTES * clock.minuteMs
    if (isSilent && news.length === 0)
      run.log.info(progressLine(deployment, appconfig.serviceNowMs(), clock.minuteMs))
    if (isSilent || news.length > 0) lastLineMs = clock.nowMs()
  }
  const onFailedPoll = (failure: Failure) => {
    run.log.info(
      `Could not look at deployment ${first.number} (${failure.name}: ${failure.message}); looking again`,
    )
  }
  const watch = { waitFor: settings.waitFor, timeoutMs, onPoll, onFailedPoll }
  const end = await watchDeployment(appconfig, first, watch, clock, signal)
  return endOutcome(end, settings, timeoutMs, highestPercentage, run)
}

function defaultTimeoutMs({ strategy }: Deployment, minuteMs: number): number {
  return (strategy.durationMinutes + strategy.bakeMinutes + MARGIN_MINUTES) * minuteMs
}

async function endOutcome(
  end: WatchEnd,
  settings: WatchToEndSettings,
  timeoutMs: number,
  highestPercentage: number,
  run: Run,
): Promise<Outcome> {
  const { deployment } = end
  switch (end.kind) {
    case 'reached':
      if (deployment.state === 'COMPLETE') return { kind: 'complete' }
      return { kind: settings.waitFor === 'deployed' ? 'deployed' : 'started' }
    case 'failed': {
      const unknown = await publishLiveVersion(deployment, run)
      if (unknown !== undefined) run.log.info(unknown)
      return rolledBack(deployment, { percentage: highestPercentage, alarmArns: settings.alarmArns })
    }
    case 'cancelled':
      return { kind: 'cancelled', stopped: false }
    case 'timed-out': {
      if (settings.onTimeout === 'leave') return { kind: 'timed-out', stopped: false, afterMs: timeoutMs }
      run.log.info(`The time is up: stopping deployment ${deployment.number}`)
      const stopped = await stopDeployment(run.appconfig, deployment, run.clock, STOP_PATIENCE_MS, run.signal)
      publishDeployment(stopped, settings.region, run)
      if (stopped.state !== 'COMPLETE') run.learn({ changed: true })
      if (stopped.state === 'COMPLETE') return { kind: 'complete' }
      return { kind: 'timed-out', stopped: !isInProgress(stopped.state), afterMs: timeoutMs }
    }
  }
}

function rolledBack(deployment: Deployment, known: KnownBefore): Outcome {
  const reason = rollbackReason(deployment.events, known)
  const kind = deployment.state === 'REVERTED' ? 'reverted' : 'rolled-back'
  return { kind, requested: false, ...(reason === undefined ? {} : { reason }) }
}
