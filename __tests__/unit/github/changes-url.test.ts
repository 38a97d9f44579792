import { createHash } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { changesUrl } from '../../../src/github/changes-url.js'

const RUN = { serverUrl: 'https://github.com', repository: 'octo-org/shop', pullRequest: 12 }
const PAGE = 'https://github.com/octo-org/shop/pull/12/files'
const anchor = (path: string) => `#diff-${createHash('sha256').update(path).digest('hex')}`

test.each([
  ['no file', undefined, ''],
  ['a file', 'config/flags.json', anchor('config/flags.json')],
  ['a path that takes detours', './config/../flags.json', anchor('flags.json')],
  ['an absolute path in the workspace', '/home/runner/work/flags.json', anchor('flags.json')],
  ['a file outside of the workspace', '../flags.json', ''],
  ['a file outside, of a name that begins like it', '../work-2/x', ''],
  ['a file whose name begins with dots', '..flags.json', anchor('..flags.json')],
  ['the workspace', '.', ''],
])('the changes of a pull request for %s', (_, file, end) => {
  expect(changesUrl(RUN, file, '/home/runner/work')).toBe(`${PAGE}${end}`)
})

test('there are none without a pull request', () => {
  expect(
    changesUrl({ serverUrl: 'https://github.com', repository: 'octo-org/shop' }, 'x', '/'),
  ).toBeUndefined()
})

test('a file is not linked to where the workspace is not known', () => {
  expect(changesUrl(RUN, 'flags.json', undefined)).toBe(PAGE)
})
