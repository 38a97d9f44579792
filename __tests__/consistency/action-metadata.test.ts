import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
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
const REQUIRED = Object.entries(metadata.inputs).filter(([, { required }]) => required === true)

/** Reads the inputs as the action does; `given` stands for those of a workflow, with `env` as the job's. */
function read(given: Readonly<Record<string, string>>, env: Readonly<Record<string, string>> = {}) {
  const asked: string[] = []
  const inputs = readInputs({
    get: (name) => {
      asked.push(name)
      return given[name] ?? ''
    },
    env: { AWS_REGION: 'us-east-1', ...env },
    readBytes: () => new Uint8Array([123, 125]),
    digest: (text) => text,
    readFile: () => '{Name: notify, Actions: {ON_DEPLOYMENT_START: [{Name: tell, Uri: "arn:aws:sns:x"}]}}',
  })
  return { inputs, asked: new Set(asked) }
}

/** The inputs that an operation cannot do without, as action.yml says: `required`, or in words. */
function requiredBy(operation: string): Readonly<Record<string, string>> {
  const names = Object.entries(metadata.inputs).flatMap(([name, { required, description }]) =>
    required === true || (/Required by ([^.;]*)/.exec(description)?.[1] ?? '').includes(`\`${operation}\``)
      ? [name]
      : [],
  )
  return { operation, ...Object.fromEntries(names.map((name) => [name, 'x'])) }
}

const OPERATIONS = ['deploy', 'plan', 'watch', 'rollback', 'remove-environment']
const needed = requiredBy('deploy')

describe('the inputs of action.yml', () => {
  test('are those that the operations read', () => {
    const asked = OPERATIONS.flatMap((operation) => [...read(requiredBy(operation)).asked])
    expect([...new Set(asked)].sort()).toEqual(Object.keys(metadata.inputs).sort())
  })

  test.each(REQUIRED.map(([name]) => name))('say of %s that every operation requires it', (name) => {
    for (const operation of OPERATIONS) {
      expect(() => read({ ...requiredBy(operation), [name]: '' })).toThrow(`${name} is missing`)
    }
  })

  test.each(OPERATIONS)('say which of them %s requires, as the action does', (operation) => {
    const required = Object.keys(requiredBy(operation)).filter((name) => name !== 'operation')
    let message = ''
    try {
      read({ operation })
    } catch (error) {
      message = error instanceof Error ? error.message : ''
    }
    const missing = [...message.matchAll(/([a-z-]+) is missing/g)].map(([, name]) => name)
    expect(missing.sort()).toEqual(required.sort())
  })

  test('have the defaults that the action takes for what is empty', () => {
    const defaults = Object.entries(metadata.inputs).flatMap(([name, input]) =>
      // What an expression gives is known to a job only.
      input.default === undefined || input.default.startsWith('${{') ? [] : [[name, input.default] as const],
    )
    expect(defaults.map(([name]) => name)).toContain('wait-for')
    // An association is read only where there is an extension to associate.
    const extension = { 'extension-file': 'extension.yml' }
    expect(read({ ...Object.fromEntries(defaults), ...needed, ...extension }).inputs).toEqual(
      read({ ...needed, ...extension }).inputs,
    )
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
