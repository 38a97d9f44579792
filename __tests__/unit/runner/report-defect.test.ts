import { expect, test } from '@jest/globals'
import { reportDefect } from '../../../src/runner/report-defect.js'

test('a defect is a warning that names it as one, and its stack with the causes is for debug logging', () => {
  const warnings: string[] = []
  const debugLines: string[] = []
  const error = new TypeError('outer', { cause: new RangeError('inner') })

  reportDefect(
    { warning: (text) => warnings.push(text), debug: (line) => debugLines.push(line) },
    'It could not be written',
    error,
  )

  expect(warnings).toEqual([expect.stringMatching(/^It could not be written: internal error .*TypeError/)])
  expect(warnings[0]).not.toContain('outer')
  expect(debugLines.join('\n')).toMatch(/TypeError: outer[^]*report-defect\.test[^]*RangeError: inner/)
  expect(debugLines.filter((line) => line.includes('\n'))).toEqual([])
})

test('an error that is its own cause ends', () => {
  const error = new Error('round')
  error.cause = error
  const debugLines: string[] = []
  reportDefect({ warning: () => undefined, debug: (line) => debugLines.push(line) }, 'It failed', error)
  expect(debugLines.length).toBeLessThan(200)
})

test('what is thrown and no error is named by its type, never by its text', () => {
  const warnings: string[] = []
  const debugLines: string[] = []
  const log = {
    warning: (text: string) => warnings.push(text),
    debug: (line: string) => debugLines.push(line),
  }
  reportDefect(log, 'It failed', 'secret')
  reportDefect(log, 'It failed', Object.assign(new Error('without'), { stack: undefined }))
  expect(warnings[0]).toContain('string')
  expect([...warnings, ...debugLines].join()).not.toContain('secret')
})
