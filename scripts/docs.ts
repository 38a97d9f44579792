import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { format, resolveConfig } from 'prettier'
import { parse } from 'yaml'
import { tableLines, withSection } from './marked-section.js'
import { REPOSITORY } from './step-runner.js'

/** Writes the tables of inputs and outputs into README.md, from action.yml. With --check it only compares. */
const { values: flags } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
const file = join(REPOSITORY, 'README.md')
const action: unknown = parse(readFileSync(join(REPOSITORY, 'action.yml'), 'utf8'))
const before = readFileSync(file, 'utf8')
const tables = [
  { name: 'inputs', header: ['Input', 'Meaning', 'Default'], row: inputRow },
  { name: 'outputs', header: ['Output', 'Meaning'], row: outputRow },
].reduce((text, { name, header, row }) => {
  const rows = entries(action, name).map(([key, facts]) => row(key, facts))
  return withSection(text, name, tableLines(header, rows))
}, before)
const after = await format(tables, { ...(await resolveConfig(file)), parser: 'markdown' })

if (!flags.check) writeFileSync(file, after)
else if (after !== before) {
  console.error('The tables of README.md are not those of action.yml: run npm run docs')
  process.exitCode = 1
}

function inputRow(name: string, facts: Facts): readonly string[] {
  const fallback = facts.default === '' ? (facts.required ? 'required' : '') : `\`${facts.default}\``
  return [`\`${name}\``, facts.description, fallback]
}

function outputRow(name: string, facts: Facts): readonly string[] {
  return [`\`${name}\``, facts.description]
}

interface Facts {
  readonly description: string
  readonly default: string
  readonly required: boolean
}

function entries(action: unknown, section: string): readonly (readonly [string, Facts])[] {
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
