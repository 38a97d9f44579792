import { declaredOutputs, isOwnAction, runAction } from './action-step.js'
import { type Contexts, interpolated, interpolatedValues } from './expressions.js'
import { effectOf } from './known-actions.js'
import { runShell } from './shell-step.js'
import type { Surroundings } from './surroundings.js'
import type { Permissions, Step } from './workflow-file.js'

export type Conclusion = 'success' | 'failure' | 'skipped' | 'cancelled'

export interface StepRun {
  readonly name: string
  readonly conclusion: Conclusion
  /** How it ended before `continue-on-error`. */
  readonly outcome: Conclusion
  readonly log: readonly string[]
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
}

/** A step that has run to its end. */
export type Ended = Pick<StepRun, 'log' | 'outputs' | 'summary'> & { readonly success: boolean }

/** What a job has, and what its steps change for those after them. */
export interface JobState {
  readonly workspace: string
  /** The file with the payload of the event. */
  readonly eventPath: string
  readonly permissions: Permissions
  env: Readonly<Record<string, string>>
  readonly atEnd: { readonly name: string; readonly post: () => Promise<Ended> }[]
}

/** What a step runs with. */
export interface Started {
  /** The display name of its job. */
  readonly job: string
  readonly contexts: Contexts
  readonly env: Readonly<Record<string, string>>
  readonly state: JobState
  readonly surroundings: Surroundings
}

/** Runs a step: this action and shell scripts as processes, other actions by what they are known to do. */
export async function runStepOf(step: Step, started: Started): Promise<StepRun> {
  const name = nameOf(step)
  return stepRun(name, await ended(step, name, started), step['continue-on-error'])
}

async function ended(step: Step, name: string, started: Started): Promise<Ended> {
  if (step.run !== undefined) return runShell(interpolated(step.run, started.contexts), started)
  const inputs = interpolatedValues(step.with, started.contexts)
  const uses = step.uses ?? ''
  if (!isOwnAction(uses)) return effectOf(uses, inputs, started)
  const { main, post } = await runAction(inputs, started)
  started.state.atEnd.push({ name, post })
  return main
}

export function stepRun(name: string, { success, ...seen }: Ended, goesOn = false): StepRun {
  const outcome = success ? 'success' : 'failure'
  return { name, outcome, conclusion: goesOn ? 'success' : outcome, ...seen }
}

export const skipped = (step: Step): StepRun => ({
  name: nameOf(step),
  outcome: 'skipped',
  conclusion: 'skipped',
  log: [],
  outputs: {},
  summary: '',
})

/** The outputs that a step of this action has; those of a script nobody declares. */
export const outputNames = ({ uses = '' }: Step): readonly string[] =>
  isOwnAction(uses) ? declaredOutputs : []

/** GitHub shows an action with the commit it is pinned to; a test that named that would have to follow each update. */
const nameOf = ({ name, uses, run }: Step): string =>
  name ?? uses?.split('@')[0] ?? `Run ${run?.split('\n')[0] ?? ''}`
