import * as core from '@actions/core'
import { type Facts, withFacts } from '../deployment/facts.js'
import { messageOf } from '../deployment/explained-error.js'
import { isSuccess, type Outcome } from '../deployment/outcome.js'
import { EMPTY_RECORD, type RunRecord } from '../deployment/run-record.js'
import { GithubReport } from '../github/github-report.js'
import type { FileProblem } from '../inputs/input-error.js'
import { deploymentSummary } from '../report/summary/summary.js'
import { failureMessage } from '../report/text/failure-message.js'
import { githubReportStep } from './github-report-step.js'
import { writeSummary } from './job-summary.js'
import { stepLog } from './log.js'
import { reportDefect } from './report-defect.js'
import { saveRunRecord } from './saved-run.js'
import { StepOutputs } from './step-outputs.js'

/** GitHub shows ten errors of a step, and one of them says why the step failed. */
const MAX_FILE_PROBLEMS = 9

/** Reports the facts of a run as they come: the record for `post`, the outputs, annotations, and GitHub. */
export class StepReport {
  readonly github: GithubReport
  private readonly outputs = new StepOutputs((name, value) => {
    this.written(
      'The outputs of the step',
      'Steps that read them get nothing, or what was written before.',
      () => {
        core.setOutput(name, value)
      },
    )
  })
  private record: RunRecord = EMPTY_RECORD
  private shownFileProblems = 0
  /** What could not be written, each of which is warned of once. */
  private readonly unwritable = new Set<string>()
  /** What went wrong with the report, which no operation knows of. */
  private ownFacts: Facts = {}

  /** @param cancel aborted when the workflow run is cancelled */
  constructor(cancel: AbortSignal) {
    const step = githubReportStep(cancel, (text) => {
      this.warn(text)
    })
    this.github = new GithubReport({
      ...step,
      saveReport: (report) => {
        this.save({ ...this.record, report })
      },
    })
  }

  /**
   * Reports new facts. The record for `post` comes first. Never throws: files of the runner that can't be written are a
   * warning, since the deployment is what counts.
   * @param newest what is new
   * @param facts all facts so far
   */
  readonly update = (newest: Facts, facts: Facts): void => {
    if (newest.pending !== undefined) this.save({ ...this.record, pending: newest.pending })
    try {
      for (const warning of newest.warnings ?? []) stepLog.warning(warning)
      this.showFileProblems(newest.fileProblems ?? [])
      this.outputs.update(facts, false)
      this.github.update(facts, this.record.pending)
    } catch (error) {
      this.defect('Not all that the run found out is reported', error)
    }
  }

  /** Reports an error that is a defect of the action. */
  readonly defect = (what: string, error: unknown): void => {
    reportDefect(
      {
        ...stepLog,
        warning: (text) => {
          this.warn(text)
        },
      },
      what,
      error,
    )
  }

  /** Reports how the run has ended. @returns why the step fails; undefined when it succeeds */
  async end(outcome: Outcome, facts: Facts): Promise<string | undefined> {
    this.outputs.update(facts, true)
    const nowMs = Date.now()
    await this.github.end({ ...withFacts(facts, this.ownFacts), outcome, nowMs }, this.record.pending)
    const ended = { ...withFacts(facts, this.ownFacts), outcome, nowMs: Date.now() }
    await writeSummary(deploymentSummary(ended))
    return isSuccess(outcome) ? undefined : failureMessage(outcome, ended)
  }

  private warn(text: string): void {
    stepLog.warning(text)
    this.ownFacts = withFacts(this.ownFacts, { warnings: [text] })
  }

  private save(record: RunRecord): void {
    this.record = record
    const consequence = 'Should this process be killed, post does not know what to finish.'
    this.written('The state of the step', consequence, () => {
      saveRunRecord(record)
    })
  }

  /** Writes one of the runner's files; that it can't be written is a warning, once. */
  private written(what: string, consequence: string, write: () => void): void {
    try {
      write()
    } catch (error) {
      if (this.unwritable.has(what)) return
      this.unwritable.add(what)
      this.warn(`${what} could not be written: ${messageOf(error)}. ${consequence}`)
    }
  }

  /** Problems at their lines; those beyond GitHub's limit stand in the summary. */
  private showFileProblems(problems: readonly FileProblem[]): void {
    const room = Math.max(0, MAX_FILE_PROBLEMS - this.shownFileProblems)
    this.shownFileProblems += problems.length
    for (const problem of problems.slice(0, room)) stepLog.fileProblem(problem)
  }
}
