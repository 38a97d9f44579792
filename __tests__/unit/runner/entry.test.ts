import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { endProcess, isPost } from '../../../src/runner/entry.js'

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

test('the process ends once its output has been written, although something hangs', async () => {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is put back as it was
  const { exit } = process
  try {
    await new Promise<void>((resolve) => {
      process.exit = (() => {
        resolve()
      }) as typeof process.exit
      endProcess()
    })
  } finally {
    process.exit = exit
  }
})
