import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { parseDocument } from 'yaml'

/** One step of a workflow that uses this action, as the runner would start it. */
export interface Step {
  /** The inputs of `with:`, by their names in action.yml. */
  readonly inputs: Readonly<Record<string, string>>
  /** The job's environment. Nothing else reaches the process but PATH. */
  readonly env: Readonly<Record<string, string>>
  /** The workspace, to which file inputs are relative. Default: the repository. */
  readonly workspace?: string
  /** Called for each line of the log as it appears. */
  readonly onLine?: (line: string) => void
  /** Called with the process as soon as it runs, to signal or kill it. */
  readonly onProcess?: (process: ChildProcess) => void
  /** What `main` saved. A step with a saved state, an empty one included, is the `post` phase. */
  readonly state?: Readonly<Record<string, string>>
  /** The folder of the action. Default: ACTION_FOLDER, or else this repository with the committed dist. */
  readonly action?: string
}

/** The phases of a step, by the names that action.yml has for their files. */
export type Phase = 'main' | 'post'

/** What the runner sees of a step when its process has ended. */
export interface StepEnd {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  /** Standard output and standard error, line by line. */
  readonly log: readonly string[]
  readonly outputs: Readonly<Record<string, string>>
  readonly state: Readonly<Record<string, string>>
  readonly summary: string
}

export const REPOSITORY = join(import.meta.dirname, '..')
/** The variable that names the folder of the action to run: the tests set it to a build of the source. */
export const ACTION_FOLDER = 'APPCONFIG_DEPLOY_ACTION_FOLDER'

/** The file that the runner starts for a phase, as action.yml says. */
export function actionFile(phase: Phase, action = process.env[ACTION_FOLDER] ?? REPOSITORY): string {
  const metadata = parseDocument(readFileSync(join(REPOSITORY, 'action.yml'), 'utf8'))
  return join(action, String(metadata.getIn(['runs', phase])))
}

/**
 * Runs one phase of the action in a process of its own, with `INPUT_*`, `STATE_*` and the files for outputs, state and
 * summary, as GitHub's runner does it.
 */
export async function runStep(step: Step): Promise<StepEnd> {
  const folder = mkdtempSync(join(tmpdir(), 'appconfig-deploy-step-'))
  const files = {
    output: join(folder, 'output'),
    state: join(folder, 'state'),
    summary: join(folder, 'summary.md'),
  }
  for (const file of Object.values(files)) writeFileSync(file, '')
  try {
    const log: string[] = []
    const end = await runProcess(step, files, (line) => {
      log.push(line)
      step.onLine?.(line)
    })
    return {
      ...end,
      log,
      outputs: commandFileValues(readFileSync(files.output, 'utf8')),
      state: commandFileValues(readFileSync(files.state, 'utf8')),
      summary: readFileSync(files.summary, 'utf8'),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * The values of a file command (`GITHUB_OUTPUT`, `GITHUB_STATE`): `name=value` and `name<<delimiter` blocks; the last
 * one of a name counts. A block that was cut by a kill is left out, as the runner leaves it out.
 */
export function commandFileValues(text: string): Readonly<Record<string, string>> {
  const values: Record<string, string> = {}
  const lines = text.split(/\r?\n/)
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    const block = /^([^=]+?)<<(.+)$/.exec(line)
    if (block?.[1] !== undefined && block[2] !== undefined) {
      const end = lines.indexOf(block[2], at + 1)
      if (end < 0) break
      values[block[1]] = lines.slice(at + 1, end).join('\n')
      at = end
    } else if (line.includes('=')) {
      values[line.slice(0, line.indexOf('='))] = line.slice(line.indexOf('=') + 1)
    }
  }
  return values
}

interface CommandFiles {
  readonly output: string
  readonly state: string
  readonly summary: string
}

function runProcess(
  step: Step,
  files: CommandFiles,
  onLine: (line: string) => void,
): Promise<Pick<StepEnd, 'exitCode' | 'signal'>> {
  const child = spawn(
    process.execPath,
    [actionFile(step.state === undefined ? 'main' : 'post', step.action)],
    {
      cwd: step.workspace ?? REPOSITORY,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        // The SDK warns of Node 20's end on it; the runner has Node 24 only.
        NODE_OPTIONS: '--no-warnings',
        AWS_EC2_METADATA_DISABLED: 'true',
        ...step.env,
        GITHUB_OUTPUT: files.output,
        GITHUB_STATE: files.state,
        GITHUB_STEP_SUMMARY: files.summary,
        ...prefixed('INPUT_', step.inputs),
        ...prefixed('STATE_', step.state ?? {}, (name) => name),
      },
    },
  )
  step.onProcess?.(child)
  createInterface({ input: child.stdout }).on('line', onLine)
  createInterface({ input: child.stderr }).on('line', onLine)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (exitCode, signal) => {
      resolve({ exitCode, signal })
    })
  })
}

function prefixed(
  prefix: string,
  values: Readonly<Record<string, string>>,
  spelled = (name: string) => name.replaceAll(' ', '_').toUpperCase(),
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${prefix}${spelled(name)}`, value]),
  )
}
