import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser'
import { parse, stringify } from 'yaml'
import type { Page } from './pages.js'

/** A step of a workflow. */
export interface Step {
  readonly uses?: string
  readonly with?: Readonly<Record<string, string | number | boolean>>
}

/** A piece of a workflow that a page shows. */
export interface Snippet {
  /** The page, and the first line of the piece. */
  readonly name: string
  readonly yaml: unknown
}

type Part = Readonly<Record<string, unknown>>

const JOB = { 'runs-on': 'ubuntu-latest' }
const OF_A_WORKFLOW = ['on', 'jobs']

/** The pieces of workflows in a page. */
export function snippetsOf({ path, codes }: Page): readonly Snippet[] {
  return codes
    .filter(({ lang }) => lang === 'yaml' || lang === 'yml')
    .map(({ text }, at) => ({
      name: `${path}, piece ${at + 1}: ${text.split('\n', 1)[0] ?? ''}`,
      yaml: parse(text) as unknown,
    }))
}

/**
 * What GitHub's own schema says against a piece, put where it belongs: a list is the steps of a job; a map with `jobs`
 * is a workflow, any other one of a job.
 */
export function workflowErrors({ yaml, name }: Snippet): readonly string[] {
  const content = stringify(wholeWorkflow(yaml))
  const { context } = parseWorkflow({ name: `${name}.yml`, content }, new NoOperationTraceWriter())
  return context.errors.getErrors().map(({ message }) => message)
}

/** The steps of a piece, of all its jobs. */
export function stepsOf({ yaml }: Snippet): readonly Step[] {
  const { jobs } = wholeWorkflow(yaml) as { jobs: Readonly<Record<string, { steps?: readonly Step[] }>> }
  return Object.values(jobs).flatMap(({ steps = [] }) => steps)
}

function wholeWorkflow(yaml: unknown): Part {
  if (Array.isArray(yaml)) return workflowOf({ steps: yaml as unknown })
  const part = yaml as Part
  return OF_A_WORKFLOW.some((key) => key in part) ? { on: 'push', ...part } : workflowOf(part)
}

/** A job needs steps, and a piece may leave them out. */
function workflowOf(job: Part): Part {
  return { on: 'push', jobs: { job: { ...JOB, steps: [{ run: 'true' }], ...job } } }
}
