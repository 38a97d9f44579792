import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { act } from '../../scripts/workflow-tools.js'
import { standIns } from './stand-ins.js'

/** A workflow of a repository and what makes it run. */
export interface Given {
  readonly repository: string
  /** The folder with the version of this action that a workflow gets for a tag. */
  readonly ownAction: string
  /** Its file name in `.github/workflows`. */
  readonly workflow: string
  readonly event: 'push' | 'pull_request' | 'workflow_dispatch' | 'schedule'
  /** What GitHub says of the event. */
  readonly payload?: unknown
  /** What `github.token` is. */
  readonly token?: string
  readonly inputs?: Texts
  readonly env?: Texts
  readonly vars?: Texts
  /** Which part of a matrix to run, by its keys. */
  readonly matrix?: Texts
}

/** What act tells of the run of a workflow. */
export interface ActRun {
  readonly exitCode: number | null
  readonly jobs: readonly ActJob[]
  /** Everything that act wrote, for the message of a test that fails. */
  readonly log: string
}

export interface ActJob {
  readonly id: string
  /** Display name, the values of a matrix included. */
  readonly name: string
  readonly result: string
  /** Each step and each post in the order of their ends. */
  readonly steps: readonly ActStep[]
}

export interface ActStep {
  readonly name: string
  readonly result: string
  readonly log: readonly string[]
  readonly outputs: Texts
  readonly summary: string
}

type Texts = Readonly<Record<string, string>>

const PROGRAM = act()

/** Runs a workflow with act on this machine: no container, no network, the actions of others by their stand-ins. */
export async function runWithAct(given: Given): Promise<ActRun> {
  const folder = mkdtempSync(join(tmpdir(), 'appconfig-deploy-act-'))
  try {
    const lines: string[] = []
    const child = spawn(PROGRAM, argumentsOf(given, folder), {
      cwd: given.repository,
      stdio: ['ignore', 'pipe', 'pipe'],
      // The settings of the person who runs this are not to decide how a test ends.
      env: { ...process.env, XDG_CONFIG_HOME: folder },
    })
    createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
    createInterface({ input: child.stderr }).on('line', (line) => lines.push(line))
    const exitCode = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
    })
    return { exitCode, jobs: jobsOf(lines), log: lines.join('\n') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function argumentsOf(given: Given, folder: string): readonly string[] {
  const event = join(folder, 'event.json')
  if (given.payload !== undefined) writeFileSync(event, JSON.stringify(given.payload))
  const file = join('.github', 'workflows', given.workflow)
  const each = (flag: string, texts: Texts = {}, between = '=') =>
    Object.entries(texts).flatMap(([name, value]) => [flag, `${name}${between}${value}`])
  return [
    given.event,
    ...['--workflows', file, '--platform', 'ubuntu-latest=-self-hosted', '--json', '--no-cache-server'],
    ...['--action-cache-path', folder],
    ...standIns(join(given.repository, file), given.ownAction).flatMap((standIn) => [
      '--local-repository',
      standIn,
    ]),
    ...(given.payload === undefined ? [] : ['--eventpath', event]),
    ...(given.token === undefined ? [] : ['--secret', `GITHUB_TOKEN=${given.token}`]),
    ...each('--input', given.inputs),
    ...each('--env', given.env),
    ...each('--var', given.vars),
    ...each('--matrix', given.matrix, ':'),
  ]
}

/** A line of act's log, of which only those keys are there that it is about. */
interface Line {
  readonly job?: string
  readonly jobID?: string
  readonly jobResult?: string
  readonly stage?: string
  readonly step?: string
  /** More than one where it is a step within a step. */
  readonly stepID?: readonly string[]
  readonly stepResult?: string
  readonly command?: string
  readonly name?: string
  readonly arg?: string
  readonly content?: string
  readonly raw_output?: boolean
  readonly msg?: string
}

function jobsOf(texts: readonly string[]): readonly ActJob[] {
  const lines = texts.flatMap((text) => (text.startsWith('{') ? [JSON.parse(text) as Line] : []))
  const names = new Set(lines.flatMap(({ job, jobResult }) => (jobResult === undefined ? [] : (job ?? []))))
  return [...names].map((name) => {
    const ofJob = lines.filter(({ job }) => job === name)
    const end = ofJob.find(({ jobResult }) => jobResult !== undefined)
    return {
      id: end?.jobID ?? '',
      name: name.slice(name.indexOf('/') + 1),
      result: end?.jobResult ?? '',
      steps: stepsOf(ofJob),
    }
  })
}

function stepsOf(lines: readonly Line[]): readonly ActStep[] {
  const ofSteps = lines.filter(({ stage, stepID = [] }) => stage !== 'Pre' && stepID.length === 1)
  const ends = ofSteps.filter(({ stepResult }) => stepResult !== undefined)
  return ends.map(({ stage, step = '', stepResult }) => {
    const own = ofSteps.filter((line) => line.stage === stage && line.step === step)
    return {
      name: `${stage === 'Post' ? 'Post ' : ''}${step.replace(/@[0-9a-f]{40}$/, '')}`,
      result: stepResult ?? '',
      log: own.flatMap(({ raw_output: raw, msg }) => (raw === true ? [(msg ?? '').trimEnd()] : [])),
      outputs: Object.fromEntries(
        own.flatMap(({ command, name, arg }) =>
          command === 'set-output' ? [[name ?? '', arg ?? ''] as const] : [],
        ),
      ),
      summary: own.flatMap(({ command, content }) => (command === 'summary' ? (content ?? []) : [])).join(''),
    }
  })
}
