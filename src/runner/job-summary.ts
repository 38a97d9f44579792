import { messageOf } from '../deployment/explained-error.js'
import * as core from '@actions/core'
import { stepLog } from './log.js'

/** Adds Markdown to the job summary. A summary that can't be written is a warning: the deployment is what counts. */
export async function writeSummary(markdown: string): Promise<void> {
  if ((process.env['GITHUB_STEP_SUMMARY'] ?? '') === '') {
    stepLog.info('No job summary is written: GITHUB_STEP_SUMMARY is not set')
    return
  }
  try {
    await core.summary.addRaw(markdown).write()
  } catch (error) {
    stepLog.warning(`The job summary could not be written: ${messageOf(error)}`)
  }
}
