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
    ['a: 1\na: 2', TAG_LIMITS, ['not valid YAML']],
    ['a: [1', TAG_LIMITS, ['not valid YAML']],
    ['aws:x: 1', TAG_LIMITS, ['AWS keeps for itself']],
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
      problems: ['has 51 entries; AppConfig takes at most 50'],
    })
  })
})
