import type { Aws } from '../aws/client.js'
import type { FileProblem } from '../inputs/input-error.js'
import type { Provenance } from '../deployment/provenance.js'
import type { WorkflowRun } from '../github/workflow-run.js'

/** The step's log. Every text goes through the escaping of its destination there, so that callers can't forget. */
export interface Log {
  readonly info: (line: string) => void
  /** Lines that fold under a title. */
  readonly group: (title: string, lines: readonly string[]) => void
  /** For a run with debug logging (RUNNER_DEBUG) only. */
  readonly debug: (line: string) => void
  /** A warning, which GitHub also shows as an annotation of the run. */
  readonly warning: (text: string) => void
  /** An error at a place in a file of the workspace, which GitHub shows there. */
  readonly fileProblem: (problem: FileProblem) => void
}

/** What an operation works with. */
export interface Run {
  readonly aws: Aws
  readonly log: Log
  /** Marks what this run starts. */
  readonly provenance: Provenance
  readonly workflowRun: WorkflowRun
  /** Which of these pull requests are closed; undefined when GitHub does not say. */
  readonly closedPullRequests: (numbers: readonly number[]) => Promise<readonly number[] | undefined>
}
