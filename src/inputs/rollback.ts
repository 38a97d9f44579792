import { present } from '../configuration/json/present.js'
import { type DeploymentSelectorInputs, readDeploymentSelector } from './deployment-selector.js'
import type { Reading } from './reading.js'
import { parseDuration } from './values/duration.js'

/** The inputs of `operation: rollback`, without those that every operation has. */
export interface RollbackInputs extends DeploymentSelectorInputs {
  readonly operation: 'rollback'
  /** How long to wait for the end of the rollback. Undefined: ten minutes. */
  readonly timeoutMs?: number
}

/** Reads the inputs of a rollback; what is wrong with them is kept by the reading. */
export function readRollbackInputs(read: Reading): RollbackInputs {
  return {
    operation: 'rollback',
    ...readDeploymentSelector(read),
    ...present({ timeoutMs: read.parsed('timeout', parseDuration) }),
  }
}
