import { runs } from '../../../quick.js'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { featureFlagChanges } from '../../../../src/configuration/flags/changes.js'
import { flagChangeText } from '../../../../src/report/summary/flag-changes-text.js'

const texts = (before: unknown, after: unknown): readonly string[] =>
  featureFlagChanges(before, after).map(flagChangeText)
/** The changes of one flag `f`. */
const ofFlag = (before: readonly [object, object?], after: readonly [object, object?]): readonly string[] => {
  const document = ([flag, value]: readonly [object, object?]) => ({
    version: '1',
    flags: { f: flag },
    values: value === undefined ? {} : { f: value },
  })
  return texts(document(before), document(after))
}
const number = (constraints: object, description?: string) => ({
  attributes: { a: { constraints, ...(description === undefined ? {} : { description }) } },
})

describe('featureFlagChanges', () => {
  test('names added and removed flags by their keys in order', () => {
    const before = { flags: { b: {}, a: {} }, values: { b: { enabled: true } } }
    const after = {
      flags: { d: {}, b: {}, c: {}, e: {} },
      values: { b: { enabled: true }, d: { enabled: true }, c: { enabled: false } },
    }
    expect(texts(before, after)).toEqual([
      'Flag a removed',
      'Flag c added, switched off',
      'Flag d added, switched on',
      'Flag e added',
    ])
  })

  test.each([
    [[{}, { enabled: false }], [{}, { enabled: true }], ['Flag f switched on']],
    [[{}, { enabled: true }], [{}, { enabled: false }], ['Flag f switched off']],
    [[{}], [{}, { enabled: true }], ['Flag f switched on']],
    [[{}], [{}, { enabled: false }], ['Flag f changed']],
    [[{}, { enabled: true }], [{}], ['Flag f switched off']],
    [[{ name: 'A' }], [{ name: 'B' }], ['Flag f renamed from "A" to "B"']],
    [[{}], [{ description: 'x' }], ['Flag f: description changed']],
    [[{}], [{ _deprecation: { status: 'planned' } }], ['Flag f: deprecation changed from none to planned']],
    [[{ _deprecation: { status: 'planned' } }], [{}], ['Flag f: deprecation changed from planned to none']],
    [[{}], [{ more: 1 }], ['Flag f changed']],
    [[{ _createdAt: 'a' }, { enabled: true, _updatedAt: 'b' }], [{}, { enabled: true }], []],
  ] as const)('%j to %j: %j', (before, after, expected) => {
    expect(ofFlag(before, after)).toEqual(expected)
  })

  test.each([
    [[{}, {}], [number({}), { a: 1 }], ['Flag f, attribute a added with 1']],
    [[{}], [number({})], ['Flag f, attribute a added']],
    [[number({}), { a: 1 }], [{}, {}], ['Flag f, attribute a removed']],
    [[number({}), { a: 1 }], [number({}), { a: 2 }], ['Flag f, attribute a: 1 → 2']],
    [[number({}), { a: ['x'] }], [number({}), { a: ['x', 'y'] }], ['Flag f, attribute a: ["x"] → ["x","y"]']],
    [[number({}), {}], [number({}), { a: 'x' }], ['Flag f, attribute a: no value → "x"']],
    [[number({ minimum: 1 })], [number({ minimum: 2 })], ['Flag f, attribute a: constraints changed']],
    [[number({})], [number({}, 'x')], ['Flag f, attribute a: description changed']],
    [[number({ a: 1, b: 2 })], [number({ b: 2, a: 1 })], []],
  ] as const)('attributes: %j to %j: %j', (before, after, expected) => {
    expect(ofFlag(before, after)).toEqual(expected)
  })

  const variants = (...list: readonly object[]) => [{}, { _variants: list }] as const
  const [a, b, c] = [
    { name: 'a', enabled: true },
    { name: 'b', enabled: true },
    { name: 'c', enabled: false },
  ]

  test.each([
    [variants(a), variants(a, b), ['Flag f, variant b added']],
    [variants(a, b), variants(b), ['Flag f, variant a removed']],
    [variants(a, b, c), variants(b, a, c), ['Flag f, variants in another order']],
    [variants(a, c), variants({ ...a, enabled: false }, c), ['Flag f, variant a: switched off']],
    [
      variants(c),
      variants({ ...c, enabled: true, rule: 'x', attributeValues: {} }),
      ['Flag f, variant c: switched on, rule changed, attribute values changed'],
    ],
    [variants(a), variants({ ...a, more: 1 }), ['Flag f, variant a: something else changed']],
    [variants(a, a), variants(a), ['Flag f, variant a (2) removed']],
    [
      variants(a, b),
      variants(c, b, { ...a, rule: 'x' }),
      ['Flag f, variant c added', 'Flag f, variant a: rule changed', 'Flag f, variants in another order'],
    ],
    [[{}, { enabled: true }], variants(a), ['Flag f, variant a added']],
    [variants({}), variants({ enabled: true }), ['Flag f, variant without a name: switched on']],
  ] as const)('variants: %j to %j: %j', (before, after, expected) => {
    expect(ofFlag(before, after)).toEqual(expected)
  })

  test('sees what is outside of the flags', () => {
    expect(texts({ version: '1' }, { version: '2' })).toEqual(['Something outside of the flags changed'])
    expect(texts([], {})).toEqual(['Something outside of the flags changed'])
    expect(texts({ flags: [] }, { flags: {} })).toEqual(['Something outside of the flags changed'])
  })

  test('takes keys of the prototype for keys', () => {
    const flags = JSON.parse('{"flags":{"__proto__":{"name":"x"},"toString":{}}}') as unknown
    expect(texts({ flags: {} }, flags)).toEqual(['Flag __proto__ added', 'Flag toString added'])
  })

  const key = fc.constantFrom(
    'enabled',
    'name',
    'attributes',
    'a',
    'constraints',
    '_variants',
    'rule',
    '_deprecation',
    'status',
    '',
    '_',
  )
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom(true, false, null, 1, 'x'),
      fc.dictionary(key, tie('tree')),
      fc.array(tie('tree'), { maxLength: 2 }),
    ),
  }))
  const document = fc.record(
    {
      version: fc.constantFrom('1', '2'),
      flags: fc.oneof(tree, fc.record({ f: tree })),
      values: fc.oneof(tree, fc.record({ f: tree })),
    },
    { requiredKeys: [] },
  )

  test('is empty exactly for the same content', () => {
    const sorted = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(sorted)
      if (typeof value !== 'object' || value === null) return value
      const entries = Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1))
      return Object.fromEntries(entries.map(([name, entry]) => [name, sorted(entry)]))
    }
    fc.assert(
      fc.property(document, document, (before, after) => {
        const same = JSON.stringify(sorted(before)) === JSON.stringify(sorted(after))
        expect(texts(before, after).length === 0).toBe(same)
        expect(texts(before, structuredClone(before))).toEqual([])
      }),
      { numRuns: runs(2000) },
    )
  })
})

test('flagChangeText cuts long values', () => {
  const change = { kind: 'attribute-added', flag: 'f', attribute: 'a', value: 'x'.repeat(500) } as const
  expect(flagChangeText(change)).toBe(`Flag f, attribute a added with "${'x'.repeat(78)}…`)
})
