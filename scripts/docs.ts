import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { format, resolveConfig } from 'prettier'
import { parse } from 'yaml'
import { type ServedOperation, servedOperations } from '../simulator/served-operations.js'
import { tableLines, withSection } from './marked-section.js'
import { REPOSITORY } from './step-runner.js'

/**
 * Writes the tables of README.md from action.yml, and the one of simulator/README.md from the simulator's routes. With
 * --check it only compares.
 */
const { values: flags } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
const action: unknown = parse(readFileSync(join(REPOSITORY, 'action.yml'), 'utf8'))
await writeTables('README.md', [
  table('inputs', ['Input', 'Meaning', 'Default'], entries(action, 'inputs').map(inputRow)),
  table('outputs', ['Output', 'Meaning'], entries(action, 'outputs').map(outputRow)),
])
await writeTables('simulator/README.md', [
  table('operations', ['', 'operation', 'request'], servedOperations().map(operationRow)),
])

interface Table {
  readonly name: string
  readonly lines: readonly string[]
}

function table(name: string, header: readonly string[], rows: readonly (readonly string[])[]): Table {
  return { name, lines: tableLines(header, rows) }
}

async function writeTables(path: string, tables: readonly Table[]): Promise<void> {
  const file = join(REPOSITORY, path)
  const before = readFileSync(file, 'utf8')
  const written = tables.reduce((text, { name, lines }) => withSection(text, name, lines), before)
  const after = await format(written, { ...(await resolveConfig(file)), parser: 'markdown' })
  if (!flags.check) writeFileSync(file, after)
  else if (after !== before) {
    console.error(`The tables of ${path} are not up to date: run npm run docs`)
    process.exitCode = 1
  }
}

function operationRow({ name, request, isServed }: ServedOperation): readonly string[] {
  return [isServed ? '✅' : '❌', `\`${name}\``, `\`${request}\``]
}

function inputRow([name, facts]: Entry): readonly string[] {
  const fallback = facts.default === '' ? (facts.required ? 'required' : '') : `\`${facts.default}\``
  return [`\`${name}\``, facts.description, fallback]
}

function outputRow([name, facts]: Entry): readonly string[] {
  return [`\`${name}\``, facts.description]
}

interface Facts {
  readonly description: string
  readonly default: string
  readonly required: boolean
}

type Entry = readonly [name: string, facts: Facts]

function entries(action: unknown, section: string): readonly Entry[] {
  const map = property(action, section)
  return Object.entries(typeof map === 'object' && map !== null ? map : {}).map(
    ([name, facts]: [string, unknown]) => [
      name,
      {
        description: text(property(facts, 'description')).replaceAll('|', '\\|').trim(),
        default: text(property(facts, 'default')),
        required: property(facts, 'required') === true,
      },
    ],
  )
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number'
    ? String(value)
    : ''
}
