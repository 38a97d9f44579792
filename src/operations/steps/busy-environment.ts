import { getDeployment, type EnvironmentAddress } from '../../aws/deployments.js'
import type { ListedDeployment } from '../../deployment/listed-deployment.js'
import { stopDeployment } from '../../aws/stop-deployment.js'
import { watchDeployment } from '../../aws/watch-deployment.js'
import { type Deployment, isInProgress } from '../../deployment/deployment.js'
import { withoutMarker } from '../../deployment/provenance.js'
import { durationText } from '../../report/text/duration-text.js'
import { progressLine } from '../../report/log/log-lines.js'
import type { Run } from '../run.js'

/** What to do about another deployment in the environment, and until when, in milliseconds of the run's clock. */
export interface BusyPolicy {
  readonly ifBusy: 'wait' | 'fail' | 'stop'
  readonly untilMs: number
}

const STOP_PATIENCE_MS = 60_000
/** When AppConfig says that the environment is busy, and no deployment can be seen yet. */
const UNSEEN_PAUSE_MINUTES = 1 / 12
/** How often a waiting run says how far the other is. */
const PROGRESS_MINUTES = 1

/**
 * Makes room in a busy environment as the policy says.
 * @param by the deployment that occupies it, if it could be seen
 * @returns whether a start may be tried now; another waiting run may still be faster
 * @throws AwsRequestError when a look or the stop was refused
 */
export async function makeRoom(
  address: EnvironmentAddress,
  by: ListedDeployment | undefined,
  policy: BusyPolicy,
  run: Run,
): Promise<boolean> {
  if (policy.ifBusy === 'fail') return false
  const timeLeftMs = policy.untilMs - run.clock.nowMs()
  if (timeLeftMs <= 0) return false
  if (by === undefined) {
    run.log.info('The environment is busy with a deployment that is not listed yet; trying again')
    await run.clock.sleep(Math.min(timeLeftMs, UNSEEN_PAUSE_MINUTES * run.clock.minuteMs), run.signal)
    return !run.signal.aborted
  }
  const other = await getDeployment(run.aws, { ...address, number: by.number })
  if (!isInProgress(other.state)) return true
  run.log.info(`The environment is busy with ${description(other)}`)
  return policy.ifBusy === 'stop' ? stopOther(other, run) : waitForOther(other, timeLeftMs, run)
}

async function stopOther(other: Deployment, run: Run): Promise<boolean> {
  run.log.info(`Stopping deployment ${other.number}, as if-busy says`)
  const stopped = await stopDeployment(run.aws, other, STOP_PATIENCE_MS)
  run.learn({ changed: true })
  run.log.info(`Deployment ${other.number} is ${stopped.state}`)
  return !isInProgress(stopped.state)
}

async function waitForOther(other: Deployment, timeoutMs: number, run: Run): Promise<boolean> {
  run.log.info(`Waiting up to ${durationText(timeoutMs)} for deployment ${other.number} to end`)
  let saidAtMs = run.clock.nowMs()
  const onPoll = (deployment: Deployment) => {
    if (run.clock.nowMs() - saidAtMs < PROGRESS_MINUTES * run.clock.minuteMs) return
    saidAtMs = run.clock.nowMs()
    const line = progressLine(deployment, run.appconfig.serviceNowMs(), run.clock.minuteMs)
    run.log.info(`Deployment ${other.number}: ${line}`)
  }
  const onFailedPoll = (failure: { readonly name: string }) => {
    run.log.info(`Could not look at deployment ${other.number} (${failure.name}); looking again`)
  }
  const settings = { waitFor: 'complete' as const, timeoutMs, onPoll, onFailedPoll }
  const end = await watchDeployment(run.aws, other, settings)
  if (isInProgress(end.deployment.state)) return false
  run.log.info(`Deployment ${other.number} has ended: ${end.deployment.state}`)
  return true
}

function description(other: Deployment): string {
  const said = withoutMarker(other.description)
  return (
    `deployment ${other.number} of ${other.configurationName} version ${other.configurationVersion}, ` +
    `${other.state} at ${other.percentageComplete} %${said === '' ? '' : `: ${said}`}`
  )
}
