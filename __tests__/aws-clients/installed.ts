import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@jest/globals'
import { awsClients } from '../../scripts/aws-clients.js'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/simulator.js'
import type { RecordedRequest } from '../../simulator/recording.js'
import { CREDENTIALS, REGION } from '../simulated-aws.js'

const clients = awsClients()
const INSTRUCTION = 'not installed: npm run test:aws-clients installs the AWS CLI and boto3, and runs this'

/** A test that needs the AWS CLI or boto3; skipped, with the way to get them in its name, where they are missing. */
export function testWithClients(name: string, run: () => Promise<void>, timeoutMs?: number): void {
  if (clients === undefined) test.skip(`${name} (${INSTRUCTION})`, run)
  else test(name, run, timeoutMs)
}

/** How a process of a client ended. */
export interface ClientEnd {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** A simulator, and clients in processes of their own that know nothing but its address. */
export interface ClientBench extends AsyncDisposable {
  readonly folder: string
  readonly aws: (...args: readonly string[]) => Promise<ClientEnd>
  readonly python: (...args: readonly string[]) => Promise<ClientEnd>
  /** Lets so many minutes pass in AppConfig. */
  readonly pass: (minutes: number) => void
  readonly requests: () => Promise<readonly RecordedRequest[]>
}

const MINUTE_MS = 60_000

export async function clientBench(options: Omit<SimulatorOptions, 'now'> = {}): Promise<ClientBench> {
  let aheadMs = 0
  const now = () => Date.now() + aheadMs
  const simulator: Simulator = await startSimulator({ minuteMs: MINUTE_MS, ...options, now })
  const folder = mkdtempSync(join(tmpdir(), 'appconfig-deploy-client-'))
  const env = {
    PATH: process.env['PATH'],
    // No settings of this machine.
    HOME: folder,
    AWS_CONFIG_FILE: join(folder, 'none'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
    // Of the end of some version of Python.
    PYTHONWARNINGS: 'ignore',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL: simulator.url,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  }
  const run = (program: string, args: readonly string[]) => ended(program, args, { cwd: folder, env })
  return {
    folder,
    aws: (...args) => run(clients?.aws ?? '', args),
    python: (...args) => run(clients?.python ?? '', args),
    pass: (minutes) => {
      aheadMs += minutes * (options.minuteMs ?? MINUTE_MS)
    },
    requests: async () => {
      const answer = await fetch(`${simulator.url}/_simulator/requests`)
      return (await answer.json()) as readonly RecordedRequest[]
    },
    [Symbol.asyncDispose]: async () => {
      await simulator.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The operations that were answered with success, each once, by name. */
export function succeeded(requests: readonly RecordedRequest[]): readonly string[] {
  const names = requests.flatMap(({ status, operation }) =>
    operation !== null && status !== null && status < 300 ? [operation] : [],
  )
  return [...new Set(names)].sort()
}

export const read = (folder: string, name: string): string => readFileSync(join(folder, name), 'utf8')

function ended(
  program: string,
  args: readonly string[],
  options: { readonly cwd: string; readonly env: Readonly<Record<string, string | undefined>> },
): Promise<ClientEnd> {
  return new Promise((resolve, reject) => {
    execFile(program, args, options, (error, stdout, stderr) => {
      const exitCode = error === null ? 0 : error.code
      if (typeof exitCode === 'number') resolve({ exitCode, stdout, stderr })
      else reject(error ?? new Error(`${program} was not run`))
    })
  })
}
