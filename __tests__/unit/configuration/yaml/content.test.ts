import { sizeTest } from '../../../quick.js'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { stringify } from 'yaml'
import { parseContent } from '../../../../src/configuration/document.js'

const problems = (text: string): readonly string[] => {
  const parsed = parseContent(text, 'yaml')
  return parsed.ok ? [] : parsed.problems.map(({ line, column, message }) => `${line}:${column} ${message}`)
}
const value = (text: string): unknown => {
  const parsed = parseContent(text, 'yaml')
  return parsed.ok ? parsed.document.value : parsed.problems
}
const locate = (text: string, ...path: readonly (string | number)[]): string => {
  const parsed = parseContent(text, 'yaml')
  const place = parsed.ok ? parsed.document.locate(path) : undefined
  return `${place?.line}:${place?.column}`
}

describe('parseContent of YAML', () => {
  test.each([
    ['', '1:1 The content is empty.'],
    ['a: 1\r\nb: 2\r\na: 3', '3:1 The key is in this map already.'],
    ['a: 1\n"a": 2', '2:1 The key is in this map already.'],
    ['a:\n\tb: 1', '2:1 YAML is indented with blanks, not with tabs.'],
    ['a: *x', '1:4 The anchor of this alias does not stand before it.'],
    ['a: &x [*x]', '1:8 The anchor of this alias does not stand before it.'],
    ['a: @x', '1:4 A value that starts with this character has to be quoted.'],
    ['a: "\\q"', '1:5 YAML does not know this escape; a backslash itself is written as two.'],
  ])('%j: %s', (text, expected) => {
    expect(problems(text)).toEqual([expected])
  })

  test('finds the errors of all documents', () => {
    expect(problems('a: @x\n---\nb: @y')).toHaveLength(2)
  })

  test('quotes nothing of the content', () => {
    for (const text of [
      'a: *secret',
      'a: "secret',
      '- !<secret',
      'secret: [',
      'a: b: secret',
      '%secret\n---',
      '}secret',
    ]) {
      expect(problems(text).join()).not.toContain('secret')
    }
  })

  test.each([
    ['a: 1\n---\nb: 2', [{ a: 1 }, { b: 2 }]],
    ['a: &x {b: 1}\nc: *x', { a: { b: 1 }, c: { b: 1 } }],
    ['a: yes\nb: 010\nc: ~\nd:', { a: 'yes', b: 10, c: null, d: null }],
    ['? {a: 1}\n: 2', { '{"a":1}': 2 }],
    ['1: x\ntrue: y', { '1': 'x', true: 'y' }],
    ['# nothing but a comment', null],
    ['\ufeffa: 1', { a: 1 }],
  ])('%j is %j', (text, expected) => {
    expect(value(text)).toEqual(expected)
  })

  test.each([
    ['[', '['.repeat(10_000)],
    ['{', '{a: '.repeat(10_000)],
    ['-', '- '.repeat(10_000) + 'x'],
    ['maps', Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
  ])('refuses thousands of levels of %s without overflowing', (_, text) => {
    expect(problems(text)[0]).toMatch(/^\d+:\d+ The content is nested deeper than 500 levels\.$/)
  })

  test('does not expand aliases that stand for billions of values, not even as a key', () => {
    const letters = Array.from('abcdefghi')
    const bomb = letters.map((letter, index) => {
      const inner = index === 0 ? 'x' : `*${letters[index - 1]!}`
      return `${letter}: &${letter} [${Array(9).fill(inner).join(', ')}]`
    })
    expect(problems(bomb.join('\n'))).toEqual(['1:1 Its aliases make the content too large.'])
    expect(problems([...bomb, '? *i\n: 1'].join('\n'))).not.toEqual([])
  })

  sizeTest('takes 2 MB with tens of thousands of keys', () => {
    const lines = Array.from(
      { length: 30_000 },
      (_, n) => `key-${n}:\n  name: "value of the key ${n}"\n  count: ${n}`,
    )
    expect(problems(lines.join('\n'))).toEqual([])
  })

  test('reads what was written as YAML', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (written) => {
        const text = stringify(written)
        expect(JSON.stringify(value(text))).toBe(JSON.stringify(written))
      }),
    )
  })
})

describe('locate', () => {
  const text =
    '# ü\r\nflags:\r\n  a:\r\n    - x\r\n    - {y: 1}\r\n  empty:\r\n  copy: &c {z: 1}\r\nother: *c\r\n'

  test.each([
    [[], '2:1'],
    [['flags', 'a', 0], '4:7'],
    [['flags', 'a', 1, 'y'], '5:11'],
    [['flags', 'a', 1, 'missing'], '5:7'],
    [['flags', 'empty'], '6:3'],
    [['flags', 'missing'], '2:1'],
    [['other'], '8:8'],
    [['other', 'missing'], '8:1'],
  ])('%j is at %s', (path, place) => {
    expect(locate(text, ...path)).toBe(place)
  })
})
