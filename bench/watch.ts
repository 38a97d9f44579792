import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { withSection } from '../scripts/marked-section.js'
import { EXACT_LENGTHS, GROUPS, LENGTHS, measureLength, measureRandom, POLLERS } from './measure.js'
import { plot } from './plot.js'
import { exactTable, lengthTables } from './tables.js'

/**
 * `npm run bench:watch`: lets the schedule of this action and what users have instead watch the same random
 * deployments in virtual time, prints how late each noticed the end and how many requests that took, and writes the
 * tables into docs/performance.md and the plot next to it.
 */
const SEED = 20_260_131
const DEPLOYMENTS = 3000
const DEPLOYMENTS_OF_A_LENGTH = 1500

const docs = join(import.meta.dirname, '..', 'docs')
const page = join(docs, 'performance.md')

console.log(`${DEPLOYMENTS} random deployments, seed ${SEED}; lags in seconds.\n`)
const classes = measureRandom(DEPLOYMENTS, SEED)
const named = (lengths: readonly { readonly name: string }[]) =>
  classes.filter(({ name }) => lengths.some((length) => length.name === name))
const exact = exactTable(
  EXACT_LENGTHS.map((length) => measureLength(length, DEPLOYMENTS_OF_A_LENGTH, SEED, POLLERS.slice(0, 2))),
)
const byLength = lengthTables(named(LENGTHS))
const together = lengthTables(named(GROUPS))

const sections: readonly (readonly [string, readonly string[]])[] = [
  ['watching: together', together],
  ['watching: exact lengths', exact],
  ['watching: by length', byLength],
]
const text = sections.reduce(
  (document, [name, lines]) => withSection(document, name, lines),
  readFileSync(page, 'utf8'),
)
const prettier = { ...(await resolveConfig(page)), parser: 'markdown' }
writeFileSync(page, await format(text, prettier))
const lengths = LENGTHS.filter(({ toMinutes }) => toMinutes > 0)
writeFileSync(join(docs, 'watching.svg'), plot(named(lengths)))
for (const [, lines] of sections) console.log(await format(lines.join('\n'), prettier))
