import { describe, expect, test } from '@jest/globals'
import { parseDuration } from '../../../../src/inputs/values/duration.js'

describe('a duration', () => {
  test.each([
    ['90s', 90_000],
    ['15m', 900_000],
    ['2h', 7_200_000],
    ['1h30m', 5_400_000],
    ['1h1m1s', 3_661_000],
    ['168h', 604_800_000],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toEqual({ ok: true, value: ms })
  })

  test.each(['', '0', '0s', '10', '-5m', '1.5h', '30 m', '5M', '1m1h', 'abc', '169h', '1e3s', 'Infinitys'])(
    '%j is refused with what it must be',
    (text) => {
      const parsed = parseDuration(text)
      expect(parsed.ok).toBe(false)
      expect(parsed.ok ? '' : parsed.problems.join()).toContain('must be a duration')
      expect(parsed.ok ? '' : parsed.problems.join()).toContain(JSON.stringify(text))
    },
  )
})
