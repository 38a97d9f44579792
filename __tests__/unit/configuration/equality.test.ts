import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { sameContent } from '../../../src/configuration/equality.js'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const same = (a: string, b: string, contentType: string, isFeatureFlags = false): boolean =>
  sameContent(bytes(a), bytes(b), { contentType, isFeatureFlags })

describe('sameContent of JSON', () => {
  test.each([
    ['{"a":1,"b":[1,2]}', '{ "b": [1, 2],\r\n "a": 1 }', true],
    ['{"a":3.0}', '{"a":3}', false],
    ['[1,2]', '[2,1]', false],
    ['[1]', '[1,1]', false],
    ['{"a":1}', '{"a":1,"b":null}', false],
    ['{"a":1}', '{"b":1}', false],
    ['{"a":"1"}', '{"a":1}', false],
    ['[100]', '[1e2]', false],
    ['[0]', '[-0]', false],
    ['[1]', '[-1]', false],
    ['[12345678901234567890]', '[12345678901234567891]', false],
    ['[1e400]', '[2e400]', false],
    ['["\\u0061"]', '["a"]', true],
    ['[true]', '["true"]', false],
    ['[null]', '["null"]', false],
    ['{"a":1,"a":1}', '{"a":1}', false],
    ['{"a":1,}', '{"a":1, }', false],
    ['\ufeff{}', '{}', false],
    ['{}', '[]', false],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(same(a, b, 'application/json')).toBe(expected)
    expect(same(b, a, 'application/json')).toBe(expected)
  })

  test('compares what is no UTF-8 by bytes', () => {
    const kind = { contentType: 'application/json', isFeatureFlags: false }
    expect(sameContent(Uint8Array.of(34, 0xff, 34), Uint8Array.of(34, 0xfe, 34), kind)).toBe(false)
    expect(sameContent(Uint8Array.of(34, 0xff, 34), Uint8Array.of(34, 0xff, 34), kind)).toBe(true)
  })

  test('sees neither blanks nor the order of keys, and sees every other value', () => {
    const reversed = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(reversed)
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, entry]) => [key, reversed(entry)]),
      )
    }
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        expect(same(JSON.stringify(a), JSON.stringify(reversed(a), null, 2), 'application/json')).toBe(true)
        const equal = JSON.stringify(a) === JSON.stringify(b)
        if (typeof a !== 'object')
          expect(same(JSON.stringify(a), JSON.stringify(b), 'application/json')).toBe(equal)
        expect(same(JSON.stringify([a]), JSON.stringify([a, b]), 'application/json')).toBe(false)
      }),
    )
  })
})

describe('sameContent of YAML', () => {
  test.each([
    ['a: 1\nb: x', '# why\nb: "x"\na: 1\n', true],
    ['a: 1.10', 'a: 1.1', false],
    ['a: True', 'a: true', false],
    ['a: [1, 2]', 'a:\n  - 1\n  - 2', true],
    ['a: &x [1]\nb: *x', 'a: [1]\nb: [1]', true],
    ['a: ~', 'a: null', false],
    ['a: 1', 'a: "1"', false],
    ['1: a', '"1": a', false],
    // What YAML 1.1 reads as something else.
    ['a: yes', 'a: "yes"', false],
    ['a: 010', 'a: 10', false],
    ['a: 1e3', 'a: 1000', false],
    ['a: 2001-01-01', 'a: "2001-01-01"', false],
    ['a: 1:30', 'a: "1:30"', false],
    ['a: yes', 'a:   yes', true],
    ['a: !Ref x', 'a: x', false],
    ['a: !Ref x', 'a:  !Ref x', false],
    ['a: 1\n---\nb: 1', '- a: 1\n- b: 1', false],
    ['a: 1\n---\nb: 1', '---\na: 1\n---\nb: 1', true],
    ['a: [', 'a:  [', false],
  ])('%j and %j: %s', (a, b, expected) => {
    expect(same(a, b, 'application/x-yaml')).toBe(expected)
    expect(same(b, a, 'application/x-yaml')).toBe(expected)
  })
})

describe('sameContent of other types', () => {
  test('compares bytes', () => {
    expect(same('a = 1', 'a = 1', 'text/plain')).toBe(true)
    expect(same('a = 1', 'a =  1', 'text/plain')).toBe(false)
    expect(same('{"a":1}', '{ "a":1}', 'text/plain')).toBe(false)
  })
})

describe('sameContent of feature flags', () => {
  const flags = (stamp: string, enabled = true) =>
    `{"version":"1","flags":{"f":{"name":"F"${stamp}}},"values":{"f":{"enabled":${enabled}${stamp}}}}`
  const stamped = flags(',"_createdAt":"2024-01-01T00:00:00Z","_updatedAt":"2024-01-02T00:00:00Z"')

  test('leaves out the stamps, whatever the content type says', () => {
    expect(same(flags(''), stamped, 'application/json', true)).toBe(true)
    expect(same(flags(''), stamped, 'text/plain', true)).toBe(true)
    expect(same(flags(''), stamped, 'application/json', false)).toBe(false)
  })

  test('sees a switch', () => {
    expect(same(flags('', false), stamped, 'application/json', true)).toBe(false)
  })

  test('sees a stamp that is not of a flag or a value', () => {
    expect(same('{"_createdAt":1}', '{}', 'application/json', true)).toBe(false)
    expect(same('{"flags":{"_createdAt":{}}}', '{"flags":{}}', 'application/json', true)).toBe(false)
  })
})
