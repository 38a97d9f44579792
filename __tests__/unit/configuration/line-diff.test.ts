import { sizeTest } from '../../quick.js'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type DiffLine, lineDiff } from '../../../src/configuration/line-diff.js'

const SIGNS = { same: ' ', added: '+', removed: '-' } as const
const shown = (line: DiffLine): string =>
  line.kind === 'gap' || line.kind === 'cut' ? `${line.kind} ${line.lines}` : SIGNS[line.kind] + line.text
const diff = (before: string, after: string, contextLines?: number) =>
  lineDiff(before, after, contextLines).map(shown)
const numbers = (count: number) => Array.from({ length: count }, (_, n) => `${n}\n`)

describe('lineDiff', () => {
  test.each([
    ['', '', []],
    ['a\n', 'a\n', []],
    ['a', 'a', []],
    ['', 'a\n', ['+a']],
    ['a\n', '', ['-a']],
    ['a\nb\n', 'a\nc\n', [' a', '-b', '+c']],
    ['a\n', 'a', ['-a', '+a (no line end)']],
    ['a\r\nb\r\n', 'a\r\nc\r\n', [' a', '-b', '+c']],
    ['a\r\n', 'a\n', ['-a\r', '+a']],
    ['a\n\n', 'a\n', [' a', '-']],
  ])('%j to %j: %j', (before, after, expected) => {
    expect(diff(before, after)).toEqual(expected)
  })

  test('shows three lines around a change and counts the others', () => {
    const lines = numbers(20)
    const after = lines.with(10, 'x\n')
    expect(diff(lines.join(''), after.join(''))).toEqual([
      'gap 7',
      ' 7',
      ' 8',
      ' 9',
      '-10',
      '+x',
      ' 11',
      ' 12',
      ' 13',
      'gap 6',
    ])
    expect(diff(lines.join(''), after.join(''), 0)).toEqual(['gap 10', '-10', '+x', 'gap 9'])
  })

  test('joins the surroundings of near changes', () => {
    const lines = numbers(9)
    const after = lines.with(1, 'x\n').with(7, 'y\n')
    expect(diff(lines.join(''), after.join(''), 2)).toEqual([
      ' 0',
      '-1',
      '+x',
      ' 2',
      ' 3',
      'gap 1',
      ' 5',
      ' 6',
      '-7',
      '+y',
      ' 8',
    ])
  })

  test('leaves out what is too much and says how much', () => {
    const lines = diff('', numbers(5000).join(''))
    expect(lines).toHaveLength(1000)
    expect(lines.slice(-2)).toEqual(['+998', 'cut 4001'])
    expect(diff('a\n', `${'x'.repeat(600)}\n`)).toEqual(['-a', `+${'x'.repeat(500)}… (100 more characters)`])
  })

  sizeTest('takes 2 MB that differ in every line, or in one of them', () => {
    const before = Array.from({ length: 100_000 }, (_, n) => `before ${n}`)
    const after = before.map((line) => line.replace('before', 'after'))
    expect(diff(before.join('\n'), after.join('\n'))).toHaveLength(1000)
    expect(diff(before.join('\n'), before.with(50_000, 'x').join('\n'))).toHaveLength(10)
  })

  test('has every line of both texts when nothing is hidden', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
      .map((lines) => lines.map((line) => `${line}\n`).join(''))
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = lineDiff(before, after, 100)
        const side = (left: DiffLine['kind']) =>
          lines.map((line) => ('text' in line && line.kind !== left ? `${line.text}\n` : '')).join('')
        if (before === after) expect(lines).toEqual([])
        else expect([side('added'), side('removed')]).toEqual([before, after])
      }),
    )
  })

  test('ends for any text, within its bounds', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'binary' }),
        fc.integer({ min: -1, max: 5 }),
        (before, after, context) => {
          expect(lineDiff(before, after, context).length).toBeLessThanOrEqual(1000)
        },
      ),
    )
  })
})
