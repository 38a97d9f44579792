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
// With a token it also asks GitHub whether each pinned commit is what its comment says.
const where = process.env['GH_TOKEN'] === undefined ? ['--offline'] : []
const files = ['action.yml', '.github/dependabot.yml', ...workflows]
const how = ['--persona=pedantic', '--strict-collection', '--no-progress', '--config', '.github/zizmor.yml']
run(zizmor(), [...where, ...how, ...files])
console.log(`${workflows.length} workflows: no findings`)

function run(program: string, args: readonly string[]): void {
  const { status, error } = spawnSync(program, args, { cwd: REPOSITORY, stdio: 'inherit' })
  if (error !== undefined) throw error
  if (status !== 0) process.exit(status ?? 1)
}
