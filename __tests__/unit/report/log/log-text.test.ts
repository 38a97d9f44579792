import { runs } from '../../../quick.js'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { logLine } from '../../../../src/report/log/log-text.js'
import { anyText } from '../any-text.js'

describe('logLine', () => {
  test.each([
    [
      'plain text stays',
      'Configuration available to 50.00% of clients',
      'Configuration available to 50.00% of clients',
    ],
    ['a command at the start', '::error::owned', '\\::error::owned'],
    ['a command after blanks', ' \t ::error::owned', '   \\::error::owned'],
    ['a command after a no-break space', '\u00a0::error::owned', '\u00a0\\::error::owned'],
    ['a command after a byte order mark', '\ufeff::error::owned', '\ufeff\\::error::owned'],
    ['a command after a zero-width space', '\u200b::error::owned', '\u200b\\::error::owned'],
    ['a command after a filler without a shape', '\u3164::error::owned', '\u3164\\::error::owned'],
    [
      'colons within a line stay',
      'arn:aws:iam::123456789012:role/deploy',
      'arn:aws:iam::123456789012:role/deploy',
    ],
    ['an old command anywhere', 'a ##[error]owned', 'a ##\\[error]owned'],
    ['more hashes', '###[group]', '###\\[group]'],
    ['LF', 'x\n::error::owned', 'x ⏎ ::error::owned'],
    ['CR LF is one break', 'x\r\ny', 'x ⏎ y'],
    ['CR', 'x\ry', 'x ⏎ y'],
    ['VT, FF, NEL, LS, PS', 'a\vb\fc\u0085d\u2028e\u2029f', 'a ⏎ b ⏎ c ⏎ d ⏎ e ⏎ f'],
    ['a colour sequence shows', '\u001b[31mred\u001b[0m', '␛[31mred␛[0m'],
    ['a control character cannot hide a command', '#\0#[x]', '#␀#[x]'],
    ['DEL and C1', 'a\u007fb\u009bc', 'a�b�c'],
    ['a bidi override', 'a\u202etxt.exe', 'a�txt.exe'],
    ['half a surrogate pair', 'a\ud83dz', 'a�z'],
    ['emoji stay', '✅ 👩‍🚀', '✅ 👩‍🚀'],
    ['nothing', '', ''],
  ])('%s', (_, text, line) => {
    expect(logLine(text)).toBe(line)
  })

  test('a line has at most 4,096 characters and says that it was cut', () => {
    expect(logLine('x'.repeat(4096))).toBe('x'.repeat(4096))
    expect(logLine('x'.repeat(4097))).toBe(`${'x'.repeat(4095)}…`)
    expect(logLine('\n'.repeat(5000))).toHaveLength(4096)
    expect(logLine(`${'x'.repeat(4094)}👍👍`)).toBe(`${'x'.repeat(4094)}…`)
  })

  test('no text ends the line or runs a command, and a line stays as it is', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const line = logLine(text)
        expect(line).not.toMatch(/[\r\n]/)
        expect(line).not.toContain('##[')
        expect(line).not.toMatch(/^\s*::/)
        expect(line.length).toBeLessThanOrEqual(4096)
        expect(logLine(line)).toBe(line)
      }),
      { numRuns: runs(2000) },
    )
  })
})
