import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import ts from 'typescript'
import { REPOSITORY } from '../step-runner.js'

/**
 * Builds the action with ncc, as it is committed in dist: the bundle, the licences of its packages, and the file of
 * `post`, which is too small to be bundled.
 * @param folder an empty folder, or none yet
 * @param statsFile where to write what webpack says about the build; it changes nothing in the folder
 * @throws Error when the source does not compile
 */
export function buildAction(folder: string, statsFile?: string): void {
  const ncc = createRequire(import.meta.url).resolve('@vercel/ncc/dist/ncc/cli.js')
  const stats = statsFile === undefined ? [] : ['--stats-out', statsFile]
  const build = ['build', 'src/index.ts', '--license', 'licenses.txt', '--target', 'es2022', '--no-cache']
  execFileSync(process.execPath, [ncc, ...build, '--out', folder, ...stats], {
    cwd: REPOSITORY,
    // Where ncc looks for the packages that something takes the place of.
    env: { ...process.env, TS_NODE_PROJECT: join(import.meta.dirname, 'tsconfig.json') },
    stdio: ['ignore', statsFile === undefined ? 'inherit' : 'ignore', 'inherit'],
  })
  writeFileSync(join(folder, 'post.js'), postFile())
}

/** The file of `post`: its source without types. */
export function postFile(): string {
  const source = readFileSync(join(REPOSITORY, 'src', 'post-entry.ts'), 'utf8')
  const { ESNext } = ts.ModuleKind
  return ts.transpileModule(source, { compilerOptions: { module: ESNext, target: ts.ScriptTarget.ES2022 } })
    .outputText
}
