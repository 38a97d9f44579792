import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type SimulatorOptions, startSimulator } from './simulator.js'
import { readSeed } from './seed-file.js'

const USAGE =
  'npm run simulator -- [--port 4566] [--minute 1s] [--seed FILE] [--linear-interval "D/N" | "D/(N+1)"] [--latest-deployment-number checked | ignored]'

const UNIT_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 }

async function run(): Promise<void> {
  const simulator = await startSimulator(optionsOf(process.argv.slice(2)))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void simulator.close().then(() => process.exit(0))
    })
  }
  console.log(`listening on ${simulator.url}`)
}

function optionsOf(args: readonly string[]): SimulatorOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      port: { type: 'string', default: '4566' },
      minute: { type: 'string', default: '1m' },
      seed: { type: 'string' },
      'linear-interval': { type: 'string', default: 'D/N' },
      'latest-deployment-number': { type: 'string', default: 'checked' },
    },
  })
  return {
    port: portOf(values.port),
    minuteMs: durationMs(values.minute),
    linearInterval: oneOf('--linear-interval', values['linear-interval'], ['D/N', 'D/(N+1)']),
    latestDeploymentNumber: oneOf('--latest-deployment-number', values['latest-deployment-number'], [
      'checked',
      'ignored',
      'refuses-0',
    ]),
    ...(values.seed === undefined ? {} : { seed: readSeed(readFileSync(values.seed, 'utf8')) }),
  }
}

function portOf(text: string): number {
  const port = /^\d+$/.test(text) ? Number(text) : NaN
  if (port >= 0 && port <= 65_535) return port
  throw new Error(`--port must be a number from 0 to 65535, not ${text}`)
}

/** `500ms`, `1s` or `2m` in ms. */
function durationMs(text: string): number {
  const [, number = '', unit = ''] = /^(\d+)(ms|s|m)$/.exec(text) ?? []
  const ms = Number(number) * (UNIT_MS[unit] ?? 0)
  if (ms > 0) return ms
  throw new Error(`--minute must be a duration like 500ms, 1s or 1m, not ${text}`)
}

function oneOf<Choice extends string>(flag: string, text: string, choices: readonly Choice[]): Choice {
  const chosen = choices.find((choice) => choice === text)
  if (chosen !== undefined) return chosen
  throw new Error(`${flag} must be ${choices.join(' or ')}, not ${text}`)
}

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  console.error(`usage: ${USAGE}`)
  process.exit(1)
})
