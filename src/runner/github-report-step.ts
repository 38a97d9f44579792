import * as core from '@actions/core'
import type { GithubReportStep } from '../github/report-step.js'
import { stepLog } from './log.js'
import { reportDefect } from './report-defect.js'

/**
 * What a report to GitHub needs of this process, without what `post` is to know of it.
 * @param cancel aborted when the workflow run is cancelled
 */
export function githubReportStep(
  cancel: AbortSignal,
  warn: (text: string) => void,
): Omit<GithubReportStep, 'saveReport'> {
  return {
    cancel,
    // A self-made runner may leave the variable out; the workspace is where steps start.
    env: { GITHUB_WORKSPACE: process.cwd(), ...process.env },
    info: stepLog.info,
    warn,
    mask: core.setSecret,
    reportDefect: (what, error) => {
      reportDefect({ ...stepLog, warning: warn }, what, error)
    },
    nowMs: () => Date.now(),
  }
}
