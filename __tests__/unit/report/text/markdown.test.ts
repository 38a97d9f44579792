import { runs } from '../../../quick.js'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { markdownTable, markdownLink } from '../../../../src/report/text/markdown.js'
import { markdownCode, markdownText } from '../../../../src/report/text/markdown.js'
import { visibleText, withLineBreaks } from '../../../../src/report/text/visible-text.js'
import { anyText, HOSTILE } from '../any-text.js'
import { renderedHtml, tagsOf, textOf } from '../rendered.js'

const cell = (tag: string, inner: readonly string[] = []): string[] => [
  `<${tag} align="left">`,
  ...inner,
  `</${tag}>`,
]
const row = (tag: string, inner?: readonly string[]): string[] => [
  '<tr>',
  ...cell(tag),
  ...cell(tag, inner),
  ...cell(tag),
  '</tr>',
]
const table = (inner?: readonly string[]): string[] => [
  ...['<table>', '<thead>', ...row('th'), '</thead>'],
  ...['<tbody>', ...row('td', inner), '</tbody>', '</table>'],
]

/** The original as it should be read: one line, nothing invisible, no blanks at the ends. */
const readable = (text: string): string =>
  visibleText(withLineBreaks(text, ' ')).replaceAll('\u200b', '').trim()

const cellsOf = (html: string): string[] =>
  Array.from(html.matchAll(/<td align="left">(.*?)<\/td>/gs), (match) => textOf(match[1]!).trim())

function expectOneInertCell(text: string): void {
  const html = renderedHtml(markdownTable(['1', '2', '3'], [['before', markdownText(text), 'after']]))
  expect(tagsOf(html)).toEqual(table())
  expect(cellsOf(html)).toEqual(['before', readable(text), 'after'])
}

function expectInertProse(text: string): void {
  const html = renderedHtml(markdownText(text))
  expect(tagsOf(html).join('')).toBe(text === '' ? '' : '<p></p>')
  expect(textOf(html).trim()).toBe(readable(text))
}

const GITHUB_LINKS = /@[\w-]|#\d|\bGH-\d/i

const decoded = (escaped: string): string =>
  escaped.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))

describe('markdownText', () => {
  test.each([
    ['Configuration available to 50.00% of clients', 'Configuration available to 50.00% of clients'],
    ['checkout-errors', 'checkout-errors'],
    ['DEPLOYMENT_STARTED', 'DEPLOYMENT_STARTED'],
    ['arn:aws:kms:us-east-1:123456789012:key/abc', 'arn:aws:kms:us-east-1:123456789012:key/abc'],
    ['https://example.com', 'https&#58;//example.com'],
    ['www.example.com', 'www&#46;example.com'],
    ['_a_', '&#95;a&#95;'],
    ['a|b', 'a&#124;b'],
    ['a\nb\r\nc', 'a b c'],
    ['@octocat', '&#64;&#8203;octocat'],
    ['#12', '&#35;&#8203;12'],
    ['GH-12', 'GH&#45;&#8203;12'],
    ['1. item', '1&#46; item'],
    ['- item', '&#45; item'],
  ])('%j', (text, escaped) => {
    expect(markdownText(text)).toBe(escaped)
  })

  test.each(HOSTILE.map((text) => [text]))('is inert in a table cell and in prose: %j', (text) => {
    expectOneInertCell(text)
    expectInertProse(text)
  })

  test('any text is inert in a table cell and in prose, and says what it said', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expectOneInertCell(text)
        expectInertProse(text)
      }),
      { numRuns: runs(1000) },
    )
  })

  test('any text is inert in HTML, in an attribute, and for the links that GitHub makes of decoded text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(markdownText(text)).not.toMatch(/[<>"'`\n\r]/)
        expect(markdownText(text)).not.toMatch(/&(?!#\d+;)/)
        expect(decoded(markdownText(text))).not.toMatch(GITHUB_LINKS)
      }),
      { numRuns: runs(1000) },
    )
  })
})

describe('markdownCode', () => {
  test('is a code element and nothing else', () => {
    fc.assert(
      fc.property(
        anyText.filter((text) => text !== ''),
        (text) => {
          const html = renderedHtml(markdownTable(['1', '2', '3'], [['before', markdownCode(text), 'after']]))
          expect(tagsOf(html)).toEqual(table(['<code>', '</code>']))
          expect(cellsOf(html)).toEqual(['before', readable(text), 'after'])
        },
      ),
    )
  })

  test('is nothing for an empty text', () => {
    expect(markdownCode('')).toBe('')
  })
})

test.each([
  ['https://example.com/a?b=c&d=%20', '[label](https://example.com/a?b=c&amp;d=%20)'],
  ['https://github.example.com:8443/octo/shop/actions/runs/42', undefined],
  ['https://example.com', undefined],
  ['http://example.com/', 'label'],
  ['javascript:alert(1)', 'label'],
  ['https://example.com/a)[x](y', 'label'],
  ['https://example.com/a b', 'label'],
  ['https://example.com/"onclick=', 'label'],
  ['https://example.com/|', 'label'],
  ['https://example.com/\n', 'label'],
  [undefined, 'label'],
])('markdownLink of %j', (url, markdown) => {
  expect(markdownLink('label', url)).toBe(markdown ?? `[label](${url})`)
})
