import * as core from '@actions/core'
import { EMPTY_RECORD, parseRunRecord, type RunRecord, runRecordText } from '../deployment/run-record.js'
import { stepLog } from './log.js'

/** The name of the state in which the runner keeps the record from the step to `post`. */
const STATE = 'run'

/**
 * Saves for `post` what the step has done, in place of what it saved before.
 * @throws Error when the runner's file can't be written
 */
export function saveRunRecord(record: RunRecord): void {
  core.saveState(STATE, runRecordText(record))
}

/** What the step saved; a record that can't be read is warned of, and counts as none. */
export function savedRunRecord(): RunRecord {
  const text = core.getState(STATE)
  if (text === '') return EMPTY_RECORD
  const record = parseRunRecord(text)
  if (record.ok) return record.value
  stepLog.warning(
    `The state that the step saved can't be read, so nothing was done about a deployment that it may have left, and GitHub may not know how the deployment ended: the state ${record.problems.join(', ')}.`,
  )
  return EMPTY_RECORD
}
