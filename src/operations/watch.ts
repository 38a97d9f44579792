import { alarmArnsOf } from '../appconfig/environments.js'
import { isInProgress } from '../deployment/deployment.js'
import type { Outcome } from '../deployment/outcome.js'
import type { CommonInputs } from '../inputs.js'
import { deploymentText } from '../report/deployment-text.js'
import type { Run } from '../run.js'
import type { WatchInputs } from '../watch-inputs.js'
import { chooseDeployment } from './choose-deployment.js'
import { follow } from './follow.js'
import { settled } from './settled.js'

/**
 * `operation: watch`: attaches to a deployment that somebody started, and follows it to its end as its own run
 * would. One that has ended already is told at once.
 * @throws InputError when the inputs mean no deployment
 * @throws AwsRequestError when AWS refuses a request, or could not be reached
 */
export async function watch(inputs: WatchInputs & CommonInputs, run: Run): Promise<Outcome> {
  const { place, deployment } = await chooseDeployment(inputs, run)
  const link = run.known().consoleUrl
  run.log.info(
    `Watching ${deploymentText(deployment)} in ${place.environment.name} of ${place.application.name}` +
      (link === undefined ? '' : ` ${link}`),
  )
  if (isInProgress(deployment.state)) {
    const { region, onCancel } = inputs
    const { applicationId, environmentId, number } = deployment
    run.saveStart({ phase: 'watched', start: { region, applicationId, environmentId, onCancel }, number })
  }
  const alarmArns = alarmArnsOf(place.environment)
  try {
    return settled(await follow(deployment, { ...inputs, alarmArns }, run), inputs, run)
  } catch (error) {
    // A watch that fails leaves its deployment to others, unless it was told to stop it.
    if (inputs.onCancel === 'leave' && !run.signal.aborted) run.saveStart({ phase: 'settled' })
    throw error
  }
}
