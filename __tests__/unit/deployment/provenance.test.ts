import { describe, expect, test } from '@jest/globals'
import {
  isMarkedBy,
  isOfSameJob,
  markedDescription,
  provenanceOf,
  withoutMarker,
} from '../../../src/deployment/provenance.js'

const OURS = { id: '7d1c7b1e-0000-4000-8000-000000000001' }
const THEIRS = { id: '7d1c7b1e-0000-4000-8000-000000000002' }

describe('a marked description', () => {
  test.each(['', 'Release 7', 'a\nb\tc', 'x'.repeat(2000), '😀'.repeat(600), `fake [appconfig-deploy:x]`])(
    'of %j carries the marker within 1,024 characters, and gives the text back',
    (text) => {
      const description = markedDescription(text, OURS)
      expect(description.length).toBeLessThanOrEqual(1024)
      expect(isMarkedBy(description, OURS)).toBe(true)
      expect(isMarkedBy(description, THEIRS)).toBe(false)
      expect(description).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/)
      const clean = text.replace(/\s+/g, ' ')
      const back = withoutMarker(description)
      expect(back.endsWith('…') ? clean.startsWith(back.slice(0, -1)) : back === clean).toBe(true)
    },
  )

  test('is not ours because it mentions our marker somewhere', () => {
    expect(isMarkedBy(`copied ${markedDescription('', OURS)} by hand`, OURS)).toBe(false)
  })
})

describe('the job of a deployment', () => {
  const job = { runId: '77', attempt: '1', job: 'deploy-all' }
  const description = markedDescription('Release', provenanceOf(job, 'aa'))

  test.each([
    [{ ...job, attempt: '2' }, true],
    [{ ...job, runId: '78' }, false],
    [{ ...job, job: 'other' }, false],
    [{ runId: '', attempt: '', job: 'deploy-all' }, false],
  ])('is that of %j: %j', (other, expected) => {
    expect(isOfSameJob(description, provenanceOf(other, 'bb'))).toBe(expected)
  })

  test.each(['', 'Release', '[appconfig-deploy:]', '[appconfig-deploy:77-1-deployall-aa] more'])(
    'is unknown without a marker: %j',
    (text) => {
      expect(isOfSameJob(text, provenanceOf(job, 'bb'))).toBe(false)
    },
  )

  test('that no runner names is not that of another', () => {
    const nameless = provenanceOf({ runId: '', attempt: '', job: '' }, 'aa')
    expect(
      isOfSameJob(markedDescription('', nameless), provenanceOf({ runId: '', attempt: '', job: '' }, 'bb')),
    ).toBe(false)
  })
})
