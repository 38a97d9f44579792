import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

/** Bundles the action into an empty folder: ncc by itself leaves behind what an earlier build made. */
const root = join(import.meta.dirname, '..')
const ncc = createRequire(import.meta.url).resolve('@vercel/ncc/dist/ncc/cli.js')

rmSync(join(root, 'dist'), { recursive: true, force: true })
execFileSync(
  process.execPath,
  [
    ncc,
    'build',
    'src/index.ts',
    '--out',
    'dist',
    '--license',
    'licenses.txt',
    '--target',
    'es2022',
    '--no-cache',
  ],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
)
