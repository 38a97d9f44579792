import { execFileSync } from 'node:child_process'
import { REPOSITORY } from '../step-runner.js'

/** `npm run build:check`, after a build: new, changed and orphaned files in dist all count. */
const changes = execFileSync('git', ['status', '--porcelain', '--', 'dist'], {
  cwd: REPOSITORY,
  encoding: 'utf8',
})
if (changes !== '') {
  console.error(`dist differs from its sources; run npm run build and commit it:\n${changes}`)
  process.exitCode = 1
}
