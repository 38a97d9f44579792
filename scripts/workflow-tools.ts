import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { REPOSITORY } from './step-runner.js'

/** Where the tools are: ignored by git, and gone when `.tmp` is removed. */
const FOLDER = join(REPOSITORY, '.tmp', 'workflow-tools')

// Dependabot does not see these versions: they are raised by hand.
const ACTIONLINT = '1.7.12'
const ACT = '0.2.89'
const ZIZMOR = '1.32.0'

/** The path of actionlint, compiled by Go when it is not there yet. */
export const actionlint = (): string => compiled('github.com/rhysd/actionlint/cmd/actionlint', ACTIONLINT)

/** The path of act, which runs workflows on this machine; compiled by Go when it is not there yet. */
export const act = (): string => compiled('github.com/nektos/act', ACT)

/** The path of zizmor, installed into a virtual environment of Python when it is not there yet. */
export function zizmor(): string {
  const folder = join(FOLDER, `zizmor-${ZIZMOR}`)
  const program = join(folder, 'bin', 'zizmor')
  if (existsSync(program)) return program
  run('python3', ['-m', 'venv', folder])
  run(join(folder, 'bin', 'python'), ['-m', 'pip', 'install', '--quiet', `zizmor==${ZIZMOR}`])
  return program
}

function compiled(module: string, version: string): string {
  const name = module.slice(module.lastIndexOf('/') + 1)
  const folder = join(FOLDER, `${name}-${version}`)
  const program = join(folder, name)
  if (!existsSync(program)) run('go', ['install', `${module}@v${version}`], { GOBIN: folder })
  return program
}

function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): void {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...env } })
}
