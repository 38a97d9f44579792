import { spawn } from 'node:child_process'
import { appendFileSync, mkdtempSync, openSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { REPOSITORY } from '../step-runner.js'

/** A step of use-action.yml: starts a local AppConfig, and leaves how it is reached to the steps after it. */
const MINUTE = '200ms'
const LIMIT_MS = 60_000

const log = join(mkdtempSync(join(tmpdir(), 'appconfig-')), 'log')
const output = openSync(log, 'w')
const appconfig = spawn(
  process.execPath,
  ['--import', 'tsx', 'simulator/command.ts', '--port', '0', '--minute', MINUTE],
  { cwd: REPOSITORY, detached: true, stdio: ['ignore', output, output] },
)
appconfig.unref()
const url = await listening()
const variables = {
  APPCONFIG_PID: appconfig.pid,
  APPCONFIG_DEPLOY_MINUTE: MINUTE,
  AWS_ENDPOINT_URL_APPCONFIG: url,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'not-a-secret',
}
const lines = Object.entries(variables).map(([name, value]) => `${name}=${String(value)}\n`)
appendFileSync(process.env['GITHUB_ENV'] ?? '', lines.join(''))
console.log(`A local AppConfig answers at ${url}; one of its minutes lasts ${MINUTE}.`)

/** Its URL, as soon as it accepts requests. */
async function listening(): Promise<string> {
  const until = Date.now() + LIMIT_MS
  while (Date.now() < until) {
    await sleep(100)
    const [, address] = /^listening on (\S+)$/m.exec(readFileSync(log, 'utf8')) ?? []
    if (address !== undefined) return address
  }
  throw new Error(`The local AppConfig did not start:\n${readFileSync(log, 'utf8')}`)
}
