import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import {
  ACCEPTED_INPUTS,
  ACCEPTED_OPERATIONS,
  INPUT_TABLE,
  NOT_YET_SUPPORTED,
} from '../../src/inputs/input-table.js'
import { OPERATIONS } from '../../src/deployment/facts.js'
import { readInputs } from '../../src/inputs/inputs.js'
import { OUTPUT_NAMES } from '../../src/report/outputs.js'

interface Input {
  readonly description: string
  readonly required?: boolean
  readonly default?: string
}
interface Metadata {
  readonly name: string
  readonly author: string
  readonly description: string
  readonly branding: { readonly icon: string; readonly color: string }
  readonly inputs: Readonly<Record<string, Input>>
  readonly outputs: Readonly<Record<string, { readonly description: string }>>
  readonly runs: Readonly<Record<string, string>>
}

const ROOT = join(import.meta.dirname, '..', '..')
const fileText = (...path: readonly string[]) => readFileSync(join(ROOT, ...path), 'utf8')
const metadata = parse(fileText('action.yml')) as Metadata
const table = new Map(ACCEPTED_INPUTS.map((row) => [row.name, row]))

/** Reads inputs as the action does. */
function read(given: Readonly<Record<string, string>>) {
  return readInputs({
    get: (name) => given[name] ?? '',
    env: { AWS_REGION: 'us-east-1' },
    readFile: () => ({ ok: false, problem: { kind: 'git' } }),
    digest: (text) => text,
  })
}

/** The inputs that an operation cannot do without, as the descriptions say. */
function requiredBy(operation: string): readonly string[] {
  return Object.entries(metadata.inputs).flatMap(([name, { description }]) =>
    (/Required by ([^.;:]*)/.exec(description)?.[1] ?? '').includes(`\`${operation}\``) ? [name] : [],
  )
}

describe('the inputs of action.yml', () => {
  test('are those of the table, in its order', () => {
    expect(Object.keys(metadata.inputs)).toEqual([...table.keys()])
  })

  test.each(ACCEPTED_OPERATIONS)('say which of them %s requires, as the action does', (operation) => {
    let message = ''
    try {
      read({ operation })
    } catch (error) {
      message = error instanceof Error ? error.message : ''
    }
    const required = [...message.matchAll(/([a-z-]+) is required/g)].map(([, name]) => name)
    expect(required.sort()).toEqual([...requiredBy(operation)].sort())
  })

  test.each(Object.entries(metadata.inputs))('have the type of %s in its description', (name, input) => {
    expect(/ Type: ([A-Za-z]+(?: or ID| map)?)[.,]/.exec(input.description)?.[1]).toBe(table.get(name)?.type)
  })

  // A default that the runner passes on looks like an input that was given.
  test.each(Object.entries(metadata.inputs))(
    'have the default of %s in its description only',
    (name, input) => {
      const documented = /Defaults to `([^`]+)`[. ]/.exec(input.description)?.[1]
      const byDefault = table.get(name)?.default
      if (byDefault !== undefined) expect(documented).toBe(byDefault)
      expect(input.default ?? '').toMatch(/^(?:\$\{\{.*\}\})?$/)
    },
  )

  test('have the defaults that the action takes for what is empty', () => {
    const needed: Readonly<Record<string, string>> = Object.fromEntries(
      [
        'application',
        'environment',
        'configuration-profile',
        'deployment-strategy',
        'configuration-version',
      ].map((name) => [name, 'x']),
    )
    const given: Readonly<Record<string, string>> = Object.fromEntries(
      ACCEPTED_INPUTS.map((row) => [row.name, row.default ?? '']),
    )
    expect(read({ ...given, ...needed })).toEqual(read(needed))
  })

  test('name in the table what is not supported yet, and nothing else', () => {
    const known: readonly string[] = [...INPUT_TABLE.map(({ name }) => name), ...OPERATIONS]
    expect(NOT_YET_SUPPORTED.filter((name) => !known.includes(name))).toEqual([])
  })

  test.each(Object.entries(metadata.inputs))('describe %s in a sentence', (_, { description }) => {
    expect(description).toMatch(/^\S[^]*\.\s*$/)
  })
})

describe('the outputs of action.yml', () => {
  test('are those that the action sets, in the same order', () => {
    expect(Object.keys(metadata.outputs)).toEqual([...OUTPUT_NAMES])
  })

  test.each(Object.entries(metadata.outputs))('describe %s in a sentence', (_, { description }) => {
    expect(description).toMatch(/^\S[^]*\.\s*$/)
  })
})

test('action.yml runs the bundle on Node.js 24, before and after', () => {
  expect(metadata.runs).toEqual({ using: 'node24', main: 'dist/index.js', post: 'dist/post.js' })
  for (const file of ['index.js', 'post.js']) expect(existsSync(join(ROOT, 'dist', file))).toBe(true)
  expect(JSON.parse(fileText('dist', 'package.json'))).toMatchObject({ type: 'module' })
})

/** GitHub's metadata syntax lists the colours; the icons are of Feather 4.28, which has more. */
const COLORS = ['white', 'yellow', 'blue', 'green', 'orange', 'red', 'purple', 'gray-dark']
const ICONS = ['toggle-right', 'upload-cloud', 'sliders', 'layers', 'refresh-cw']

test('action.yml has what the Marketplace asks for', () => {
  expect(metadata.name).toBe('AppConfig Deploy')
  expect(metadata.author).not.toBe('')
  // The form of a release refuses 125 characters and more.
  expect(metadata.description.length).toBeLessThan(125)
  expect(metadata.description).toMatch(/^\S[^\n]*\.$/)
  expect(COLORS).toContain(metadata.branding.color)
  expect(ICONS).toContain(metadata.branding.icon)
})
