import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { REPOSITORY } from './step-runner.js'
import { actionlint, zizmor } from './workflow-tools.js'

/** `npm run lint:workflows`: actionlint and zizmor on the workflows of this repository and of its examples. */
const FOLDERS = ['.github/workflows', 'examples/workflows']
const workflows = FOLDERS.flatMap((folder) =>
  readdirSync(join(REPOSITORY, folder)).map((name) => `${folder}/${name}`),
)

run(actionlint(), ['-color', ...workflows])
// Offline: what it would ask GitHub (does the tag of a comment name the commit?) is checked where there is a token.
run(zizmor(), [
  '--offline',
  '--persona=pedantic',
  '--no-progress',
  '--quiet',
  '.github/dependabot.yml',
  'action.yml',
  ...workflows,
])
console.log(`${workflows.length} workflows: no findings`)

function run(program: string, args: readonly string[]): void {
  const { status, error } = spawnSync(program, args, { cwd: REPOSITORY, stdio: 'inherit' })
  if (error !== undefined) throw error
  if (status !== 0) process.exit(status ?? 1)
}
