import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser'
import { parse } from 'yaml'

/** A workflow, of exactly those features that this interpreter carries out. */
export interface Workflow {
  readonly on: Readonly<Record<string, Trigger | null>>
  readonly permissions?: Permissions
  readonly concurrency?: Concurrency
  readonly env?: Texts
  readonly jobs: Readonly<Record<string, Job>>
}

export interface Trigger {
  /** The actions of the event on which the workflow runs. */
  readonly types?: readonly string[]
  readonly inputs?: Readonly<Record<string, DispatchInput>>
}

export interface DispatchInput {
  readonly type: 'string' | 'choice'
  readonly required?: boolean
  readonly default?: string
  readonly options?: readonly string[]
}

export interface Job {
  readonly name?: string
  readonly needs?: string | readonly string[]
  readonly if?: string
  readonly 'runs-on': string
  readonly environment?: string
  readonly permissions?: Permissions
  readonly concurrency?: Concurrency
  readonly strategy?: Strategy
  readonly env?: Texts
  readonly outputs?: Texts
  readonly steps: readonly Step[]
}

export interface Strategy {
  readonly 'fail-fast'?: boolean
  readonly 'max-parallel'?: number
  readonly matrix: Readonly<Record<string, readonly unknown[]>>
}

export interface Step {
  readonly id?: string
  readonly name?: string
  readonly if?: string
  readonly uses?: string
  readonly with?: Texts
  readonly run?: string
  readonly env?: Texts
  readonly 'continue-on-error'?: boolean
}

export interface Concurrency {
  readonly group: string
  readonly 'cancel-in-progress': false
  readonly queue?: string
}

export type Permissions = Readonly<Record<string, 'read' | 'write' | 'none'>>
type Texts = Readonly<Record<string, unknown>>

const KNOWN = {
  workflow: ['name', 'run-name', 'on', 'permissions', 'concurrency', 'env', 'jobs'],
  events: ['push', 'pull_request', 'schedule', 'workflow_dispatch'],
  push: ['branches', 'paths'],
  pullRequest: ['types'],
  input: ['description', 'type', 'required', 'default', 'options'],
  job: [
    ...['name', 'needs', 'if', 'runs-on', 'environment', 'permissions', 'concurrency', 'strategy', 'env'],
    ...['outputs', 'steps'],
  ],
  strategy: ['fail-fast', 'max-parallel', 'matrix'],
  concurrency: ['group', 'cancel-in-progress', 'queue'],
  step: ['id', 'name', 'if', 'uses', 'with', 'run', 'env', 'continue-on-error'],
}

export const readWorkflow = (file: string): Workflow => workflowOf(readFileSync(file, 'utf8'), basename(file))

/**
 * The workflow of a text.
 * @throws Error with what GitHub's own parser has against it, or with what this interpreter does not carry out
 */
export function workflowOf(text: string, name: string): Workflow {
  const parsed = parseWorkflow({ name, content: text }, new NoOperationTraceWriter())
  const problems = parsed.context.errors.getErrors().map(({ message }) => message)
  if (problems.length > 0) throw new Error(`GitHub would refuse this workflow:\n${problems.join('\n')}`)
  // GitHub's schema has seen its shape: what is left to check is that nothing in it is passed over.
  const workflow = parse(text) as Workflow
  only(KNOWN.workflow, workflow, name)
  must(typeof workflow.on === 'object' && !Array.isArray(workflow.on), `${name}: on without a mapping`)
  only(KNOWN.events, workflow.on, `${name}: on`)
  only(KNOWN.push, workflow.on['push'], `${name}: on.push`)
  only(KNOWN.pullRequest, workflow.on['pull_request'], `${name}: on.pull_request`)
  checkInputs(workflow.on['workflow_dispatch']?.inputs ?? {}, name)
  checkConcurrency(workflow.concurrency, name)
  for (const [id, job] of Object.entries(workflow.jobs)) checkJob(job, `${name}: ${id}`)
  return workflow
}

function checkInputs(inputs: Readonly<Record<string, DispatchInput>>, where: string): void {
  for (const [name, input] of Object.entries(inputs)) {
    only(KNOWN.input, input, `${where}: inputs.${name}`)
    must(['string', 'choice'].includes(input.type), `${where}: the type of the input ${name}`)
  }
}

function checkJob(job: Job, where: string): void {
  only(KNOWN.job, job, where)
  only(KNOWN.strategy, job.strategy, `${where}: strategy`)
  checkConcurrency(job.concurrency, where)
  must(job['runs-on'] === 'ubuntu-latest', `${where}: a runner other than ubuntu-latest`)
  must(typeof (job.environment ?? '') === 'string', `${where}: an environment with more than a name`)
  must((job.strategy ?? { 'max-parallel': 1 })['max-parallel'] === 1, `${where}: a matrix side by side`)
  must(job.strategy === undefined || job.outputs === undefined, `${where}: outputs of a matrix`)
  for (const step of job.steps) {
    only(KNOWN.step, step, `${where}: step`)
    must(
      typeof (step['continue-on-error'] ?? false) === 'boolean',
      `${where}: an evaluated continue-on-error`,
    )
  }
}

function checkConcurrency(concurrency: Concurrency | undefined, where: string): void {
  only(KNOWN.concurrency, concurrency, `${where}: concurrency`)
  must(!(concurrency?.['cancel-in-progress'] ?? false), `${where}: a run that cancels another`)
}

function only(known: readonly string[], mapping: object | null | undefined, where: string): void {
  for (const key of Object.keys(mapping ?? {})) must(known.includes(key), `${where}: ${key}`)
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`The interpreter of the examples does not know ${what}`)
}
