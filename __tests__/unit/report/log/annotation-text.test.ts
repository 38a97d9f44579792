import { runs } from '../../../quick.js'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { annotationText } from '../../../../src/report/log/log-text.js'
import { anyText } from '../any-text.js'

describe('annotationText', () => {
  test.each([
    ['line breaks stay', 'first\r\nsecond\rthird\u2028fourth', 'first\nsecond\nthird\nfourth'],
    ['other control characters show', 'a\u001b[31mb\0', 'a␛[31mb␀'],
    ['commands break in every line', 'x\n::error::y\n##[error]z', 'x\n\\::error::y\n##\\[error]z'],
  ])('%s', (_, text, annotation) => {
    expect(annotationText(text)).toBe(annotation)
  })

  test('is cut where GitHub cuts it', () => {
    expect(annotationText('x'.repeat(4096))).toBe('x'.repeat(4096))
    expect(annotationText('x'.repeat(4097))).toBe(`${'x'.repeat(4095)}…`)
  })

  test('no text holds a command, a control character but the line feed, or more than fits', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const annotation = annotationText(text)
        // eslint-disable-next-line no-control-regex -- they are what must not be there
        expect(annotation).not.toMatch(/[\0-\x09\x0b-\x1f\x7f-\x9f]/)
        expect(annotation).not.toMatch(/^\s*::|##\[/m)
        expect(annotation.length).toBeLessThanOrEqual(4096)
      }),
      { numRuns: runs(1000) },
    )
  })
})
