import { createHash } from 'node:crypto'
import type { Facts } from '../../src/deployment/facts.js'
import type { Outcome } from '../../src/deployment/outcome.js'
import type { WorkflowRun } from '../../src/github/workflow-run.js'
import type { FileProblem } from '../../src/inputs/input-error.js'
import { readInputs } from '../../src/inputs/inputs.js'
import { performedInputs, runOperation } from '../../src/operations/run-operation.js'
import type { Run } from '../../src/operations/run.js'
import { outputsOf } from '../../src/report/outputs.js'
import { defaultSeed } from '../../simulator/default-seed.js'
import type { Seed, SimulatorOptions } from '../../simulator/simulator.js'
import { type VirtualRun, virtualRun } from '../integration/virtual-run.js'
import { REGION } from '../simulated-aws.js'

/** Inputs that deploy a freeform configuration at once and succeed. */
export const INPUTS: Readonly<Record<string, string>> = {
  application: 'shop',
  environment: 'production',
  'configuration-profile': 'settings',
  'deployment-strategy': 'Instant',
  'configuration-version': '2',
}
/** The same of a file, `settings.json`. */
export const FILE = { ...INPUTS, 'configuration-version': '', 'configuration-file': 'settings.json' }
/** A strategy of 6 minutes in steps of 25 %, with bake time. */
export const STEPS = { ...INPUTS, 'deployment-strategy': 'Steps' }

export const WORKFLOW_RUN: WorkflowRun = {
  repository: 'octo-org/shop',
  actor: 'octocat',
  sha: 'ffac537e6cbbf934b08745a378932722df287a53',
  url: 'https://github.com/octo-org/shop/actions/runs/1234567890',
  attempt: 1,
}

/** What one run of an operation came to, and what it said on the way. */
export interface OperationEnd {
  readonly outcome: Outcome
  readonly facts: Facts
  readonly outputs: Readonly<Record<string, string>>
  readonly log: readonly string[]
  readonly warnings: readonly string[]
  readonly fileProblems: readonly FileProblem[]
  /** Errors that nothing explains: none, unless a test is about them. */
  readonly defects: readonly unknown[]
  /** Every fact by itself, in the order in which the run found them out. */
  readonly steps: readonly Facts[]
}

/** An AppConfig and a run whose time is virtual, which performs operations from the inputs of a workflow. */
export interface OperationRun extends VirtualRun {
  /**
   * Performs the operation that the inputs name, from reading them to its clean-up.
   * @throws InputError when the inputs are wrong by themselves
   */
  readonly perform: (inputs: Readonly<Record<string, string>>, also?: Circumstances) => Promise<OperationEnd>
  /** Cancels the workflow run of the operations that are performed from now on, or right now. */
  readonly cancel: () => void
}

/** What surrounds an operation besides its inputs. */
export interface Circumstances {
  /** The files of the workspace, by their paths. */
  readonly files?: Readonly<Record<string, string>>
  readonly workflowRun?: Partial<WorkflowRun>
  /** Marks the run; each has its own unless it is given. */
  readonly provenanceId?: string
  readonly closedPullRequests?: Run['closedPullRequests']
}

export async function operationRun(
  options: Omit<SimulatorOptions, 'now'> = {},
  runnerAheadMs = 0,
): Promise<OperationRun> {
  const virtual = await virtualRun(options, runnerAheadMs)
  const cancel = new AbortController()
  let runs = 0
  return {
    ...virtual,
    cancel: () => {
      cancel.abort()
    },
    perform: async (given, also = {}) => {
      const log: string[] = []
      const warnings: string[] = []
      const fileProblems: FileProblem[] = []
      const defects: unknown[] = []
      const steps: Facts[] = []
      const inputs = readInputs({
        get: (name) => given[name] ?? '',
        env: { AWS_REGION: REGION },
        readFile: (path) => read(also.files ?? {}, path),
        digest: (text) => createHash('sha256').update(text).digest('hex'),
      })
      const run: Run = {
        aws: { ...virtual.aws, signal: cancel.signal },
        provenance: { id: also.provenanceId ?? `run-${String(++runs)}` },
        workflowRun: { ...WORKFLOW_RUN, ...also.workflowRun },
        closedPullRequests: also.closedPullRequests ?? (() => Promise.resolve(undefined)),
        log: {
          info: (line) => log.push(line),
          group: (title, lines) => log.push(title, ...lines),
          debug: () => undefined,
          warning: (text) => warnings.push(text),
          fileProblem: (problem) => fileProblems.push(problem),
        },
      }
      const caller = {
        onFacts: (newest: Facts) => {
          steps.push(newest)
          warnings.push(...(newest.warnings ?? []))
          fileProblems.push(...(newest.fileProblems ?? []))
        },
        hurried: virtual.connectAgain,
        onDefect: (error: unknown) => defects.push(error),
      }
      const { outcome, facts } = await runOperation(performedInputs(inputs), run, caller)
      return { outcome, facts, outputs: outputsOf(facts), log, warnings, fileProblems, defects, steps }
    },
  }
}

/** The default seed with something changed or added. */
export function seedWith(change: Partial<Seed>): Seed {
  return { ...defaultSeed, ...change }
}

function read(files: Readonly<Record<string, string>>, path: string) {
  const content = files[path]
  return content === undefined
    ? {
        ok: false as const,
        problem: { kind: 'missing' as const, workspace: '/work', files: Object.keys(files) },
      }
    : { ok: true as const, content: new TextEncoder().encode(content) }
}
