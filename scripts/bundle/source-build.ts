import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { postFile } from './action-build.js'
import { REPOSITORY } from '../step-runner.js'

const BUILDS = join(REPOSITORY, '.tmp', 'source-builds')
const MAX_AGE_MS = 24 * 60 * 60_000
/** CommonJS packages in a bundle of ES modules call `require` for what is Node's own. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"

/**
 * Builds the source within a second, without type checks or licences, into the same files as dist.
 * @returns the folder that holds `dist`; every build of the same source has the same one, so that several test runs at
 *   once do not disturb each other
 * @throws Error when the source has a syntax error or an import that is not found
 */
export async function buildSource(): Promise<string> {
  const built = await build({
    entryPoints: [join(REPOSITORY, 'src', 'index.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    // As ncc resolves packages.
    mainFields: ['main'],
    banner: { js: REQUIRE },
    write: false,
    logLevel: 'silent',
  })
  const index = built.outputFiles[0]?.contents ?? new Uint8Array()
  const files = { 'index.js': index, 'post.js': postFile(), 'package.json': '{"type":"module"}\n' }
  const key = createHash('sha256')
  for (const content of Object.values(files)) key.update(content)
  const folder = join(BUILDS, key.digest('hex').slice(0, 16))
  if (existsSync(folder)) utimesSync(folder, new Date(), new Date())
  else writeFolder(folder, files)
  removeOldBuilds()
  return folder
}

/** Writes beside the folder and renames, so that nobody sees it half written. */
function writeFolder(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  mkdirSync(BUILDS, { recursive: true })
  const unfinished = mkdtempSync(join(BUILDS, 'unfinished-'))
  mkdirSync(join(unfinished, 'dist'))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(unfinished, 'dist', name), content)
  try {
    renameSync(unfinished, folder)
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true })
    // Another test run was faster.
    if (!existsSync(folder)) throw error
  }
}

function removeOldBuilds(): void {
  for (const name of readdirSync(BUILDS)) {
    const folder = join(BUILDS, name)
    const modifiedMs = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Infinity
    if (Date.now() - modifiedMs > MAX_AGE_MS) rmSync(folder, { recursive: true, force: true })
  }
}
