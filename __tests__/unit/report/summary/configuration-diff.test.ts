import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { FlagChange } from '../../../../src/configuration/flags/flag-change.js'
import type { DiffLine } from '../../../../src/configuration/line-diff.js'
import { configurationDiffSection } from '../../../../src/report/summary/configuration-diff.js'
import { anyText, HOSTILE } from '../any-text.js'
import { renderedHtml, tagsOf, textOf } from '../rendered.js'

const on = (flag: string): FlagChange => ({ kind: 'flag-switched-on', flag })
const added = (text: string): DiffLine => ({ kind: 'added', text })
const section = (flagChanges: readonly FlagChange[], lines: readonly DiffLine[], maxBytes = 100_000) =>
  configurationDiffSection({ flagChanges, lines }, maxBytes)
const bytes = (text: string) => new TextEncoder().encode(text).length

const LIST = ['<ul>', '<li>', '</li>', '</ul>']
const BLOCK = [
  '<details>',
  '<summary>',
  '</summary>',
  '<pre>',
  '<code class="language-diff">',
  '</code>',
  '</pre>',
  '</details>',
]

describe('configurationDiffSection', () => {
  test('lists the flags and folds the lines', () => {
    const lines: readonly DiffLine[] = [
      { kind: 'gap', lines: 1 },
      { kind: 'same', text: 'a' },
      { kind: 'removed', text: 'b' },
      added('c'),
      { kind: 'cut', lines: 7 },
    ]
    expect(section([on('new-checkout')], lines)).toBe(
      [
        '- Flag new-checkout switched on',
        '',
        '<details><summary>Lines: at least 1 added, 1 removed</summary>',
        '',
        '```diff',
        '@@ 1 unchanged line @@',
        ' a',
        '-b',
        '+c',
        '@@ 7 more lines left out @@',
        '```',
        '',
        '</details>',
      ].join('\n'),
    )
  })

  test('is empty without differences and without room', () => {
    expect(section([], [])).toBe('')
    expect(section([on('f')], [added('x')], 100)).toBe('')
  })

  test.each(HOSTILE)('stays one list and one code block with %j', (text) => {
    expect(tagsOf(renderedHtml(section([on(text)], [added(text), { kind: 'same', text }])))).toEqual([
      ...LIST,
      ...BLOCK,
    ])
  })

  test.each(['```', '  ```', '``````', '~~~', '`'.repeat(20)])('no line ends the block: %j', (text) => {
    const html = renderedHtml(
      section(
        [],
        [{ kind: 'same', text }, added('</code></pre></details><img src=x>'), added(`x\n${text}\ny`)],
      ),
    )
    expect(tagsOf(html)).toEqual(BLOCK)
    expect(textOf(html)).toContain('</code></pre></details><img src=x>')
  })

  test('any text stays in its place', () => {
    fc.assert(
      fc.property(anyText, fc.array(anyText, { minLength: 1, maxLength: 4 }), (flag, texts) => {
        const lines = texts.map((text, index): DiffLine => ({
          kind: index % 2 === 0 ? 'same' : 'removed',
          text,
        }))
        expect(tagsOf(renderedHtml(section([on(flag)], lines)))).toEqual([...LIST, ...BLOCK])
      }),
    )
  })

  test('keeps to its size and counts what it leaves out', () => {
    const flags = Array.from({ length: 200 }, (_, n) => on(`flag-${n}`))
    const lines = Array.from({ length: 500 }, (_, n) => added(`line ${n}`))
    const text = section(flags, lines, 3000)
    expect(bytes(text)).toBeLessThanOrEqual(3000)
    expect(text).toMatch(/- _and \d+ more changes_\n/)
    expect(text).toMatch(/\n@@ \d+ more lines left out @@\n```\n/)
    expect(section(flags.slice(0, 51), [])).toMatch(/- Flag flag-49 switched on\n- _and 1 more change_$/)
  })

  test('keeps to any size with any text', () => {
    fc.assert(
      fc.property(
        fc.array(anyText),
        fc.array(anyText),
        fc.integer({ min: 0, max: 5000 }),
        (flags, texts, maxBytes) => {
          expect(bytes(section(flags.map(on), texts.map(added), maxBytes))).toBeLessThanOrEqual(maxBytes)
        },
      ),
    )
  })
})
