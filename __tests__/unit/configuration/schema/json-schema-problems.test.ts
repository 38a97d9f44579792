import { describe, expect, test } from '@jest/globals'
import { jsonSchemaProblems } from '../../../../src/configuration/schema/json-schema-problems.js'

const found = (schema: unknown, value: unknown) => jsonSchemaProblems(JSON.stringify(schema), value)
const CANNOT = 'cannot be checked with the JSON Schema of the configuration profile:'

describe('jsonSchemaProblems', () => {
  test.each([
    [{ type: 'object' }, {}, []],
    [{ properties: { a: { type: 'number' } } }, { a: 'x' }, [{ path: ['a'], message: 'must be number' }]],
    [{ required: ['a'] }, {}, [{ path: [], message: "must have required property 'a'" }]],
    [
      { items: { enum: ['x'] } },
      ['x', 'y'],
      [{ path: [1], message: 'must be equal to one of the allowed values' }],
    ],
    [
      { additionalProperties: false },
      { 'a/b': 1 },
      [{ path: ['a/b'], message: 'is not allowed by the JSON Schema' }],
    ],
    [
      { properties: { 'a/~b': { maximum: 1 } } },
      { 'a/~b': 2 },
      [{ path: ['a/~b'], message: 'must be <= 1' }],
    ],
    [{ properties: { 0: { maximum: 1 } } }, { 0: 2 }, [{ path: ['0'], message: 'must be <= 1' }]],
    [{ properties: { '': { maximum: 1 } } }, { '': 2 }, [{ path: [''], message: 'must be <= 1' }]],
    // Draft-04: a boolean beside the limit. Later drafts have a number here.
    [{ minimum: 3, exclusiveMinimum: true }, 3, [{ path: [], message: 'must be > 3' }]],
    // An escape that Unicode mode does not know.
    [{ pattern: '^a\\-b$' }, 'a-b', []],
    [{ format: 'email' }, 'x', []],
    [{ $schema: 'http://json-schema.org/draft-07/schema#', type: 'string' }, 'x', []],
    [
      { definitions: { a: { type: 'null' } }, $ref: '#/definitions/a' },
      1,
      [{ path: [], message: 'must be null' }],
    ],
  ])('%j with %j', (schema, value, expected) => {
    expect(found(schema, value)).toEqual(expected)
  })

  test('finds every violation', () => {
    expect(found({ properties: { a: { type: 'null' }, b: { type: 'null' } } }, { a: 1, b: 1 })).toHaveLength(
      2,
    )
  })

  test.each([
    ['secret', 'it is not a JSON object'],
    ['[]', 'it is not a JSON object'],
    ['{"type": "secret"}', 'it is not a valid schema of draft-04'],
    ['{"$ref": "#/definitions/secret"}', 'it is not a valid schema of draft-04'],
    ['{"pattern": "secret("}', 'it is not a valid schema of draft-04'],
    [
      '{"items": [{"$ref": "http://secret.example/a.json"}]}',
      'it refers to another schema, which AppConfig does not support',
    ],
    ['{"$ref": "secret.json"}', 'it refers to another schema, which AppConfig does not support'],
    [`{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}`, 'it is not a valid schema of draft-04'],
  ])('of a schema that cannot be used says why, without its text: %#', (schema, why) => {
    expect(jsonSchemaProblems(schema, 'x')).toEqual([{ path: [], message: `${CANNOT} ${why}` }])
  })

  test('shortens what a schema makes long', () => {
    const [problem] = found({ pattern: 'x'.repeat(1000) }, 'y')
    expect(problem!.message).toHaveLength(201)
  })
})
