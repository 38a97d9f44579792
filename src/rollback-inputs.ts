import { type DeploymentChoiceInputs, readDeploymentChoice } from './deployment-choice-inputs.js'
import type { Reading } from './input-reading.js'
import { parseDuration } from './input-values/duration.js'

/** The inputs of `operation: rollback`, without those that every operation has. */
export interface RollbackInputs extends DeploymentChoiceInputs {
  readonly operation: 'rollback'
  /** How long to wait for the end of the rollback. Undefined: ten minutes. */
  readonly timeoutMs?: number
}

/** Reads the inputs of a rollback; what is wrong with them is kept by the reading. */
export function readRollbackInputs(read: Reading): RollbackInputs {
  const choice = readDeploymentChoice(read)
  const timeoutMs = read.parsed('timeout', parseDuration)
  return { operation: 'rollback', ...choice, ...(timeoutMs === undefined ? {} : { timeoutMs }) }
}
