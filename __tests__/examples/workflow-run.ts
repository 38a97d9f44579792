import { type Contexts, holds, interpolated, type Value } from './expressions.js'
import { type JobRun, runJob } from './job-run.js'
import { type Combination, combinations } from './matrix.js'
import type { Conclusion } from './step-run.js'
import type { Surroundings } from './surroundings.js'
import type { Job, Workflow } from './workflow-file.js'

/** What sets a workflow off. */
export interface WorkflowEvent {
  readonly name: 'push' | 'pull_request' | 'schedule' | 'workflow_dispatch'
  /** What a person filled in. */
  readonly inputs?: Readonly<Record<string, string>>
  /** What GitHub says of the event. */
  readonly payload?: EventPayload
}

export interface EventPayload extends Readonly<Record<string, Value>> {
  /** Such as `opened`. */
  readonly action: string
}

export interface WorkflowRun {
  readonly conclusion: 'success' | 'failure'
  /** Every job, each one of a matrix by itself, in the order in which they came to be run or skipped. */
  readonly jobs: readonly JobRun[]
}

type Needs = Readonly<Record<string, { readonly result: Conclusion; readonly outputs: Combination }>>

/** Runs the jobs of a workflow one after the other, those that others need first. */
export async function runWorkflow(
  workflow: Workflow,
  event: WorkflowEvent,
  surroundings: Surroundings,
): Promise<WorkflowRun> {
  const contexts: Contexts = {
    github: { ...surroundings.github(event.name), event: event.payload ?? {} },
    inputs: inputsOf(workflow, event),
    vars: surroundings.vars,
  }
  // One run at a time has nobody to wait for: the group has to be one that can be evaluated, no more.
  interpolated(workflow.concurrency?.group ?? '', contexts)
  const done: Record<string, readonly JobRun[]> = {}
  for (const [id, job] of inOrder(workflow.jobs)) {
    const needs = Object.fromEntries(needsOf(job).map((needed) => [needed, result(done[needed] ?? [])]))
    done[id] = await runJobOrMatrix(
      { id, job, workflow, contexts: { ...contexts, needs }, surroundings },
      needs,
    )
  }
  const jobs = Object.values(done).flat()
  return { conclusion: jobs.some(failed) ? 'failure' : 'success', jobs }
}

interface Planned {
  readonly id: string
  readonly job: Job
  readonly workflow: Workflow
  readonly contexts: Contexts
  readonly surroundings: Surroundings
}

async function runJobOrMatrix(planned: Planned, needs: Needs): Promise<readonly JobRun[]> {
  const { id, job, contexts } = planned
  const results = Object.values(needs).map((need) => need.result)
  const status = {
    success: results.every((need) => need === 'success'),
    failure: results.includes('failure'),
  }
  if (!holds(job.if, contexts, status)) return [notRun(planned, 'skipped')]
  if (job.strategy === undefined)
    return [await runJob({ ...planned, name: interpolated(job.name ?? id, contexts) })]
  const runs: JobRun[] = []
  for (const matrix of combinations(job.strategy)) {
    const own = { ...contexts, matrix }
    const name = interpolated(job.name ?? `${id} (${Object.values(matrix).join(', ')})`, own)
    const cancelled = (job.strategy['fail-fast'] ?? true) && runs.some(failed)
    runs.push(
      cancelled
        ? { ...notRun(planned, 'cancelled'), name }
        : await runJob({ ...planned, contexts: own, name }),
    )
  }
  return runs
}

/** A job that did not run has its outputs all the same: empty ones. */
const notRun = ({ id, job }: Planned, conclusion: 'skipped' | 'cancelled'): JobRun => ({
  id,
  name: id,
  conclusion,
  steps: [],
  outputs: Object.fromEntries(Object.keys(job.outputs ?? {}).map((name) => [name, ''])),
})

const failed = ({ conclusion }: JobRun): boolean => conclusion === 'failure'

function result(runs: readonly JobRun[]): Needs[string] {
  const worst = (['failure', 'cancelled', 'skipped'] as const).find((conclusion) =>
    runs.some((run) => run.conclusion === conclusion),
  )
  return { result: worst ?? 'success', outputs: runs.at(-1)?.outputs ?? {} }
}

/** The jobs in the order of the file, each one after those that it needs. GitHub's parser has ruled out circles. */
function inOrder(jobs: Workflow['jobs']): readonly (readonly [string, Job])[] {
  const ordered = new Map<string, Job>()
  const add = (id: string, job: Job): void => {
    for (const needed of needsOf(job)) {
      const other = jobs[needed]
      if (other !== undefined) add(needed, other)
    }
    ordered.set(id, job)
  }
  for (const [id, job] of Object.entries(jobs)) add(id, job)
  return [...ordered]
}

const needsOf = ({ needs = [] }: Job): readonly string[] => (typeof needs === 'string' ? [needs] : needs)

/** The inputs of a dispatch with their defaults; on another event the same names without a value. */
function inputsOf({ on }: Workflow, event: WorkflowEvent): Readonly<Record<string, Value>> {
  if (!(event.name in on)) throw new Error(`The workflow does not run on ${event.name}`)
  const { action } = event.payload ?? {}
  if (action !== undefined && on[event.name]?.types?.includes(action) !== true) {
    throw new Error(`The workflow does not run when ${event.name} is ${action}`)
  }
  const declared = on['workflow_dispatch']?.inputs ?? {}
  for (const name of Object.keys(event.inputs ?? {})) {
    if (event.name !== 'workflow_dispatch' || !(name in declared))
      throw new Error(`There is no input ${name}`)
  }
  return Object.fromEntries(
    Object.entries(declared).map(([name, input]) => {
      if (event.name !== 'workflow_dispatch') return [name, null]
      const value =
        event.inputs?.[name] ?? input.default ?? (input.type === 'choice' ? input.options?.[0] : '') ?? ''
      if (input.required === true && value === '') throw new Error(`The input ${name} is required`)
      if (input.options?.includes(value) === false) throw new Error(`${value} is no choice of ${name}`)
      return [name, value]
    }),
  )
}
