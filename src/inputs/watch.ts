import { type DeploymentSelectorInputs, readDeploymentSelector } from './deployment-selector.js'
import type { WaitFor } from '../deployment/verdict.js'
import type { Reading } from './reading.js'
import { parseDuration } from './values/duration.js'

/** The inputs of `operation: watch`, without those that every operation has. */
export interface WatchInputs extends DeploymentSelectorInputs {
  readonly operation: 'watch'
  readonly waitFor: WaitFor
  /** Undefined: what the strategy needs. */
  readonly timeoutMs?: number
  readonly onTimeout: 'leave' | 'stop'
  readonly onCancel: 'stop' | 'leave'
}

/** Reads the inputs of a watch. Who only watches a deployment leaves it unless told otherwise. */
export function readWatchInputs(read: Reading): WatchInputs {
  const choice = readDeploymentSelector(read)
  const waitFor = read.oneOf('wait-for', ['complete', 'deployed', 'started'])
  const timeoutMs = read.parsed('timeout', parseDuration)
  return {
    operation: 'watch',
    ...choice,
    waitFor,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    onTimeout: read.oneOf('on-timeout', ['leave', 'stop']),
    onCancel: read.oneOf('on-cancel', ['leave', 'stop']),
  }
}
