import { STOP_TIMEOUT_MS, stopDeployment } from '../../aws/stop-deployment.js'
import { watchDeployment, type WatchEnd } from '../../aws/watch-deployment.js'
import { type Deployment, isInProgress } from '../../deployment/deployment.js'
import type { Steps } from '../../deployment/facts.js'
import type { Outcome } from '../../deployment/outcome.js'
import type { WaitFor } from '../../deployment/verdict.js'
import { progressLine } from '../../report/log/log-lines.js'
import type { Run } from '../run.js'
import { type DeploymentContext, deploymentFacts } from './deployment-facts.js'
import { findLiveVersion } from './find-live-version.js'
import { logNewEvents } from './log-events.js'

export interface WatchToEndSettings extends DeploymentContext {
  readonly waitFor: WaitFor
  /** Undefined: what the strategy needs, and a margin. */
  readonly timeoutMs?: number
  readonly onTimeout: 'leave' | 'stop'
}

/** What AWS and a busy service may need beyond what the strategy says. */
const MARGIN_MINUTES = 10
/** A log that says nothing for so long looks like a run that hangs. */
const SILENCE_MINUTES = 5

/**
 * Watches a deployment to its end, with a line in the log for every change.
 * @throws AwsRequestError when a poll was refused
 */
export async function* watchToEnd(first: Deployment, settings: WatchToEndSettings, run: Run): Steps<Outcome> {
  const { clock, connection } = run.aws
  const timeoutMs = settings.timeoutMs ?? defaultTimeoutMs(first, clock.minuteMs)
  let highestPercentage = 0
  let lastLineMs = clock.nowMs()
  const polls = watchDeployment(run.aws, first, { waitFor: settings.waitFor, timeoutMs })
  for (;;) {
    const next = await polls.next()
    const context = { ...settings, highestPercentage }
    if (next.done === true) return yield* ended(next.value, context, timeoutMs, run)
    const poll = next.value
    if (!poll.ok) {
      const { name, message } = poll.failure
      run.log.info(`Could not poll deployment ${first.number} (${name}: ${message}); polling again`)
      continue
    }
    const { deployment, newEvents } = poll
    highestPercentage = Math.max(highestPercentage, deployment.percentageComplete)
    yield deploymentFacts(deployment, { ...settings, highestPercentage })
    logNewEvents(newEvents, deployment, run)
    const isSilent = clock.nowMs() - lastLineMs >= SILENCE_MINUTES * clock.minuteMs
    if (isSilent && newEvents.length === 0) {
      run.log.info(progressLine(deployment, connection.serviceNowMs(), clock.minuteMs))
    }
    if (isSilent || newEvents.length > 0) lastLineMs = clock.nowMs()
  }
}

function defaultTimeoutMs({ strategy }: Deployment, minuteMs: number): number {
  return (strategy.durationMinutes + strategy.bakeMinutes + MARGIN_MINUTES) * minuteMs
}

/** What the end of the watch means. Unless a deployment is left to be stopped, nothing is left to do. */
async function* ended(
  { kind, deployment }: WatchEnd,
  settings: WatchToEndSettings,
  timeoutMs: number,
  run: Run,
): Steps<Outcome> {
  switch (kind) {
    case 'reached':
      yield { pending: { phase: 'done' } }
      if (deployment.state === 'COMPLETE') return { kind: 'complete' }
      return { kind: settings.waitFor === 'deployed' ? 'deployed' : 'started' }
    case 'failed': {
      yield { pending: { phase: 'done' } }
      const live = await findLiveVersion(deployment, run)
      if (live.kind === 'found') yield { liveVersion: live.version }
      if (live.kind === 'unknown') run.log.info(live.problem)
      return { kind: deployment.state === 'REVERTED' ? 'reverted' : 'rolled-back', requested: false }
    }
    case 'cancelled':
      return { kind: 'cancelled', stopped: false }
    case 'timed-out':
      if (settings.onTimeout === 'stop') return yield* stoppedOnTimeout(deployment, settings, timeoutMs, run)
      yield { pending: { phase: 'done' } }
      return { kind: 'timed-out', stopped: false, afterMs: timeoutMs }
  }
}

async function* stoppedOnTimeout(
  deployment: Deployment,
  settings: WatchToEndSettings,
  timeoutMs: number,
  run: Run,
): Steps<Outcome> {
  run.log.info(`Timed out: stopping deployment ${deployment.number} (on-timeout: stop)`)
  const stopped = await stopDeployment(run.aws, deployment, STOP_TIMEOUT_MS)
  yield deploymentFacts(stopped, settings)
  if (stopped.state !== 'COMPLETE') yield { changed: true }
  if (!isInProgress(stopped.state)) yield { pending: { phase: 'done' } }
  if (stopped.state === 'COMPLETE') return { kind: 'complete' }
  return { kind: 'timed-out', stopped: !isInProgress(stopped.state), afterMs: timeoutMs }
}
