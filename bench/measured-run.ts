import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runStep, type Step } from '../scripts/step-runner.js'
import type { RequestMoment } from '../simulator/served.js'
import { type RecordedRequest, startSimulator } from '../simulator/simulator.js'

export type Inputs = Readonly<Record<string, string>>

/** What one run of the bundle cost; times in milliseconds. */
export interface MeasuredRun {
  readonly spawnToFirstRequestMs: number
  readonly firstRequestToStartMs: number
  readonly lastAnswerToExitMs: number
  /** In the order in which they came. */
  readonly operations: readonly string[]
}

/** An answer so late makes requests that are sent together overlap, and those that wait for each other not. */
const LATE_MS = 100

/** Runs the bundle as a step that deploys at once, and measures it. */
export async function measuredRun(inputs: Inputs): Promise<MeasuredRun> {
  const seen: { readonly operation: string; readonly moment: RequestMoment; readonly atMs: number }[] = []
  const onRequest = ({ operation }: RecordedRequest, moment: RequestMoment) => {
    seen.push({ operation: operation ?? '', moment, atMs: performance.now() })
  }
  const simulator = await startSimulator({ onRequest })
  try {
    const spawnedMs = performance.now()
    await succeed(stepOf(inputs, simulator.url))
    const exitedMs = performance.now()
    const received = seen.filter(({ moment }) => moment === 'received')
    const firstMs = received[0]?.atMs ?? NaN
    const startMs = received.find(({ operation }) => operation === 'StartDeployment')?.atMs ?? NaN
    return {
      spawnToFirstRequestMs: firstMs - spawnedMs,
      firstRequestToStartMs: startMs - firstMs,
      lastAnswerToExitMs: exitedMs - (seen.at(-1)?.atMs ?? NaN),
      operations: received.map(({ operation }) => operation),
    }
  } finally {
    await simulator.close()
  }
}

/** The longest chain of requests before StartDeployment, each of them sent after the one before was answered. */
export async function roundTripsBeforeStart(inputs: Inputs): Promise<number> {
  const received: { readonly operation: string; readonly atMs: number; readonly depth: number }[] = []
  const onRequest = ({ operation }: RecordedRequest, moment: RequestMoment) => {
    if (moment !== 'received') return
    const atMs = performance.now()
    const answered = received.filter((earlier) => earlier.atMs + LATE_MS <= atMs)
    const depth = 1 + Math.max(0, ...answered.map((earlier) => earlier.depth))
    received.push({ operation: operation ?? '', atMs, depth })
  }
  const simulator = await startSimulator({ onRequest })
  try {
    const fault = { operation: '*', fault: 'slow', ms: LATE_MS, times: 1000 }
    await fetch(`${simulator.url}/_simulator/faults`, { method: 'POST', body: JSON.stringify(fault) })
    await succeed(stepOf(inputs, simulator.url))
    return (received.find(({ operation }) => operation === 'StartDeployment')?.depth ?? NaN) - 1
  } finally {
    await simulator.close()
  }
}

/** How long `node -e 0` takes from its spawn to its exit, in milliseconds. */
export async function bareNodeMs(): Promise<number> {
  const spawnedMs = performance.now()
  await bareNode([])
  return performance.now() - spawnedMs
}

/** The largest resident set of a run, and of a bare `node -e 0`, in MiB. */
export async function peakMemoryMiB(
  inputs: Inputs,
): Promise<{ readonly run: number; readonly bare: number }> {
  const simulator = await startSimulator()
  try {
    const step = stepOf(inputs, simulator.url)
    const run = await peakOf((hook) =>
      succeed({ ...step, env: { ...step.env, NODE_OPTIONS: `--no-warnings --require ${hook}` } }),
    )
    return { run, bare: await peakOf((hook) => bareNode(['--require', hook])) }
  } finally {
    await simulator.close()
  }
}

function bareNode(options: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...options, '-e', '0'], { stdio: 'ignore' })
    child.on('error', reject)
    child.on('exit', () => {
      resolve()
    })
  })
}

/** A hook in the process writes its own peak down as it exits. */
async function peakOf(run: (hook: string) => Promise<void>): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'appconfig-deploy-bench-'))
  try {
    const [hook, peak] = [join(folder, 'hook.cjs'), join(folder, 'peak')]
    const written = `require('node:fs').writeFileSync(${JSON.stringify(peak)}, String(process.resourceUsage().maxRSS))`
    writeFileSync(hook, `process.on('exit', () => ${written})`)
    await run(hook)
    return Number(readFileSync(peak, 'utf8')) / 1024
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function succeed(step: Step): Promise<void> {
  const { exitCode, log } = await runStep(step)
  if (exitCode !== 0) throw new Error(`The run failed:\n${log.join('\n')}`)
}

function stepOf(inputs: Inputs, url: string): Step {
  return {
    inputs,
    env: {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'not-a-secret',
      AWS_ENDPOINT_URL: url,
    },
  }
}
