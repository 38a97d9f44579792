import type { AppConfig } from '../aws/client.js'
import type { Clock } from '../aws/clock.js'
import type { Provenance } from '../deployment/provenance.js'
import type { WorkflowRun } from '../github/workflow-run.js'
import type { FileProblem } from '../inputs/input-error.js'
import type { Log } from '../runner/log.js'
import type { SummaryFacts } from '../deployment/facts.js'
import type { SavedStart } from '../runner/saved-start.js'

/** What a run has found out and done so far: all that its outputs and its summary tell. */
export interface Known extends Omit<SummaryFacts, 'outcome' | 'nowMs'> {
  /** Whether the run changed anything in AWS. */
  readonly changed: boolean
  /** The plan that a deploy can be held to, for the output. */
  readonly planText?: string
}

/** What an operation works with. */
export interface Run {
  readonly appconfig: AppConfig
  readonly clock: Clock
  readonly log: Log
  /** Aborted when the workflow run is cancelled. */
  readonly signal: AbortSignal
  readonly provenance: Provenance
  readonly workflowRun: WorkflowRun
  readonly known: () => Known
  /** Adds to what is known, and sets the outputs that follow from it at once. */
  readonly learn: (facts: Partial<Known>) => void
  /** A warning in the log, as an annotation, and in the summary. */
  readonly warn: (text: string) => void
  /** Which of these pull requests are closed; undefined when GitHub does not tell. */
  readonly closedPullRequests: (numbers: readonly number[]) => Promise<readonly number[] | undefined>
  /** Shows problems at their lines of a file, ten at most; all are counted in the summary. */
  readonly annotate: (problems: readonly FileProblem[]) => void
  /** Keeps what `post` needs should this process be killed. */
  readonly saveStart: (state: SavedStart) => void
}
