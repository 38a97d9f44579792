import { expect, test } from '@jest/globals'
import { markdownLink } from '../../../../src/report/text/markdown-link.js'

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
])('%j', (url, markdown) => {
  expect(markdownLink('label', url)).toBe(markdown ?? `[label](${url})`)
})
