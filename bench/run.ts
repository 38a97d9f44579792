import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { format, resolveConfig } from 'prettier'
import { tableLines, withSection } from '../scripts/marked-section.js'
import {
  bareNodeMs,
  type Inputs,
  type MeasuredRun,
  measuredRun,
  peakMemoryMiB,
  roundTripsBeforeStart,
} from './measured-run.js'
import { median, spread } from './statistics.js'

/**
 * `npm run bench:run`: whole processes of the committed bundle against the simulator, each beside a bare `node -e 0`
 * in the same session, as medians with the range of the middle half. With `--write` it puts the table into
 * docs/performance.md.
 */
const NAMES: Inputs = {
  application: 'shop',
  environment: 'production',
  'configuration-profile': 'settings',
  'deployment-strategy': 'Instant',
  'configuration-version': '2',
}
const IDS: Inputs = {
  ...NAMES,
  application: 'shop001',
  environment: 'prod001',
  'configuration-profile': 'setting',
  'deployment-strategy': 'instant',
}

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '25' }, write: { type: 'boolean', default: false } },
})
const runs = Number(values.runs)

const bare: number[] = []
const withNames: MeasuredRun[] = []
const withIds: MeasuredRun[] = []
const memory: { readonly run: number; readonly bare: number }[] = []
// The first of each reads files that no later one has to wait for.
for (let run = -1; run < runs; run++) {
  const [bareMs, names, ids] = [await bareNodeMs(), await measuredRun(NAMES), await measuredRun(IDS)]
  const peak = await peakMemoryMiB(NAMES)
  if (run < 0) continue
  bare.push(bareMs)
  withNames.push(names)
  withIds.push(ids)
  memory.push(peak)
}
const trips = [await roundTripsBeforeStart(NAMES), await roundTripsBeforeStart(IDS)]

const both = (read: (run: MeasuredRun) => number) => [withNames, withIds].map((of) => of.map(read))
const millis = (cells: readonly (readonly number[])[]) => cells.map((cell) => `${spread(cell)} ms`)
const first = both(({ spawnToFirstRequestMs }) => spawnToFirstRequestMs)
const peaks = memory.map(({ run }) => run)
const times = (value: number, of: number) => `${(value / of).toFixed(2)} times bare node`
const bareMs = median(bare)
const barePeak = memory.map((peak) => peak.bare)

const lines = [
  `${runs} runs of each, in turn, on Node ${process.versions.node} and ${cpus().length} cores: the median, and the range of the middle half. A bare \`node -e 0\` takes ${spread(bare)} ms and at most ${spread(barePeak)} MiB.`,
  '',
  ...tableLines(
    ['', 'with names', 'with IDs'],
    [
      [
        'Spawn to first AWS request',
        ...first.map((cell) => `${spread(cell)} ms, ${times(median(cell), bareMs)}`),
      ],
      [
        'First AWS request to StartDeployment',
        ...millis(both(({ firstRequestToStartMs }) => firstRequestToStartMs)),
      ],
      ['Last answer (COMPLETE) to exit', ...millis(both(({ lastAnswerToExitMs }) => lastAnswerToExitMs))],
      ['Round trips one after the other before StartDeployment', ...trips.map(String)],
      ['Requests in all', ...[withNames, withIds].map((of) => requestsText(of[0]?.operations ?? []))],
      ['Peak memory', `${spread(peaks)} MiB, ${times(median(peaks), median(barePeak))}`, ''],
    ],
  ),
]

const page = join(import.meta.dirname, '..', 'docs', 'performance.md')
const prettier = { ...(await resolveConfig(page)), parser: 'markdown' }
console.log(await format(lines.join('\n'), prettier))
if (values.write) {
  const text = withSection(readFileSync(page, 'utf8'), 'run', lines)
  writeFileSync(page, await format(text, prettier))
}

function requestsText(operations: readonly string[]): string {
  return `${operations.length}: ${[...operations].sort().join(', ')}`
}
