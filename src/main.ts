import * as core from '@actions/core'
import { cancelSignal } from './runner/cancel-signal.js'
import { isSuccess, type Outcome } from './deployment/outcome.js'
import { GithubReport } from './github/github-report.js'
import { type FileProblem, InputError } from './inputs/input-error.js'
import { stepLog } from './runner/log.js'
import { annotationText } from './report/log/annotation-text.js'
import { failureMessage } from './report/text/failure-message.js'
import { deploymentSummary } from './report/summary/summary.js'
import { runOperation } from './operations/run-operation.js'
import { reportDefect } from './runner/report-defect.js'
import { RunRecord } from './runner/run-record.js'
import { writeSummary } from './runner/job-summary.js'

/** Runs the step from its inputs to its verdict. Never throws: whatever goes wrong fails the step here, once. */
export async function main(): Promise<void> {
  const signal = cancelSignal()
  const record = new RunRecord({ setOutput: core.setOutput, saveState: core.saveState })
  const warn = (text: string) => {
    stepLog.warning(text)
    record.learn({ warnings: [...(record.known().warnings ?? []), text] })
  }
  const annotate = (problems: readonly FileProblem[]) => {
    showFileProblems(problems, record)
  }
  const github = new GithubReport({
    cancel: signal,
    // A self-made runner may leave the variable out; the workspace is where steps start.
    env: { GITHUB_WORKSPACE: process.cwd(), ...process.env },
    info: stepLog.info,
    warn,
    mask: core.setSecret,
    reportDefect: (what, error) => {
      reportDefect({ ...stepLog, warning: warn }, what, error)
    },
    saveState: (text) => {
      core.saveState('github', text)
    },
    nowMs: () => Date.now(),
  })
  let outcome: Outcome
  try {
    outcome = await runOperation({ record, github, signal, warn, annotate })
  } catch (error) {
    if (error instanceof InputError) annotate(error.annotations)
    outcome = { kind: 'failed', message: error instanceof Error ? error.message : String(error) }
  }
  record.finish()
  await github.end({ ...record.known(), outcome, nowMs: Date.now() }, record.savedStart())
  const known = record.known()
  await writeSummary(deploymentSummary({ ...known, outcome, nowMs: Date.now() }))
  if (!isSuccess(outcome)) core.setFailed(annotationText(failureMessage(outcome, known)))
}

/** GitHub shows ten errors of a step, and one of them says why the step failed. */
const MAX_FILE_PROBLEMS = 9

/** Problems at their lines; those beyond GitHub's limit stand in the summary. */
function showFileProblems(problems: readonly FileProblem[], record: RunRecord): void {
  const known = record.known().fileProblems ?? []
  for (const problem of problems.slice(0, Math.max(0, MAX_FILE_PROBLEMS - known.length))) {
    stepLog.fileProblem(problem)
  }
  record.learn({ fileProblems: [...known, ...problems] })
}
