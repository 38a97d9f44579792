import { present } from '../configuration/json/present.js'
import { type EnvironmentInputs, readEnvironment } from './deployment-selector.js'
import { PROFILE, type Reading } from './reading.js'

/** The inputs of `operation: status`, without those that every operation has. */
export interface StatusInputs extends EnvironmentInputs {
  readonly operation: 'status'
  /** Undefined: every profile of the application. */
  readonly configurationProfile?: string
}

/** Reads the inputs of a status; what is wrong with them is kept by the reading. */
export function readStatusInputs(read: Reading): StatusInputs {
  return {
    operation: 'status',
    ...readEnvironment(read),
    ...present({ configurationProfile: read.reference('configuration-profile', PROFILE) }),
  }
}
