import { environmentArns } from '../aws/account.js'
import {
  deleteEnvironment,
  deletionProtectionMinutes,
  removeAssociations,
} from '../aws/delete-environment.js'
import { deploymentsNewestFirst, type EnvironmentAddress } from '../aws/deployments.js'
import { findEnvironmentIfAny } from '../aws/environments.js'
import { AwsRequestError } from '../aws/failure.js'
import { pauseBeforeRetry, RETRY } from '../aws/retry.js'
import { STOP_TIMEOUT_MS, stopDeployment } from '../aws/stop-deployment.js'
import { tagsOf } from '../aws/tags.js'
import { findEnvironmentOf } from '../aws/target.js'
import { isInProgress } from '../deployment/deployment.js'
import type { Steps } from '../deployment/facts.js'
import type { Outcome } from '../deployment/outcome.js'
import { removalProblem } from '../deployment/preview-environment.js'
import type { CommonInputs } from '../inputs/inputs.js'
import type { RemoveEnvironmentInputs } from '../inputs/remove-environment.js'
import type { Run } from './run.js'
import { logResources } from './steps/log-resources.js'

/**
 * `operation: remove-environment`: stops what is in progress in an environment that this action made, removes the
 * associations that are pinned to it, and removes it. One that is gone already is a success.
 * @throws InputError when the application is not there, or the environment's name is that of several
 * @throws AwsRequestError when AWS refuses a request, or could not be reached
 */
export async function* removeEnvironment(
  inputs: RemoveEnvironmentInputs & CommonInputs,
  run: Run,
): Steps<Outcome> {
  const { aws, log } = run
  const { application, environment } = await findEnvironmentOf(aws, inputs, findEnvironmentIfAny)
  if (environment === undefined) {
    yield { application, environment: { id: '', name: inputs.environment } }
    log.info(`There is no environment ${inputs.environment} in ${application.name}: nothing to remove`)
    return { kind: 'removed', wasBefore: true }
  }
  yield { application, environment }
  logResources({ application, environment }, run)
  const address = { applicationId: application.id, environmentId: environment.id }
  const arn = (await environmentArns(aws))(address)
  const tags = await tagsOf(aws, arn, `environment ${environment.name}`)
  const problem = removalProblem(tags, run.workflowRun.repository)
  if (problem !== undefined) {
    return {
      kind: 'failed',
      message: `Environment ${environment.name} of ${application.name} is not removed: ${problem}.`,
    }
  }
  const kept = yield* removeWhole({ ...address, arn, name: environment.name }, run)
  if (kept !== undefined) return { kind: 'failed', message: kept }
  yield { changed: true }
  log.info(`Removed environment ${environment.name} of ${application.name}`)
  return { kind: 'removed', wasBefore: false }
}

interface RemovableEnvironment extends EnvironmentAddress {
  readonly arn: string
  readonly name: string
}

/**
 * Removes what keeps the environment, and then the environment; again when something new has come meanwhile.
 * @returns why AppConfig keeps it; undefined once it is removed
 */
async function* removeWhole(environment: RemovableEnvironment, run: Run): Steps<string | undefined> {
  let isEmptied = false
  for (let attempt = 1; ; attempt++) {
    if (!isEmptied) {
      const stillRunning = yield* stopInProgress(environment, run)
      if (stillRunning !== undefined) return stillRunning
      yield* removeAssociationsOf(environment, run)
    }
    try {
      await deleteEnvironment(run.aws, environment, environment.name)
      return undefined
    } catch (error) {
      if (!(error instanceof AwsRequestError)) throw error
      const { kind, name } = error.failure
      const isKept = kind === 'conflict' || kind === 'bad-request'
      // The first refusal may only mean that what was just removed still counts.
      if (isKept && attempt > 1) {
        const problem = await protectionProblem(environment.name, error, run)
        if (problem !== undefined) return problem
      }
      // After a lost answer it may be gone, and with it all that could be asked for.
      isEmptied = !isKept
      await pauseBeforeRetry(run.aws, RETRY.removal, attempt, error)
      run.log.info(`Environment ${environment.name} could not be removed yet (${name}); trying again`)
    }
  }
}

async function* removeAssociationsOf({ arn, name }: RemovableEnvironment, run: Run): Steps<void> {
  for (const { extensionArn } of await removeAssociations(run.aws, arn)) {
    yield { changed: true }
    run.log.info(`Removed the association of ${extensionArn} with environment ${name}`)
  }
}

/** @returns what to say when a deployment does not end */
async function* stopInProgress(
  { applicationId, environmentId, name }: RemovableEnvironment,
  run: Run,
): Steps<string | undefined> {
  const address = { applicationId, environmentId }
  for await (const { number, state } of deploymentsNewestFirst(run.aws, address)) {
    // An environment has one deployment in progress at most, and that is its newest.
    if (!isInProgress(state)) return undefined
    run.log.info(`Stopping deployment ${number}, which is ${state}`)
    const stopped = await stopDeployment(run.aws, { ...address, number }, STOP_TIMEOUT_MS)
    yield { changed: true }
    run.log.info(`Deployment ${number} is ${stopped.state}`)
    return isInProgress(stopped.state)
      ? `Environment ${name} is not removed: its deployment ${number} was told to stop and is still ${stopped.state}. Run again when it has ended.`
      : undefined
  }
  return undefined
}

/** Why AppConfig keeps an environment with nothing in it: its protection of what is in use. */
async function protectionProblem(
  name: string,
  refused: AwsRequestError,
  run: Run,
): Promise<string | undefined> {
  try {
    const minutes = await deletionProtectionMinutes(run.aws)
    if (minutes === undefined) return undefined
    return [
      `AppConfig keeps environment ${name}: deletion protection is on in this account, and protects what a client has read within the last ${minutes} minutes.`,
      'Nothing is in progress there any more, and its extension associations are removed.',
      `AWS said: ${refused.failure.message}`,
      `Stop the clients that read this environment and run again ${minutes} minutes later, or switch the protection off (aws appconfig update-account-settings --deletion-protection Enabled=false).`,
    ].join('\n')
  } catch (error) {
    // Who may not read the settings gets AppConfig's own words.
    if (error instanceof AwsRequestError && !run.aws.signal.aborted) return undefined
    throw error
  }
}
