import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Contexts, holds, interpolated, interpolatedValues, type Value } from './expressions.js'
import {
  type Conclusion,
  type JobState,
  outputNames,
  runStepOf,
  skipped,
  stepRun,
  type StepRun,
} from './step-run.js'
import type { Surroundings } from './surroundings.js'
import type { Job, Step, Workflow } from './workflow-file.js'

export interface JobRun {
  readonly id: string
  readonly name: string
  readonly conclusion: Conclusion
  /** Every step in the order of the file, skipped ones too; then what runs at the end of the job. */
  readonly steps: readonly StepRun[]
  readonly outputs: Readonly<Record<string, string>>
}

export interface PlannedJob {
  readonly id: string
  readonly name: string
  readonly job: Job
  readonly workflow: Workflow
  readonly contexts: Contexts
  readonly surroundings: Surroundings
}

/** Waits for the reviewers, runs the steps of a job and then, from the last to the first, what they left for its end. */
export async function runJob(planned: PlannedJob): Promise<JobRun> {
  const { id, name, job, workflow, contexts } = planned
  interpolated(job.concurrency?.group ?? '', contexts)
  await approval(planned)
  const workflowEnv = interpolatedValues(workflow.env, contexts)
  const folder = mkdtempSync(join(tmpdir(), 'appconfig-deploy-job-'))
  const state: JobState = {
    workspace: join(folder, 'workspace'),
    eventPath: join(folder, 'event.json'),
    permissions: job.permissions ?? workflow.permissions ?? {},
    env: { ...workflowEnv, ...interpolatedValues(job.env, { ...contexts, env: workflowEnv }) },
    atEnd: [],
  }
  try {
    mkdirSync(state.workspace)
    writeFileSync(state.eventPath, JSON.stringify(payloadOf(contexts['github'])))
    const { runs, steps } = await runSteps(planned, state)
    for (const { name: step, post } of state.atEnd.reverse()) {
      runs.push(stepRun(`Post ${step}`, await post()))
    }
    const outputs = interpolatedValues(job.outputs, { ...contexts, env: state.env, steps })
    return { id, name, conclusion: runs.some(failed) ? 'failure' : 'success', steps: runs, outputs }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function payloadOf(github: Value | undefined): Value {
  return typeof github === 'object' && github !== null && 'event' in github ? github['event'] : {}
}

async function approval({ name, job, contexts, surroundings }: PlannedJob): Promise<void> {
  if (job.environment === undefined) return
  if (surroundings.approve === undefined) throw new Error(`Nobody is there to approve the job ${name}`)
  await surroundings.approve(interpolated(job.environment, contexts))
}

/** The runs of the steps, and the context that tells of those with an id. */
async function runSteps({ name, job, contexts, surroundings }: PlannedJob, state: JobState) {
  const runs: StepRun[] = []
  let steps: Readonly<Record<string, Value>> = {}
  for (const step of job.steps) {
    const status = { success: !runs.some(failed), failure: runs.some(failed) }
    const env = { ...state.env, ...interpolatedValues(step.env, { ...contexts, steps, env: state.env }) }
    const known = { ...contexts, steps, env }
    const run = holds(step.if, known, status)
      ? await runStepOf(step, { contexts: known, env, state, surroundings, job: name })
      : skipped(step)
    runs.push(run)
    if (step.id !== undefined) steps = { ...steps, [step.id]: contextOf(step, run) }
  }
  return { runs, steps }
}

/** What later steps know of one. An output that it could have set and did not is empty. */
function contextOf(step: Step, { outcome, conclusion, outputs }: StepRun): Value {
  const empty = Object.fromEntries(outputNames(step).map((output) => [output, '']))
  return { outcome, conclusion, outputs: { ...empty, ...outputs } }
}

const failed = ({ conclusion }: { readonly conclusion: Conclusion }): boolean => conclusion === 'failure'
