import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { commandFileValues } from '../../scripts/step-runner.js'
import { runnerVariables } from './runner-variables.js'
import type { Ended, Started } from './step-run.js'

/** Runs a script as the runner does when no `shell:` is named: `bash -e FILE` in the workspace. */
export async function runShell(script: string, started: Started): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), 'appconfig-deploy-shell-'))
  const files = {
    script: join(folder, 'script.sh'),
    output: join(folder, 'output'),
    summary: join(folder, 'summary.md'),
    // For later steps; no example does this, so nothing is to come of it.
    env: join(folder, 'env'),
    path: join(folder, 'path'),
  }
  for (const file of Object.values(files)) writeFileSync(file, '')
  writeFileSync(files.script, script)
  try {
    const log: string[] = []
    const exitCode = await bash(files.script, started, log, {
      GITHUB_OUTPUT: files.output,
      GITHUB_STEP_SUMMARY: files.summary,
      GITHUB_ENV: files.env,
      GITHUB_PATH: files.path,
    })
    if (readFileSync(files.env, 'utf8') + readFileSync(files.path, 'utf8') !== '') {
      throw new Error('The interpreter of the examples does not know GITHUB_ENV and GITHUB_PATH')
    }
    const outputs = commandFileValues(readFileSync(files.output, 'utf8'))
    return { success: exitCode === 0, log, outputs, summary: readFileSync(files.summary, 'utf8') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function bash(
  script: string,
  started: Started,
  log: string[],
  commandFiles: Readonly<Record<string, string>>,
): Promise<number | null> {
  const child = spawn('bash', ['-e', script], {
    cwd: started.state.workspace,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], ...runnerVariables(started), ...commandFiles },
  })
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      log.push(line)
      started.surroundings.onLine?.(started.job, line)
    })
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
}
