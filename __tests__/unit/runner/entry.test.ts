import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { isPost } from '../../../src/runner/entry.js'

test.each([
  ['post.js', true],
  ['post-entry.ts', true],
  ['index.js', false],
  ['index.ts', false],
  ['poster.js', false],
  ['', false],
])('started as %j: post is %j', (name, expected) => {
  expect(isPost(join('actions', 'post.js', 'dist', name))).toBe(expected)
})
