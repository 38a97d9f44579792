import type { Reading } from './reading.js'

/** The inputs of `operation: remove-environment`, without those that every operation has. */
export interface RemoveEnvironmentInputs {
  readonly operation: 'remove-environment'
  readonly application: string
  readonly environment: string
}

/** Reads the inputs of a removal; what is wrong with them is kept by the reading. */
export function readRemoveEnvironmentInputs(read: Reading): RemoveEnvironmentInputs {
  return {
    operation: 'remove-environment',
    application: read.required('application', 'the name or ID of the AppConfig application', 64),
    environment: read.required('environment', 'the name or ID of the environment', 64),
  }
}
