import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseAction } from '@actions/workflow-parser/actions/action-parser'
import { NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { REPOSITORY } from '../../scripts/step-runner.js'

interface Step {
  readonly uses?: string
  readonly with?: Readonly<Record<string, unknown>>
}
interface Workflow {
  readonly permissions?: unknown
  readonly concurrency?: unknown
  readonly jobs: Readonly<
    Record<string, { readonly uses?: string; readonly 'timeout-minutes'?: number; readonly steps?: Step[] }>
  >
}

const fileText = (...path: readonly string[]) => readFileSync(join(REPOSITORY, ...path), 'utf8')
const names = (folder: string) => readdirSync(join(REPOSITORY, folder)).map((name) => `${folder}/${name}`)
const own = names('.github/workflows')
const all = [...own, ...names('examples/workflows')]
const trace = new NoOperationTraceWriter()

test("action.yml is an action by GitHub's own schema", () => {
  const { context } = parseAction({ name: 'action.yml', content: fileText('action.yml') }, trace)
  expect(context.errors.getErrors().map(({ message }) => message)).toEqual([])
})

test.each(all)("%s is a workflow by GitHub's own schema", (name) => {
  const { context } = parseWorkflow({ name, content: fileText(name) }, trace)
  expect(context.errors.getErrors().map(({ message }) => message)).toEqual([])
})

test('an action or a workflow that is none is found', () => {
  const content = 'name: x\nruns: {using: node24, mian: x.js}\n'
  expect(parseAction({ name: 'action.yml', content }, trace).context.errors.getErrors()).not.toEqual([])
  expect(parseWorkflow({ name: 'x.yml', content }, trace).context.errors.getErrors()).not.toEqual([])
})

describe.each(own)('%s', (name) => {
  const workflow = parse(fileText(name)) as Workflow
  const jobs = Object.values(workflow.jobs)

  test('gives nothing to a job that the job does not ask for', () => {
    expect(workflow.permissions).toEqual({})
    expect(workflow.concurrency).toBeDefined()
  })

  test('ends in time', () => {
    expect(jobs.filter((job) => job.uses === undefined && job['timeout-minutes'] === undefined)).toEqual([])
  })

  test('keeps no token in the checkout', () => {
    const checkouts = jobs.flatMap(({ steps = [] }) =>
      steps.filter(({ uses }) => uses?.startsWith('actions/checkout@')),
    )
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([])
  })

  test('installs packages without running their scripts', () => {
    expect(fileText(name).match(/npm (?:ci|cit|install|i)\b(?! --ignore-scripts)/g)).toBeNull()
  })
})

test('an action has one version everywhere, and a commit has one version', () => {
  const pins = all.flatMap((name) => [
    ...fileText(name).matchAll(/uses: ([\w-]+\/[\w-]+)[\w/-]*@(\w{40} # v[\d.]+)$/gm),
  ])
  const actions = new Set(pins.map(([, action]) => action))
  expect(pins.length).toBeGreaterThan(20)
  for (const action of actions) {
    const uses = pins.filter(([, name]) => name === action)
    expect([action, ...new Set(uses.map(([, , version]) => version))]).toHaveLength(2)
  }
})
