import type { Deployment } from '../../deployment/deployment.js'
import { isInProgress } from '../../deployment/deployment.js'
import type { LiveVersion } from '../../deployment/live-version.js'
import { percentText } from './strategy-text.js'

/** A deployment in words, unescaped: `deployment 7 of settings version 3 (v1.2.0), DEPLOYING at 40 %`. */
export function deploymentText(deployment: Deployment): string {
  const { number, configurationName, state, percentageComplete } = deployment
  const at = isInProgress(state) ? ` at ${percentText(percentageComplete)}` : ''
  return `deployment ${number} of ${configurationName} ${versionText(deployment)}, ${state}${at}`
}

/**
 * Why a rollback that is run again does not roll back the newest deployment, unescaped.
 * @param attempt of the workflow run, from 2
 * @param before the number of a deployment that was rolled back before
 */
export function repeatedRunText(attempt: number, before: number, newest: Deployment): string {
  return [
    `Nothing was rolled back: this is attempt ${attempt} of the run, and an earlier one may have rolled back deployment ${before} already.`,
    `The newest is ${deploymentText(newest)}. To roll it back: operation: rollback with deployment-number: ${newest.number}`,
  ].join('\n')
}

/** Which version is live once a deployment has been rolled back, as a sentence, unescaped. */
export function liveVersionText(live: LiveVersion): string {
  const { configurationName } = live
  switch (live.kind) {
    case 'version': {
      const is = live.again ? 'is live again' : 'is live'
      return `${configurationName} ${versionText(live)} from deployment ${live.number} ${is}.`
    }
    case 'none':
      return `No other completed deployment of ${configurationName} is known in this environment, so there is no version of it to go back to.`
    case 'unclear':
      return `Deployment ${live.newerNumber} of ${configurationName} is newer and complete: AWS does not document which version is live after such a revert.`
  }
}

function versionText({
  configurationVersion,
  versionLabel,
}: {
  readonly configurationVersion: string
  readonly versionLabel?: string
}): string {
  const label =
    versionLabel === undefined || versionLabel === configurationVersion ? '' : ` (${versionLabel})`
  return `version ${configurationVersion}${label}`
}
