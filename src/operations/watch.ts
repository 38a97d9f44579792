import { alarmArnsOf } from '../aws/environments.js'
import { isInProgress } from '../deployment/deployment.js'
import type { Outcome } from '../deployment/outcome.js'
import type { CommonInputs } from '../inputs/inputs.js'
import { deploymentText } from '../report/text/deployment-text.js'
import type { Run } from './run.js'
import type { WatchInputs } from '../inputs/watch.js'
import { selectDeployment } from './steps/select-deployment.js'
import { watchToEnd } from './steps/watch-to-end.js'
import { settled } from './steps/finished.js'

/**
 * `operation: watch`: attaches to a deployment that somebody started, and follows it to its end as its own run
 * would. One that has ended already is told at once.
 * @throws InputError when the inputs mean no deployment
 * @throws AwsRequestError when AWS refuses a request, or could not be reached
 */
export async function watch(inputs: WatchInputs & CommonInputs, run: Run): Promise<Outcome> {
  const { place, deployment } = await selectDeployment(inputs, run)
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
    return settled(await watchToEnd(deployment, { ...inputs, alarmArns }, run), inputs, run)
  } catch (error) {
    // A watch that fails leaves its deployment to others, unless it was told to stop it.
    if (inputs.onCancel === 'leave' && !run.signal.aborted) run.saveStart({ phase: 'done' })
    throw error
  }
}
