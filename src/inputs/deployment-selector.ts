import type { Reading } from './reading.js'
import { parseDeploymentNumber } from './values/deployment-number.js'

/** The inputs that choose a deployment which is there already. */
export interface DeploymentSelectorInputs {
  readonly application: string
  readonly environment: string
  /** Undefined: deployments of any profile. */
  readonly configurationProfile?: string
  /** Undefined: the newest. */
  readonly deploymentNumber?: number
}

/** Reads which deployment is meant; what is wrong with it is kept by the reading. */
export function readDeploymentSelector(read: Reading): DeploymentSelectorInputs {
  const application = read.required('application', 'the name or ID of the AppConfig application', 64)
  const environment = read.required('environment', 'the name or ID of the environment', 64)
  const configurationProfile = read.bounded('configuration-profile', 128)
  const deploymentNumber = read.parsed('deployment-number', parseDeploymentNumber)
  return {
    application,
    environment,
    ...(configurationProfile === '' ? {} : { configurationProfile }),
    ...(deploymentNumber === undefined ? {} : { deploymentNumber }),
  }
}
