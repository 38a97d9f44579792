import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { REPOSITORY } from '../step-runner.js'
import { buildAction } from './action-build.js'

/** `npm run build:check`: fails unless dist is, byte for byte, what src builds to. It changes nothing. */
const folder = mkdtempSync(join(tmpdir(), 'appconfig-deploy-check-'))
try {
  buildAction(folder)
  const dist = join(REPOSITORY, 'dist')
  const names = [...new Set([...readdirSync(folder), ...readdirSync(dist)])].sort()
  const different = names.filter((name) => contentOf(folder, name) !== contentOf(dist, name))
  if (different.length > 0) {
    console.error(`dist is not what src builds to; run npm run build and commit it: ${different.join(', ')}`)
    process.exitCode = 1
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** Undefined when there is no such file. */
function contentOf(folder: string, name: string): string | undefined {
  return readdirSync(folder).includes(name) ? readFileSync(join(folder, name), 'latin1') : undefined
}
