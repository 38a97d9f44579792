import { runs } from '../../../quick.js'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseContent } from '../../../../src/configuration/document.js'
import { featureFlagProblems } from '../../../../src/configuration/flags/problems.js'
import { locatedProblems, pathText } from '../../../../src/configuration/located-problems.js'

const EXAMPLE = join(import.meta.dirname, '../../../../examples/configuration/feature-flags.json')
const found = (value: unknown): readonly string[] =>
  featureFlagProblems(value).map(({ path, message }) => `${pathText(path)} ${message}`)

/** The problems of one flag `f` whose attribute `a` has these constraints and this value. */
const ofValue = (constraints: unknown, a: unknown, enabled: unknown = true): readonly string[] =>
  found({
    version: '1',
    flags: { f: { name: 'F', attributes: { a: { constraints } } } },
    values: { f: { enabled, ...(a === undefined ? {} : { a }) } },
  })
const ofDefinition = (flag: unknown): readonly string[] => found({ version: '1', flags: { f: flag } })
const ofVariants = (_variants: unknown): readonly string[] =>
  found({
    version: '1',
    flags: { f: { attributes: { a: { constraints: { type: 'number', required: true } } } } },
    values: { f: { _variants } },
  })

const entries = (count: number, entry: unknown) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`k${n}`, entry]))

describe('featureFlagProblems of the document', () => {
  test.each([
    [null, [' must be an object, not null']],
    [[], [' must be an object, not an array']],
    [{}, ['version is missing; it must be "1"']],
    [{ version: 1 }, ['version must be the string "1"']],
    [{ version: '2' }, ['version must be the string "1"']],
    [{ version: '1' }, []],
    [{ version: '1', flags: [] }, ['flags must be an object, not an array']],
    [{ version: '1', values: 'x' }, ['values must be an object, not a string']],
    [{ version: '1', more: 1 }, ['more is not known here; known are version, flags, values']],
    [{ version: '1', values: { f: {} } }, ['values.f is the value of a flag that "flags" does not define']],
    [{ version: '1', flags: entries(100, {}) }, []],
    [{ version: '1', flags: entries(101, {}) }, ['flags has 101 flags; AppConfig takes at most 100']],
  ])('%j', (value, expected) => {
    expect(found(value)).toEqual(expected)
  })

  const KEY = 'has a key that is not a small letter and up to 63 letters, digits, "_" and "-"'
  test.each(['F', '1a', '_a', 'a.b', '', 'ü', 'a'.repeat(65)])('refuses the key %j', (key) => {
    expect(featureFlagProblems({ version: '1', flags: { [key]: {} } })).toEqual([
      { path: ['flags', key], message: KEY },
    ])
  })

  test.each(['f', 'aB-_9', 'a'.repeat(64)])('takes the key %j', (key) => {
    expect(
      featureFlagProblems({ version: '1', flags: { [key]: {} }, values: { [key]: { enabled: true } } }),
    ).toEqual([])
  })

  test('finds nothing in the example', () => {
    expect(found(JSON.parse(readFileSync(EXAMPLE, 'utf8')))).toEqual([])
  })
})

describe('featureFlagProblems of a definition', () => {
  test.each([
    ['x', 'flags.f must be an object, not a string'],
    [
      { enabled: true },
      'flags.f.enabled is not known here; known are name, description, attributes, _deprecation, _createdAt, _updatedAt',
    ],
    [{ name: 1 }, 'flags.f.name must be a string, not a number'],
    [{ name: '' }, 'flags.f.name must be one line of 1 to 64 characters'],
    [{ name: 'a\nb' }, 'flags.f.name must be one line of 1 to 64 characters'],
    [{ name: 'x'.repeat(65) }, 'flags.f.name must be one line of 1 to 64 characters'],
    [{ description: 'x'.repeat(1025) }, 'flags.f.description is longer than 1024 characters'],
    [{ _deprecation: 'planned' }, 'flags.f._deprecation must be an object, not a string'],
    [{ _deprecation: { status: 'done' } }, 'flags.f._deprecation.status must be "planned"'],
    [{ attributes: [] }, 'flags.f.attributes must be an object, not an array'],
    [{ attributes: entries(26, {}) }, 'flags.f.attributes has 26 attributes; AppConfig takes at most 25'],
    [
      { attributes: { a: { type: 'x' } } },
      'flags.f.attributes.a.type is not known here; known are description, constraints',
    ],
    [{ attributes: { a: 1 } }, 'flags.f.attributes.a must be an object, not a number'],
  ])('%j: %s', (flag, expected) => {
    expect(ofDefinition(flag)).toEqual([expected])
  })

  test.each([
    [[], ' must be an object, not an array'],
    [{}, '.type is missing; it is one of string, number, boolean, array'],
    [{ type: 'int' }, '.type must be one of string, number, boolean, array'],
    [{ type: 'toString' }, '.type must be one of string, number, boolean, array'],
    [{ type: 'string', minimum: 1 }, '.minimum is not known here; known are type, required, pattern, enum'],
    [{ type: 'number', enum: [1] }, '.enum is not known here; known are type, required, minimum, maximum'],
    [{ type: 'boolean', required: 'yes' }, '.required must be a boolean, not a string'],
    [{ type: 'number', minimum: '1' }, '.minimum must be a number, not a string'],
    [{ type: 'string', pattern: 1 }, '.pattern must be a string, not a number'],
    [{ type: 'string', pattern: 'x'.repeat(1025) }, '.pattern is longer than 1024 characters'],
    [{ type: 'string', enum: 'x' }, '.enum must be an array, not a string'],
    [
      { type: 'string', pattern: 'x', enum: ['x'] },
      ' has both "pattern" and "enum"; AppConfig takes one of them',
    ],
    [{ type: 'array', elements: { type: 'array' } }, '.elements.type must be one of string, number'],
    [
      { type: 'array', elements: { type: 'number', pattern: '' } },
      '.elements.pattern is not known here; known are type, required, minimum, maximum',
    ],
  ])('constraints %j: %s', (constraints, expected) => {
    expect(ofDefinition({ attributes: { a: { constraints } } })).toEqual([
      `flags.f.attributes.a.constraints${expected}`,
    ])
  })
})

describe('featureFlagProblems of a value', () => {
  const number = { type: 'number', minimum: 0, maximum: 5 }
  const required = { type: 'string', required: true }
  const colours = { type: 'string', enum: ['blue', 'green'] }
  const list = { type: 'array', elements: { type: 'string', enum: ['AT', 'CH'] } }
  const items = 'must hold either strings or numbers, not both'

  test.each([
    [number, 0, []],
    [number, 5, []],
    [number, -1, ['is lower than the "minimum" in its constraints']],
    [number, 5.1, ['is higher than the "maximum" in its constraints']],
    [number, '1', ['must be a number, not a string']],
    [number, null, ['must be a number, not null']],
    [number, undefined, []],
    [required, undefined, ['is missing; the constraints of the attribute require it']],
    [required, '', []],
    [colours, 'green', []],
    [colours, 'red', ['is not one of the values that "enum" in its constraints allows']],
    [{ type: 'string', pattern: '^a' }, 'ba', ['does not match the "pattern" in its constraints']],
    [{ type: 'string', pattern: '(?i)a(' }, 'b', []],
    [{ type: 'string' }, 'x'.repeat(1025), ['is longer than 1024 characters']],
    [{ type: 'boolean' }, 'true', ['must be a boolean, not a string']],
    [{ type: 'boolean' }, false, []],
    [{ type: 'array' }, ['a', 1], [items]],
    [{ type: 'array' }, [], []],
    [list, 'AT', ['must be an array, not a string']],
    [undefined, { x: 1 }, ['must be a string, number, boolean or array, not an object']],
    [undefined, 'anything', []],
  ])('%j with %j: %j', (constraints, value, expected) => {
    expect(ofValue(constraints, value)).toEqual(expected.map((problem) => `values.f.a ${problem}`))
  })

  test('names the element of an array', () => {
    expect(ofValue(list, ['AT', 'XX', 3])).toEqual([
      'values.f.a[1] is not one of the values that "enum" in its constraints allows',
      'values.f.a[2] must be a string, not a number',
    ])
    expect(ofValue({ type: 'array' }, [true])).toEqual([
      'values.f.a[0] must be a string or a number, not a boolean',
    ])
  })

  test('asks for no required attribute of a flag that is off', () => {
    expect(ofValue(required, undefined, false)).toEqual([])
  })

  test.each([
    [undefined, 'is missing; it is true or false'],
    ['true', 'must be a boolean, not a string'],
  ])('enabled %j %s', (enabled, expected) => {
    expect(found({ version: '1', flags: { f: {} }, values: { f: { enabled } } })).toEqual([
      `values.f.enabled ${expected}`,
    ])
  })

  test('knows no attribute that the flag does not define', () => {
    expect(
      found({ version: '1', flags: { f: {} }, values: { f: { enabled: true, b: 1, toString: 1, _x: 1 } } }),
    ).toEqual(
      ['b', 'toString', '_x'].map(
        (key) => `values.f.${key} is the value of an attribute that the flag does not define`,
      ),
    )
  })

  test('leaves stamps alone', () => {
    expect(
      found({
        version: '1',
        flags: { f: { _createdAt: 'x' } },
        values: { f: { enabled: true, _updatedAt: 'x' } },
      }),
    ).toEqual([])
  })
})

describe('featureFlagProblems of variants', () => {
  const last = { name: 'default', enabled: false }
  const first = { name: 'beta', enabled: true, rule: '(eq $user "a")', attributeValues: { a: 1 } }

  test.each([
    [[first, last], []],
    ['x', [' must be an array, not a string']],
    [[], [' must have at least the default variant']],
    [[1], ['[0] must be an object, not a number']],
    [[first], ['[0].rule must not be there: the last variant is the default']],
    [[last, last], ['[0].rule is missing; only the last variant is without a rule']],
    [[{ enabled: false }], ['[0].name is missing']],
    [[{ name: 'x' }], ['[0].enabled is missing; it is true or false']],
    [[{ ...last, when: 1 }], ['[0].when is not known here; known are name, enabled, rule, attributeValues']],
    [[{ ...first, rule: 1 }, last], ['[0].rule must be a string, not a number']],
    [
      [{ ...first, attributeValues: { a: '1' } }, last],
      ['[0].attributeValues.a must be a number, not a string'],
    ],
    [
      [{ ...first, attributeValues: [] }, last],
      [
        '[0].attributeValues must be an object, not an array',
        '[0].attributeValues.a is missing; the constraints of the attribute require it',
      ],
    ],
    [
      [{ ...last, attributeValues: { b: 1 } }],
      ['[0].attributeValues.b is the value of an attribute that the flag does not define'],
    ],
  ])('%j', (variants, expected) => {
    expect(ofVariants(variants)).toEqual(expected.map((problem) => `values.f._variants${problem}`))
  })
})

describe('featureFlagProblems in a file', () => {
  const lines = [
    '{',
    '  "version": "1",',
    '  "flags": {',
    '    "new-checkout": {',
    '      "name": "New checkout",',
    '      "attributes": {',
    '        "limit": { "constraints": { "type": "number" } }',
    '      }',
    '    }',
    '  },',
    '  "values": {',
    '    "new-checkout": {',
    '      "enabled": true,',
    '      "limit": "fifty"',
    '    }',
    '  }',
    '}',
  ]

  test.each(['\n', '\r\n'])('a type error on line 14 is located on line 14 with %j', (end) => {
    const parsed = parseContent(lines.join(end), 'json')
    expect(parsed.ok && locatedProblems(featureFlagProblems(parsed.document.value), parsed.document)).toEqual(
      [{ message: 'values.new-checkout.limit must be a number, not a string', line: 14, column: 16 }],
    )
  })

  test('what is missing is located at the flag', () => {
    const parsed = parseContent(lines.toSpliced(12, 1).join('\n'), 'json')
    expect(parsed.ok && locatedProblems(featureFlagProblems(parsed.document.value), parsed.document)).toEqual(
      [
        { message: 'values.new-checkout.enabled is missing; it is true or false', line: 12, column: 5 },
        { message: 'values.new-checkout.limit must be a number, not a string', line: 13, column: 16 },
      ],
    )
  })
})

test('featureFlagProblems takes any value and quotes none', () => {
  const key = fc.constantFrom(
    'version',
    'flags',
    'values',
    'f',
    'attributes',
    'constraints',
    'type',
    'enum',
    '_variants',
    'name',
    'rule',
    'enabled',
  )
  const leaf = fc.oneof(
    fc.constantFrom('1', 'string', 'number', 'array', true, null, 3),
    fc.constant('s3cr3t'),
  )
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'medium' },
      leaf,
      fc.dictionary(key, tie('tree')),
      fc.array(tie('tree'), { maxLength: 3 }),
    ),
  }))
  fc.assert(
    fc.property(tree, tree, (flag, value) => {
      const document = { version: '1', flags: { f: flag }, values: { f: value } }
      expect(found(document).join()).not.toContain('s3cr3t')
      expect(found(flag).join()).not.toContain('s3cr3t')
    }),
    { numRuns: runs(1000) },
  )
})
