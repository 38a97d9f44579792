import { present } from '../configuration/json/present.js'
import type { WaitFor } from '../deployment/verdict.js'
import type { Reading } from './reading.js'
import { parseDuration } from './values/duration.js'
import type { Synonyms } from './values/similarity.js'

/** How a deployment is watched, and what becomes of it when the watch ends early. */
export interface WatchingInputs {
  readonly waitFor: WaitFor
  /** Undefined: what the strategy needs. */
  readonly timeoutMs?: number
  readonly onTimeout: 'leave' | 'stop'
  readonly onCancel: 'stop' | 'leave'
}

const WAIT_SYNONYMS: Synonyms = {
  ...words('complete', ['completed', 'completion', 'done', 'finished', 'end', 'success', 'true', 'baked']),
  ...words('deployed', ['deploy', 'bake', 'baking', 'rolled-out']),
  ...words('started', ['none', 'no', 'false', 'start', 'nothing', 'never']),
}
const END_SYNONYMS: Synonyms = {
  ...words('stop', ['cancel', 'abort', 'rollback', 'roll-back', 'revert', 'fail', 'kill', 'true']),
  ...words('leave', ['continue', 'ignore', 'keep', 'nothing', 'none', 'wait', 'false', 'detach']),
}

/**
 * Reads how a deployment is watched; what is wrong with it is kept by the reading.
 * @param cancel what a cancel does to the deployment where the input does not say it
 */
export function readWatching(read: Reading, cancel: 'stop' | 'leave'): WatchingInputs {
  return {
    waitFor: read.oneOf('wait-for', ['complete', 'deployed', 'started'], WAIT_SYNONYMS),
    ...present({ timeoutMs: read.parsed('timeout', parseDuration) }),
    onTimeout: read.oneOf('on-timeout', ['leave', 'stop'], END_SYNONYMS),
    onCancel: read.choice('on-cancel', ['stop', 'leave'], END_SYNONYMS) ?? cancel,
  }
}

/** Several words for one thing. */
export function words(meant: string, synonyms: readonly string[]): Synonyms {
  return Object.fromEntries(synonyms.map((word) => [word, [meant]]))
}
