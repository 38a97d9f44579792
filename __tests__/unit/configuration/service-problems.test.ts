import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  type InvalidConfigurationDetail,
  serviceProblems,
} from '../../../src/configuration/service-problems.js'

const FLAGS = "Error invoking extension AppConfig Feature Flags Helper: Invalid 'Content' data"
const ofDetail = (detail: InvalidConfigurationDetail) =>
  serviceProblems({ message: FLAGS, details: [detail] })
const schemaMessage = (schema: string, original: string) =>
  `Could not build JSON schema from invalid input:\n ${schema}.\n Original error message:\n${original}`
const ofSchema = (original: string, schema = '{"s3cr3t": 1}') =>
  serviceProblems({ message: schemaMessage(schema, original), details: [] })

describe('serviceProblems from details', () => {
  test.each([
    ['version', ['version']],
    ['values.feature.color', ['values', 'feature', 'color']],
    ['values.free-shipping.minimum-basket', ['values', 'free-shipping', 'minimum-basket']],
    ['values.f.list[2]', ['values', 'f', 'list', 2]],
    ['values.f._variants.0.rule', ['values', 'f', '_variants', 0, 'rule']],
    ['', []],
  ])('the location %j', (Location, path) => {
    expect(ofDetail({ Constraint: 'Required', Location })).toEqual([{ path, message: 'is missing' }])
  })

  test.each([
    ['Required', 'is missing'],
    ['OneOf(blue, s3cr3t)', 'is not one of the allowed values'],
    ['Type(boolean)', 'is not of the type boolean'],
    ['Type({"s3cr3t"})', 'is not of the type that is asked for'],
    ['Minimum(3)', 'is lower than the minimum'],
    ['Maximum(3)', 'is higher than the maximum'],
    ['Pattern(^s3cr3t)', 'does not match the pattern'],
    ['MaxProperties(100)', 'does not satisfy MaxProperties'],
    ['', 'is not good'],
  ])('the constraint %j: %s', (Constraint, message) => {
    const detail = { Constraint, Location: 'x', Reason: 'is not good', Type: 'NotSatisfied', Value: 's3cr3t' }
    expect(ofDetail(detail)).toEqual([{ path: ['x'], message }])
  })

  test('passes no reason on that quotes the value', () => {
    expect(ofDetail({ Reason: 'red is no colour', Value: 'red' })).toEqual([
      { path: [], message: 'is not valid' },
    ])
    expect(ofDetail({})).toEqual([{ path: [], message: 'is not valid' }])
  })

  test('keeps all details in their order', () => {
    const details = ['b', 'a'].map((Location) => ({ Constraint: 'Required', Location }))
    expect(serviceProblems({ message: FLAGS, details }).map(({ path }) => path)).toEqual([['b'], ['a']])
  })
})

describe('serviceProblems from the message of a JSON Schema validator', () => {
  test.each([
    [
      'numeric instance is lower than the required minimum (minimum: 1, found: 0)',
      'numeric instance is lower than the required minimum (minimum: 1)',
    ],
    [
      'instance type (string) does not match any allowed primitive type (allowed: ["integer"])',
      'instance type (string) does not match any allowed primitive type (allowed: ["integer"])',
    ],
    [
      'object has missing required properties (["a","b"])',
      'object has missing required properties (["a","b"])',
    ],
    [
      'string "s3cr3t" is too short (length: 3, required minimum: 5)',
      'string is too short (length: 3, required minimum: 5)',
    ],
    [
      'instance value ("s3cr3t") not found in enum (possible values: ["a"])',
      'instance value not found in enum (possible values: ["a"])',
    ],
    [
      'ECMA 262 regex "^a" does not match input string "s3cr3t"',
      'ECMA 262 regex "^a" does not match input string',
    ],
  ])('%s', (words, message) => {
    expect(ofSchema(`[message: "${words}" - parent node: /a]`)).toEqual([{ path: ['a'], message }])
  })

  test.each([
    ['/', []],
    ['', []],
    ['/count', ['count']],
    ['/a~1b/m~0n/0', ['a/b', 'm~n', 0]],
  ])('the node %j', (node, path) => {
    expect(ofSchema(`[message: "x" - parent node: ${node}]`)).toEqual([{ path, message: 'x' }])
  })

  test('finds several', () => {
    expect(ofSchema('[message: "one" - parent node: /a, message: "two" - parent node: /b/0]')).toEqual([
      { path: ['a'], message: 'one' },
      { path: ['b', 0], message: 'two' },
    ])
  })

  test('reads nothing of the schema, not even what looks like a message in it', () => {
    const schema = '{"x": "Original error message:\\n[message: \\"s3cr3t\\" - parent node: /s3cr3t]"}'
    expect(ofSchema('[message: "real" - parent node: /a]', schema)).toEqual([
      { path: ['a'], message: 'real' },
    ])
    expect(ofSchema("Unrecognized token 's3cr3t'")).toEqual([
      {
        path: [],
        message: 'does not satisfy the JSON Schema of the configuration profile, or it cannot be used',
      },
    ])
  })

  test('passes no text of any schema on', () => {
    fc.assert(
      fc.property(fc.json(), fc.string(), (schema, more) => {
        const text = `${schema}s3cr3t${more}`
        expect(JSON.stringify(ofSchema('[message: "real" - parent node: /a]', text))).not.toContain('s3cr3t')
      }),
    )
  })

  test('knows an external reference', () => {
    expect(
      serviceProblems({ message: 'External schema references are not supported.', details: [] }),
    ).toEqual([
      { path: [], message: 'cannot be checked: the JSON Schema of the profile refers to another schema' },
    ])
  })

  test('finds nothing in a failure of another kind', () => {
    expect(serviceProblems({ message: 'Could not find configuration x', details: [] })).toEqual([])
  })

  test('takes a message of megabytes', () => {
    const many = Array.from({ length: 5000 }, (_, n) => `message: "bad" - parent node: /list/${n}`).join(', ')
    expect(ofSchema(`[${many}]`, 'x'.repeat(2_000_000))).toHaveLength(5000)
    expect(ofSchema(', message: "'.repeat(100_000))).toHaveLength(1)
  })
})
