import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { main } from '../../src/main.js'
import { post } from '../../src/post.js'
import { commandFileValues, type StepEnd } from '../../scripts/step-runner.js'
import type { SimulatedAws } from '../simulated-aws.js'
import { CREDENTIALS, REGION } from '../simulated-aws.js'

/** One phase of the step, run in this process: for what is neither a signal nor the end of a process. */
export interface InProcessStep {
  readonly inputs: Readonly<Record<string, string>>
  readonly env: Readonly<Record<string, string | undefined>>
  /** The event of the workflow run. */
  readonly event?: unknown
  /** The files of the workspace, by their paths. */
  readonly files?: Readonly<Record<string, string>>
  /** The variables of files of the runner that cannot be written. */
  readonly lost?: readonly string[]
  /** What `main` saved: then this is `post`. */
  readonly state?: Readonly<Record<string, string>>
  /** Called for each line of the log as it is written. */
  readonly onLine?: (line: string) => void
}

export type InProcessEnd = Omit<StepEnd, 'signal'>

/** How long `post` searches for a start here. */
const SEARCH_MS = 200
/** An AppConfig minute, in the real time that the step takes here. */
export const MINUTE_MS = 20

// The toolkit keeps the path of the summary for as long as the process lives.
const folder = mkdtempSync(join(tmpdir(), 'appconfig-deploy-in-process-'))
const path = (name: string) => join(folder, name)
const COMMAND_FILES = {
  GITHUB_OUTPUT: path('output'),
  GITHUB_STATE: path('state'),
  GITHUB_STEP_SUMMARY: path('summary.md'),
}

/** The environment of a job whose credentials are in place, pointed at the simulator. */
export function jobEnvironment(aws: SimulatedAws): Readonly<Record<string, string>> {
  return {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL: aws.url,
    AWS_EC2_METADATA_DISABLED: 'true',
    APPCONFIG_DEPLOY_MINUTE: `${String(MINUTE_MS)}ms`,
    GITHUB_REPOSITORY: 'octo-org/shop',
    GITHUB_RUN_ID: '1234567890',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: 'ffac537e6cbbf934b08745a378932722df287a53',
  }
}

/** Runs `main`, or `post` where a state is given, as the runner would; steps of one file run one after the other. */
export async function inProcessStep(step: InProcessStep): Promise<InProcessEnd> {
  for (const file of Object.values(COMMAND_FILES)) writeFileSync(file, '')
  const workspace = mkdtempSync(join(folder, 'workspace-'))
  for (const [name, content] of Object.entries(step.files ?? {}))
    writeFileSync(join(workspace, name), content)
  writeFileSync(path('event.json'), JSON.stringify(step.event ?? {}))
  const before = { ...process.env }
  const listeners = (['SIGINT', 'SIGTERM', 'SIGBREAK'] as const).map(
    (name) => [name, process.listeners(name)] as const,
  )
  const log: string[] = []
  const stopCapture = captured((line) => {
    log.push(line)
    step.onLine?.(line)
  })
  setEnvironment({
    ...COMMAND_FILES,
    ...step.env,
    ...Object.fromEntries((step.lost ?? []).map((name) => [name, path('no-such-folder/file')])),
    PATH: before['PATH'],
    GITHUB_WORKSPACE: workspace,
    GITHUB_EVENT_PATH: path('event.json'),
    ...named('INPUT_', step.inputs),
    ...named('STATE_', step.state ?? {}),
  })
  try {
    await (step.state === undefined ? main() : post(SEARCH_MS))
    return {
      exitCode: Number(process.exitCode ?? 0),
      log,
      outputs: commandFileValues(readFileSync(COMMAND_FILES.GITHUB_OUTPUT, 'utf8')),
      state: commandFileValues(readFileSync(COMMAND_FILES.GITHUB_STATE, 'utf8')),
      summary: readFileSync(COMMAND_FILES.GITHUB_STEP_SUMMARY, 'utf8'),
    }
  } finally {
    stopCapture()
    setEnvironment(before)
    process.exitCode = undefined
    for (const [name, kept] of listeners) {
      for (const listener of process.listeners(name)) {
        if (!kept.includes(listener)) process.off(name, listener)
      }
    }
  }
}

/** The signal that the runner sends first. */
export function cancel(): void {
  process.emit('SIGINT')
}

/** What the toolkit writes to standard output, line by line, instead of writing it. */
function captured(onLine: (line: string) => void): () => void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is put back as it was
  const { write } = process.stdout
  let rest = ''
  process.stdout.write = (text: string | Uint8Array) => {
    const lines = (rest + String(text)).split('\n')
    rest = lines.pop() ?? ''
    lines.forEach(onLine)
    return true
  }
  return () => {
    process.stdout.write = write
  }
}

function setEnvironment(env: Readonly<Record<string, string | undefined>>): void {
  for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name)
  for (const [name, value] of Object.entries(env)) if (value !== undefined) process.env[name] = value
}

function named(prefix: string, values: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const spelled = prefix === 'INPUT_' ? (name: string) => name.toUpperCase() : (name: string) => name
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [`${prefix}${spelled(name)}`, value]),
  )
}
