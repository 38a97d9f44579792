import { runs, sizeTest } from '../../../quick.js'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseContent } from '../../../../src/configuration/document.js'

const problems = (text: string): readonly string[] => {
  const parsed = parseContent(text, 'json')
  return parsed.ok ? [] : parsed.problems.map(({ line, column, message }) => `${line}:${column} ${message}`)
}
const locate = (text: string, ...path: readonly (string | number)[]): string => {
  const parsed = parseContent(text, 'json')
  const place = parsed.ok ? parsed.document.locate(path) : undefined
  return `${place?.line}:${place?.column}`
}

const COMMENT = 'JSON has no comments.'
const WORD = 'A value or key without quotes is true, false, null or a number.'
const NUMBER = 'This is not a number as JSON writes numbers.'
const SINGLE = 'JSON takes texts in double quotes, not in single ones.'
const ESCAPE = 'JSON does not know this escape; a backslash itself is written as two.'
const CONTROL = 'A control character in a text is written as an escape.'
const OPEN = 'The text that starts here has no closing quote on its line.'

describe('parseContent of JSON', () => {
  test.each([
    ['', ['1:1 The content is empty.']],
    ['\ufeff', ['1:1 The content is empty.']],
    ['  \n ', ['2:2 The content ends where a value is expected.']],
    ['// a\n{}', [`1:1 ${COMMENT}`]],
    ['{} /* a\n */ # b', [`1:4 ${COMMENT}`, `2:5 ${COMMENT}`]],
    ['{"a": 1,}', ['1:8 JSON has no comma before "}".']],
    ['[1,\n2,\n]', ['2:2 JSON has no comma before "]".']],
    ["{'a': 'b'}", [`1:2 ${SINGLE}`, `1:7 ${SINGLE}`]],
    ['{"a": 1,\r\n "b": 2,\r\n "a": 3}', ['3:2 The key is in this object already.']],
    ['{"a": 1, "\\u0061": 2}', ['1:10 The key is in this object already.']],
    ['{a: 1}', [`1:2 ${WORD}`]],
    ['[NaN, Infinity, undefined, True]', [`1:2 ${WORD}`, `1:7 ${WORD}`, `1:17 ${WORD}`, `1:28 ${WORD}`]],
    ['[01, .5, +1, 1., 0x1, -, 1e]', [2, 6, 10, 14, 18, 23, 26].map((column) => `1:${column} ${NUMBER}`)],
    ['["\\q\\x41\\u12"]', [`1:3 ${ESCAPE}`, `1:5 ${ESCAPE}`, `1:9 ${ESCAPE}`]],
    ['["a\tb"]', [`1:4 ${CONTROL}`]],
    ['["ü\0"]', [`1:4 ${CONTROL}`]],
    ['{"a": "b\n}', [`1:7 ${OPEN}`]],
    ['["a\\"]', [`1:2 ${OPEN}`]],
    ['[1 2]', ['1:4 A "," or "]" is expected.']],
    ['{"a" 1}', ['1:6 A ":" is expected after a key.']],
    ['{"a": }', ['1:7 A value is expected, not "}".']],
    ['{1: 2}', ['1:2 A key in double quotes is expected.']],
    ['[,]', ['1:2 A value is expected, not ",".']],
    ['{"a": [1}', ['1:9 A "," or "]" is expected.']],
    ['{"a": 1', ['1:8 A "," or "}" is expected.']],
    ['{}\n{}', ['2:1 Nothing may follow the value that ends here.']],
    ['\u00a0{}', ['1:1 This character has no meaning in JSON here.']],
  ])('%j: %j', (text, expected) => {
    expect(problems(text)).toEqual(expected)
  })

  test('reads on after what is clear, so that one run finds all of it', () => {
    expect(problems('{\n  // c\n  "a": \'x\',\n  "b": [1,],\n  "a": tru,\n}')).toEqual([
      `2:3 ${COMMENT}`,
      `3:8 ${SINGLE}`,
      '4:10 JSON has no comma before "]".',
      '5:3 The key is in this object already.',
      `5:8 ${WORD}`,
      '5:11 JSON has no comma before "}".',
    ])
  })

  test('counts no column for a byte order mark', () => {
    expect(problems('\ufeff{a: 1}')).toEqual([`1:2 ${WORD}`])
    expect(locate('\ufeff{"a": 1}', 'a')).toBe('1:7')
  })

  test.each(['[', '{"a":'])('refuses 10,000 levels of %s without overflowing', (open) => {
    const [first, ...others] = problems(open.repeat(10_000))
    expect(first).toBe(`1:${500 * open.length + 1} The content is nested deeper than 500 levels.`)
    expect(others).toEqual([])
  })

  test('takes 500 levels', () => {
    expect(problems('['.repeat(500) + ']'.repeat(500))).toEqual([])
  })

  test('stops counting at 100 problems', () => {
    expect(problems(`[${'x,'.repeat(500)}1]`)).toHaveLength(100)
  })

  sizeTest('takes 2 MB, in many values and in one', () => {
    const many = JSON.stringify(Array.from({ length: 40_000 }, (_, n) => ({ id: n, name: `übung "${n}"\n` })))
    expect(problems(many)).toEqual([])
    expect(problems(JSON.stringify({ a: '"\\x'.repeat(500_000) }))).toEqual([])
    expect(problems(`"${'\\q'.repeat(1_000_000)}`)).toHaveLength(100)
  })

  test('keeps a key named like the prototype as a key', () => {
    const parsed = parseContent('{"__proto__": {"x": 1}}', 'json')
    expect(parsed.ok && Object.keys(parsed.document.value as object)).toEqual(['__proto__'])
  })

  test('reads what JSON.parse reads, as the same value', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 1, '\t', '\r\n '), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), null, indent)
        const parsed = parseContent(text, 'json')
        expect(parsed.ok && parsed.document.value).toEqual(JSON.parse(text))
      }),
    )
  })

  test('refuses what JSON.parse refuses and duplicate keys, with places inside of the text', () => {
    const signs = fc.constantFrom(...Array.from('{}[]:,"\'\\a1-.e \n\t/*#'), '"a":', '{"a":1,')
    fc.assert(
      fc.property(fc.array(signs, { maxLength: 12 }), (parts) => {
        const text = parts.join('')
        const parsed = parseContent(text, 'json')
        const found = parsed.ok ? [] : parsed.problems
        if (parsed.ok || found.every(({ message }) => message === 'The key is in this object already.')) {
          expect(() => JSON.parse(text) as unknown).not.toThrow()
        } else {
          expect(() => JSON.parse(text) as unknown).toThrow()
        }
        expect(parsed.ok).toBe(found.length === 0)
        for (const { line = 0, column = 0 } of found) {
          expect(column).toBeLessThanOrEqual(text.split('\n')[line - 1]!.length + 1)
        }
      }),
      { numRuns: runs(5000) },
    )
  })

  test.each([
    'secret',
    '"secret',
    "'secret'",
    '"\\secret"',
    '{"secret" 1}',
    '[secret secret',
    '{"secret":1,"secret":2}',
  ])('quotes nothing of %j in a problem', (text) => {
    expect(problems(text)).not.toEqual([])
    expect(problems(text).join()).not.toContain('secret')
  })
})

describe('locate', () => {
  const text = '{\r\n  "ü😀": [1, {"b": null}],\r\n  "c": {\r\n    "d": "e"\r\n  }\r\n}'

  test.each([
    [[], '1:1'],
    [['ü😀'], '2:10'],
    [['ü😀', 0], '2:11'],
    [['ü😀', '1', 'b'], '2:20'],
    [['c', 'd'], '4:10'],
    [['c', 'missing', 'deeper'], '3:3'],
    [['c', 'd', 'e'], '4:5'],
    [['ü😀', 1, 'missing'], '2:14'],
    [['ü😀', 7], '2:3'],
    [['missing'], '1:1'],
    [['toString'], '1:1'],
  ])('%j is at %s', (path, place) => {
    expect(locate(text, ...path)).toBe(place)
  })
})
