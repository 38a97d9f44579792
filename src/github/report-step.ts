import type { SavedReport } from '../deployment/run-record.js'
import type { SummaryFacts } from '../deployment/facts.js'

/** What a report needs of the step. */
export interface GithubReportStep {
  /** Aborted when the workflow run is cancelled. */
  readonly cancel: AbortSignal
  readonly env: Readonly<Record<string, string | undefined>>
  readonly info: (line: string) => void
  readonly warn: (text: string) => void
  /** Hides a secret in the log from here on. */
  readonly mask: (secret: string) => void
  /** Reports a defect of the action, with what did not happen because of it. Never throws. */
  readonly reportDefect: (what: string, error: unknown) => void
  /** Keeps for `post` what GitHub has not been told yet. */
  readonly saveReport: (report: SavedReport) => void
  readonly nowMs: () => number
}

/** The facts as they come to be known. */
export type KnownFacts = Omit<SummaryFacts, 'outcome' | 'nowMs'>
