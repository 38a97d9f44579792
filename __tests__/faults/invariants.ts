import { pendingPhase } from '../bundle/action-process.js'
import type { StepEnd } from '../../scripts/step-runner.js'
import { hasRefusal, isSurvivable, type Schedule } from './schedule.js'

/** What AWS has after a run: the truth that its words are held against. */
export interface Truth {
  readonly deployments: readonly { readonly number: number; readonly state: string }[]
  /** The newest hosted version of the profile; 2 was there before the run. */
  readonly newestHostedVersion: number
  /** The newest version of the extension; 1 was there before the run. */
  readonly newestExtensionVersion: number
  /** The versions of the extension that the environment is associated with. */
  readonly associatedVersions: readonly number[]
}

export interface Observed {
  readonly main: StepEnd
  readonly post: StepEnd
  readonly truth: Truth
  readonly mainMs: number
  /** From the first signal to the end of the process; undefined when there was none. */
  readonly cancelMs: number | undefined
  readonly requestsOfPost: number
}

/** The runner sends SIGTERM 7.5 s after SIGINT. */
const CANCEL_LIMIT_MS = 7_500
const RUN_LIMIT_MS = 90_000
const ENDS = ['COMPLETE', 'ROLLED_BACK', 'REVERTED']

/** What a run broke of the promises; empty when it kept them all. */
export function violations(schedule: Schedule, observed: Observed): readonly string[] {
  return [
    ...neverTwice(observed.truth),
    ...neverOrphaned(schedule, observed),
    ...tellsTheTruth(schedule, observed),
    ...endsAsItShould(schedule, observed),
  ]
}

function neverTwice({
  deployments,
  newestHostedVersion,
  newestExtensionVersion,
  associatedVersions,
}: Truth): readonly string[] {
  return [
    ...(deployments.length > 1 ? [`${String(deployments.length)} deployments were started`] : []),
    ...(newestHostedVersion > 3 ? [`hosted version ${String(newestHostedVersion)} was published`] : []),
    ...(newestExtensionVersion > 2
      ? [`extension version ${String(newestExtensionVersion)} was published`]
      : []),
    ...(new Set(associatedVersions).size < associatedVersions.length
      ? [`a version is associated twice: ${associatedVersions.join(', ')}`]
      : []),
    ...(associatedVersions.length === 0 ? ['the association was lost'] : []),
  ]
}

function neverOrphaned(schedule: Schedule, { main, post, truth }: Observed): readonly string[] {
  return truth.deployments
    .filter(({ state }) => !ENDS.includes(state))
    .flatMap(({ number, state }) => {
      const mayBeLeft = schedule.onCancel === 'leave' || (hasRefusal(schedule) && schedule.faults.length > 1)
      if (!mayBeLeft) return [`deployment ${String(number)} is still ${state}`]
      const isReported = [...main.log, ...post.log].some((line) =>
        line.includes(`eployment ${String(number)}`),
      )
      return isReported ? [] : [`deployment ${String(number)} is ${state}, and nothing was said of it`]
    })
}

function tellsTheTruth(
  schedule: Schedule,
  { main, post, truth, requestsOfPost }: Observed,
): readonly string[] {
  const [deployment] = truth.deployments
  const told = main.outputs['deployment-number']
  const problems: string[] = []
  if (told !== undefined && told !== String(deployment?.number))
    problems.push(`the output names deployment ${told}`)
  const isOver = main.exitCode !== null && requestsOfPost === 0
  if (isOver && deployment !== undefined && schedule.onCancel === 'stop') {
    if (told === undefined) problems.push('the output does not name the deployment')
    if (main.outputs['state'] !== deployment.state) {
      problems.push(`the output says ${main.outputs['state'] ?? 'nothing'}, AWS ${deployment.state}`)
    }
    if (!main.summary.includes(deployment.state))
      problems.push(`the summary does not say ${deployment.state}`)
  }
  if (main.exitCode !== null && main.summary === '') problems.push('there is no summary')
  if (requestsOfPost > 0 && post.summary === '') problems.push('post did something and wrote no summary')
  if (requestsOfPost === 0 && post.summary !== '') problems.push('post tells of what it did not ask for')
  return problems
}

function endsAsItShould(schedule: Schedule, observed: Observed): readonly string[] {
  const { main, post, truth, mainMs, cancelMs, requestsOfPost } = observed
  const isComplete = truth.deployments.some(({ state }) => state === 'COMPLETE')
  const problems: string[] = []
  if (mainMs > RUN_LIMIT_MS) problems.push(`the run took ${String(Math.round(mainMs / 1000))} s`)
  if (main.exitCode !== null && cancelMs !== undefined && cancelMs > CANCEL_LIMIT_MS) {
    problems.push(`the cancel took ${String(Math.round(cancelMs))} ms`)
  }
  // A run that AWS refused to let watch fails, also when its deployment completed all the same.
  const mayFail = isComplete && hasRefusal(schedule)
  if (main.exitCode !== null && cancelMs === undefined && (main.exitCode === 0) !== isComplete && !mayFail) {
    problems.push(
      `the exit code is ${String(main.exitCode)}, the deployment ${isComplete ? 'COMPLETE' : 'not'}`,
    )
  }
  // The answer that said COMPLETE may have been on its way when the signal came.
  if (cancelMs !== undefined && main.exitCode === 0 && !isComplete)
    problems.push('a cancelled run ended with 0')
  if (schedule.end === 'complete' && isSurvivable(schedule) && main.exitCode !== 0) {
    problems.push(
      `the run did not come through: ${main.log.find((line) => line.startsWith('::error')) ?? ''}`,
    )
  }
  const errors = main.log.filter((line) => line.startsWith('::error'))
  if (main.exitCode === 1 && errors.length !== 1) problems.push(`${String(errors.length)} errors were raised`)
  if (post.exitCode !== 0) problems.push(`post ended with ${String(post.exitCode)}`)
  const isSettled = (pendingPhase(main) ?? 'done') === 'done'
  if (isSettled && requestsOfPost > 0) problems.push('post made requests although nothing was left to do')
  const trace = [...main.log, ...post.log].find((line) => /^\s+at .+:\d+:\d+\)?$/.test(line))
  if (trace !== undefined) problems.push(`a stack trace reached the log: ${trace}`)
  return problems
}
