import { describe, expect, test } from '@jest/globals'
import { parseContent } from '../../../src/configuration/document.js'
import { locatedProblems, pathText } from '../../../src/configuration/located-problems.js'

const located = (text: string, ...problems: Parameters<typeof locatedProblems>[0]) => {
  const parsed = parseContent(text, 'yaml')
  return parsed.ok ? locatedProblems(problems, parsed.document) : parsed.problems
}

describe('locatedProblems', () => {
  test('puts problems in the order of the lines, each once', () => {
    const text = 'a: 1\nb:\n  c: 2\n'
    const [c, a, b] = [['b', 'c'], ['a'], ['b', 'missing']].map((path) => ({ path, message: 'is bad' }))
    expect(located(text, c!, a!, b!, c!)).toEqual([
      { message: 'a is bad', line: 1, column: 4 },
      { message: 'b.missing is bad', line: 2, column: 1 },
      { message: 'b.c is bad', line: 3, column: 6 },
    ])
  })

  test('keeps different problems of one place, in a fixed order', () => {
    const problems = ['two', 'one'].map((message) => ({ path: [], message }))
    expect(located('a: 1', ...problems).map(({ message }) => message)).toEqual([
      'The content one',
      'The content two',
    ])
  })

  test('is empty without problems', () => {
    expect(located('a: 1')).toEqual([])
  })
})

describe('pathText', () => {
  test.each([
    [['values', 'free-shipping', 'countries', 0], 'values.free-shipping.countries[0]'],
    [[0, 'a'], '[0].a'],
    [['a b', 'c"\n'], '["a b"]["c\\"\\n"]'],
    [['a', ''], 'a[""]'],
    [['x'.repeat(100)], `["${'x'.repeat(80)}…"]`],
    [[], ''],
  ])('%j is %s', (path, text) => {
    expect(pathText(path)).toBe(text)
  })
})
