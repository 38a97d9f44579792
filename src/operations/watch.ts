import { alarmArnsOf } from '../aws/environments.js'
import { isInProgress } from '../deployment/deployment.js'
import type { Steps } from '../deployment/facts.js'
import type { Outcome } from '../deployment/outcome.js'
import type { CommonInputs } from '../inputs/inputs.js'
import type { WatchInputs } from '../inputs/watch.js'
import { deploymentText } from '../report/text/deployment-text.js'
import type { Run } from './run.js'
import { consoleUrlOf } from './steps/deployment-facts.js'
import { selectDeployment } from './steps/select-deployment.js'
import { watchToEnd } from './steps/watch-to-end.js'

/**
 * `operation: watch`: attaches to a deployment that somebody started, and watches it to its end as its own run
 * would. One that has ended already is reported at once.
 * @throws InputError when the inputs select no deployment
 * @throws AwsRequestError when AWS refuses a request, or could not be reached
 */
export async function* watch(inputs: WatchInputs & CommonInputs, run: Run): Steps<Outcome> {
  const { target, deployment } = yield* selectDeployment(inputs, run)
  const { region, onCancel } = inputs
  const link = consoleUrlOf(deployment, region)
  run.log.info(
    `Watching ${deploymentText(deployment)} in ${target.environment.name} of ${target.application.name}` +
      (link === undefined ? '' : ` ${link}`),
  )
  if (isInProgress(deployment.state)) {
    const { applicationId, environmentId, number } = deployment
    const start = { region, applicationId, environmentId, onCancel }
    yield { pending: { phase: 'watched', start, number } }
  }
  try {
    return yield* watchToEnd(deployment, { ...inputs, alarmArns: alarmArnsOf(target.environment) }, run)
  } catch (error) {
    // A watch that fails leaves its deployment to others, unless it was told to stop it.
    if (onCancel === 'leave' && !run.aws.signal.aborted) yield { pending: { phase: 'done' } }
    throw error
  }
}
