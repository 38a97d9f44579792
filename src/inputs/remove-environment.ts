import { type EnvironmentInputs, readEnvironment } from './deployment-selector.js'
import type { Reading } from './reading.js'

/** The inputs of `operation: remove-environment`, without those that every operation has. */
export interface RemoveEnvironmentInputs extends EnvironmentInputs {
  readonly operation: 'remove-environment'
}

/** Reads the inputs of a removal; what is wrong with them is kept by the reading. */
export function readRemoveEnvironmentInputs(read: Reading): RemoveEnvironmentInputs {
  return { operation: 'remove-environment', ...readEnvironment(read) }
}
