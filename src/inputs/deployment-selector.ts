import { present } from '../configuration/json/present.js'
import { APPLICATION, ENVIRONMENT, PROFILE, type Reading } from './reading.js'
import { parseDeploymentNumber } from './values/whole-number.js'

/** The environment that an operation is about. */
export interface EnvironmentInputs {
  readonly application: string
  readonly environment: string
}

/** The inputs that choose a deployment which is there already. */
export interface DeploymentSelectorInputs extends EnvironmentInputs {
  /** Undefined: deployments of any profile. */
  readonly configurationProfile?: string
  /** Undefined: the newest. */
  readonly deploymentNumber?: number
}

/** Reads which environment is meant; what is wrong with it is kept by the reading. */
export function readEnvironment(read: Reading): EnvironmentInputs {
  return {
    application: read.required('application', 'the name or ID of the AppConfig application', APPLICATION),
    environment: read.required('environment', 'the name or ID of the environment', ENVIRONMENT),
  }
}

/** Reads which deployment is meant; what is wrong with it is kept by the reading. */
export function readDeploymentSelector(read: Reading): DeploymentSelectorInputs {
  return {
    ...readEnvironment(read),
    ...present({
      configurationProfile: read.reference('configuration-profile', PROFILE),
      deploymentNumber: read.parsed('deployment-number', parseDeploymentNumber),
    }),
  }
}
