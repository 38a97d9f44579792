import { getDeployment, type EnvironmentAddress } from '../../aws/deployments.js'
import { STOP_TIMEOUT_MS, stopDeployment } from '../../aws/stop-deployment.js'
import { watchDeployment } from '../../aws/watch-deployment.js'
import { type Deployment, isInProgress } from '../../deployment/deployment.js'
import type { Steps } from '../../deployment/facts.js'
import type { ListedDeployment } from '../../deployment/listed-deployment.js'
import { withoutMarker } from '../../deployment/provenance.js'
import { durationText } from '../../report/text/duration-text.js'
import { progressLine } from '../../report/log/log-lines.js'
import type { Run } from '../run.js'

/** What to do about another deployment in the environment, and until when, in milliseconds of the run's clock. */
export interface BusyPolicy {
  readonly ifBusy: 'wait' | 'fail' | 'stop'
  readonly untilMs: number
}

/** When AppConfig says that the environment is busy, and no deployment can be seen yet. */
const UNSEEN_PAUSE_MINUTES = 1 / 12
/** How often a waiting run says how far the other is. */
const PROGRESS_MINUTES = 1

/**
 * Makes room in a busy environment as the policy says.
 * @param by the deployment that occupies it, if it could be seen
 * @returns whether a start may be tried now; another waiting run may still be faster
 * @throws AwsRequestError when a poll or the stop was refused
 */
export async function* makeRoom(
  address: EnvironmentAddress,
  by: ListedDeployment | undefined,
  policy: BusyPolicy,
  run: Run,
): Steps<boolean> {
  const { clock, signal } = run.aws
  if (policy.ifBusy === 'fail') return false
  const timeLeftMs = policy.untilMs - clock.nowMs()
  if (timeLeftMs <= 0) return false
  if (by === undefined) {
    run.log.info('The environment is busy with a deployment that is not listed yet; trying again')
    await clock.sleep(Math.min(timeLeftMs, UNSEEN_PAUSE_MINUTES * clock.minuteMs), signal)
    return !signal.aborted
  }
  const other = await getDeployment(run.aws, { ...address, number: by.number })
  if (!isInProgress(other.state)) return true
  run.log.info(`The environment is busy with ${description(other)}`)
  if (policy.ifBusy === 'wait') return waitForOther(other, timeLeftMs, run)
  return yield* stopOther(other, run)
}

async function* stopOther(other: Deployment, run: Run): Steps<boolean> {
  run.log.info(`Stopping deployment ${other.number}, as if-busy says`)
  const stopped = await stopDeployment(run.aws, other, STOP_TIMEOUT_MS)
  yield { changed: true }
  run.log.info(`Deployment ${other.number} is ${stopped.state}`)
  return !isInProgress(stopped.state)
}

async function waitForOther(other: Deployment, timeoutMs: number, run: Run): Promise<boolean> {
  const { clock, connection } = run.aws
  run.log.info(`Waiting up to ${durationText(timeoutMs)} for deployment ${other.number} to end`)
  let saidAtMs = clock.nowMs()
  const polls = watchDeployment(run.aws, other, { waitFor: 'complete', timeoutMs })
  for (;;) {
    const next = await polls.next()
    if (next.done === true) {
      const { state } = next.value.deployment
      if (isInProgress(state)) return false
      run.log.info(`Deployment ${other.number} has ended: ${state}`)
      return true
    }
    const poll = next.value
    if (!poll.ok) {
      run.log.info(`Could not poll deployment ${other.number} (${poll.failure.name}); polling again`)
    } else if (clock.nowMs() - saidAtMs >= PROGRESS_MINUTES * clock.minuteMs) {
      saidAtMs = clock.nowMs()
      const line = progressLine(poll.deployment, connection.serviceNowMs(), clock.minuteMs)
      run.log.info(`Deployment ${other.number}: ${line}`)
    }
  }
}

function description(other: Deployment): string {
  const said = withoutMarker(other.description)
  return (
    `deployment ${other.number} of ${other.configurationName} version ${other.configurationVersion}, ` +
    `${other.state} at ${other.percentageComplete} %${said === '' ? '' : `: ${said}`}`
  )
}
