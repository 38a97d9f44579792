import { type DeploymentSelectorInputs, readDeploymentSelector } from './deployment-selector.js'
import type { Reading } from './reading.js'
import { readWatching, type WatchingInputs } from './watching.js'

/** The inputs of `operation: watch`, without those that every operation has. */
export interface WatchInputs extends DeploymentSelectorInputs, WatchingInputs {
  readonly operation: 'watch'
}

/** Reads the inputs of a watch. A step that only watches a deployment leaves it running unless `on-cancel` says so. */
export function readWatchInputs(read: Reading): WatchInputs {
  return { operation: 'watch', ...readDeploymentSelector(read), ...readWatching(read, 'leave') }
}
