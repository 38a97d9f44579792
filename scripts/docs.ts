import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { format, resolveConfig } from 'prettier'
import { isMap, isScalar, type Pair, parseDocument } from 'yaml'
import { type ServedOperation, servedOperations } from '../simulator/served-operations.js'
import { tableLines, withSection } from './marked-section.js'
import { REPOSITORY } from './step-runner.js'

/**
 * Writes the tables of README.md from action.yml, and the one of simulator/README.md from the simulator's routes. With
 * --check it only compares.
 */
const { values: flags } = parseArgs({ options: { check: { type: 'boolean', default: false } } })
const action = parseDocument(readFileSync(join(REPOSITORY, 'action.yml'), 'utf8'))
await writeSections('README.md', [
  { name: 'inputs', lines: entries('inputs').flatMap(inputLines) },
  { name: 'outputs', lines: tableLines(['Output', 'Meaning'], entries('outputs').map(outputRow)) },
])
await writeSections('simulator/README.md', [
  {
    name: 'operations',
    lines: tableLines(['', 'operation', 'request'], servedOperations().map(operationRow)),
  },
])

interface Section {
  readonly name: string
  readonly lines: readonly string[]
}

async function writeSections(path: string, sections: readonly Section[]): Promise<void> {
  const file = join(REPOSITORY, path)
  const before = readFileSync(file, 'utf8')
  const written = sections.reduce((text, { name, lines }) => withSection(text, name, lines), before)
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

/** The row of an input, and before it the heading of its group and the head of a table, when a group begins with it. */
function inputLines({ name, group, description, fallback, isRequired }: Entry): readonly string[] {
  const shown = fallback === '' ? (isRequired ? 'required' : '') : `\`${fallback}\``
  const row = [`\`${name}\``, description, shown]
  const table = tableLines(['Input', 'Meaning', 'Default'], [row])
  return group === '' ? table.slice(2) : ['', `### ${group}`, '', ...table]
}

function outputRow({ name, description }: Entry): readonly string[] {
  return [`\`${name}\``, description]
}

interface Entry {
  readonly name: string
  /** The comment above it in action.yml, which names the group that begins there. */
  readonly group: string
  readonly description: string
  readonly fallback: string
  readonly isRequired: boolean
}

function entries(section: 'inputs' | 'outputs'): readonly Entry[] {
  const map = action.get(section)
  if (!isMap(map)) return []
  return map.items.map((pair, at) => entry(pair, at === 0 ? map.commentBefore : undefined))
}

/** @param before the comment above a map, which belongs to its first entry */
function entry({ key, value }: Pair, before: string | null | undefined): Entry {
  const facts = (name: string) => {
    const fact = isMap(value) ? value.get(name) : undefined
    return typeof fact === 'string' || typeof fact === 'boolean' || typeof fact === 'number'
      ? String(fact)
      : ''
  }
  const comment = before ?? (isScalar(key) ? key.commentBefore : undefined)
  return {
    name: isScalar(key) ? String(key.value) : '',
    group: comment?.trim() ?? '',
    description: facts('description').replaceAll('|', '\\|').trim(),
    fallback: facts('default'),
    isRequired: facts('required') === 'true',
  }
}
