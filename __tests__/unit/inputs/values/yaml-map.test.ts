import { sizeTest } from '../../../quick.js'
import { describe, expect, test } from '@jest/globals'
import {
  DYNAMIC_PARAMETER_LIMITS,
  PARAMETER_LIMITS,
  parseYamlMap,
  TAG_LIMITS,
} from '../../../../src/inputs/values/yaml-map.js'

describe('a YAML map of texts', () => {
  test.each([
    ['team: payments', { team: 'payments' }],
    ['{"team": "payments", "cost": "7"}', { team: 'payments', cost: '7' }],
    ['version: 1.10\non: yes\nnone: ~', { version: '1.10', on: 'yes', none: '~' }],
    ['quoted: "a: b"\nempty:', { quoted: 'a: b', empty: '' }],
    ['', {}],
    ['# only a comment', {}],
  ])('%j keeps every scalar as written', (text, value) => {
    expect(parseYamlMap(text, TAG_LIMITS)).toEqual({ ok: true, value })
  })

  test.each([
    ['- a\n- b', TAG_LIMITS, ['is not a map']],
    ['just text', TAG_LIMITS, ['is not a map']],
    ['a: {b: c}', TAG_LIMITS, ['no plain text at "a"']],
    ['a: 1\na: 2', TAG_LIMITS, ['line 2, column 1']],
    ['? [a]\n: 1', TAG_LIMITS, ['plain text, not a list']],
    ['? {a: b}\n: 1', TAG_LIMITS, ['plain text, not a list']],
    ['a: [1', TAG_LIMITS, ['not valid YAML']],
    ['aws:x: 1', TAG_LIMITS, ['AWS reserves']],
    [`${'k'.repeat(129)}: 1`, TAG_LIMITS, ['1 to 128 characters']],
    [`k: ${'v'.repeat(257)}`, TAG_LIMITS, ['257 characters']],
    ['x/y: 1\nz:', PARAMETER_LIMITS, ['without / # and :', 'has 0 characters at "z"']],
    ['noHash: 1', DYNAMIC_PARAMETER_LIMITS, ['<extension>#<parameter>']],
    ['a#b/c: 1', DYNAMIC_PARAMETER_LIMITS, ['<extension>#<parameter>']],
  ])('%j is refused', (text, limits, problems) => {
    const parsed = parseYamlMap(text, limits)
    expect(parsed).toEqual({
      ok: false,
      problems: problems.map((problem): unknown => expect.stringContaining(problem)),
    })
  })

  test('takes the most entries that AppConfig takes, and not one more', () => {
    const lines = (count: number) => Array.from({ length: count }, (_, i) => `k${String(i)}: v`).join('\n')
    expect(parseYamlMap(lines(50), TAG_LIMITS).ok).toBe(true)
    expect(parseYamlMap(lines(51), TAG_LIMITS)).toEqual({
      ok: false,
      problems: [expect.stringMatching(/51 entries.*50/)],
    })
  })
})

describe('hostile YAML', () => {
  const bomb = [
    'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
    ...Array.from({ length: 20 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at}, `.repeat(10)}]`),
  ].join('\n')

  test.each([
    ['aliases that stand for billions', bomb, 'aliases'],
    ['10,000 brackets', '['.repeat(10_000) + ']'.repeat(10_000), 'deeper than'],
    ['10,000 open brackets', '['.repeat(10_000), 'deeper than'],
    ['10,000 maps', '{a: '.repeat(10_000), 'deeper than'],
    ['a header of a block', 'a: |SECRET\n  b', 'line 1'],
    ['an unknown alias', 'a: *SECRET', 'line 1'],
    ['an unknown escape', 'a: "\\SECRET"', 'line 1'],
    ['two documents', 'a: 1\n---\nSECRET: 2', 'more than one'],
    ['a key with a command', '? [ "##[stop-commands]SECRET" ]\n: 1', 'line 1'],
  ])('with %s is one problem, which quotes nothing', (_, text, words) => {
    const parsed = parseYamlMap(text, PARAMETER_LIMITS)

    expect(parsed).toEqual({ ok: false, problems: [expect.stringContaining(words)] })
    expect(JSON.stringify(parsed)).not.toContain('SECRET')
  })

  sizeTest('with 100,000 keys is one problem', () => {
    const text = Array.from({ length: 100_000 }, (_, at) => `k${at}: 1`).join('\n')
    expect(parseYamlMap(text, TAG_LIMITS)).toEqual({
      ok: false,
      problems: [expect.stringContaining('100000 entries')],
    })
  })

  test('keeps a key that objects inherit', () => {
    const parsed = parseYamlMap('__proto__: x\nconstructor: y', PARAMETER_LIMITS)
    expect(parsed.ok ? Object.entries(parsed.value) : []).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ])
  })

  test('of aliases within reason is taken', () => {
    expect(parseYamlMap('a: &v x\nb: *v', TAG_LIMITS)).toEqual({ ok: true, value: { a: 'x', b: 'x' } })
  })
})
