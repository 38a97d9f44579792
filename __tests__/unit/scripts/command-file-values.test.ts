import { describe, expect, test } from '@jest/globals'
import { commandFileValues } from '../../../scripts/step-runner.js'

describe('a command file', () => {
  test.each<[string, string, Readonly<Record<string, string>>]>([
    ['nothing', '', {}],
    ['a value', 'state=COMPLETE\n', { state: 'COMPLETE' }],
    ['an empty value', 'state=\n', { state: '' }],
    ['a value with an equals sign', 'url=https://x?a=b\n', { url: 'https://x?a=b' }],
    ['a block', 'log<<EOF\none\ntwo\nEOF\n', { log: 'one\ntwo' }],
    ['an empty block', 'log<<EOF\nEOF\n', { log: '' }],
    ['a block that holds what looks like a value', 'log<<EOF\nstate=x\nEOF\n', { log: 'state=x' }],
    ['a block that holds what looks like a block', 'log<<EOF\na<<B\nEOF\n', { log: 'a<<B' }],
    ['Windows line breaks', 'log<<EOF\r\none\r\nEOF\r\nstate=x\r\n', { log: 'one', state: 'x' }],
    ['a name twice: the last one counts', 'state=DEPLOYING\nstate=COMPLETE\n', { state: 'COMPLETE' }],
    ['a block, then a value', 'a<<E\n1\nE\nb=2\n', { a: '1', b: '2' }],
    ['a block that was cut', 'state=x\nlog<<EOF\none\ntw', { state: 'x' }],
    ['blank lines', '\n\nstate=x\n\n', { state: 'x' }],
  ])('with %s', (_, text, values) => {
    expect(commandFileValues(text)).toEqual(values)
  })
})
