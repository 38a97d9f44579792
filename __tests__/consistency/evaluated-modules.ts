import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runStep } from '../../scripts/step-runner.js'
import { INPUTS, jobEnvironment, MINUTE_MS } from '../bundle/action-process.js'
import { simulatedAws } from '../simulated-aws.js'

/** Where webpack's runtime runs a module. */
const EVALUATION = '__webpack_modules__[moduleId].call('

/**
 * The IDs of the modules that a plain deploy evaluates, of all that are in a bundle: it deploys a version that exists,
 * with credentials from the environment, and asks for nothing else.
 * @param built the folder of the bundle; it is left as it is
 */
export async function evaluatedModules(built: string): Promise<ReadonlySet<string>> {
  const folder = join(built, '..', 'instrumented')
  cpSync(built, join(folder, 'dist'), { recursive: true })
  const seen = join(folder, 'evaluated')
  const bundle = readFileSync(join(built, 'index.js'), 'utf8')
  if (bundle.split(EVALUATION).length !== 2) throw new Error('Where does webpack run a module now?')
  const record = `process.getBuiltinModule('node:fs').appendFileSync(${JSON.stringify(seen)}, moduleId + '\\n'), `
  writeFileSync(join(folder, 'dist', 'index.js'), bundle.replace(EVALUATION, `${record}${EVALUATION}`))
  await using aws = await simulatedAws({ minuteMs: MINUTE_MS })
  const end = await runStep({ inputs: INPUTS, env: jobEnvironment(aws), action: folder })
  if (end.exitCode !== 0) throw new Error(`The deploy failed:\n${end.log.join('\n')}`)
  return new Set(readFileSync(seen, 'utf8').trim().split('\n'))
}
