import { describe, expect, test } from '@jest/globals'
import { parseSavedRun, type SavedRun, savedRunText } from '../../../src/deployment/pending-run.js'

const START = {
  region: 'eu-central-1',
  applicationId: 'shop001',
  environmentId: 'prod001',
  latestNumber: 4,
  provenanceId: '6f9619ff',
  onCancel: 'stop' as const,
}

const PLACE = {
  region: 'eu-central-1',
  applicationId: 'shop001',
  environmentId: 'prod001',
  onCancel: 'leave' as const,
}

describe('the state that is kept for post', () => {
  test.each<SavedRun>([
    { phase: 'starting', start: START },
    { phase: 'starting', start: { ...START, latestNumber: 0, onCancel: 'leave' } },
    { phase: 'started', start: START, number: 5 },
    { phase: 'watched', start: PLACE, number: 5 },
    { phase: 'rolling-back', start: { ...PLACE, onCancel: 'stop' }, number: 5 },
    { phase: 'done' },
  ])('comes back as it was: $phase', (state) => {
    expect(parseSavedRun(savedRunText(state))).toEqual({ ok: true, value: state })
    expect(savedRunText(state)).not.toContain('\n')
  })

  test.each<[string, string, string]>([
    ['nothing', '', 'is not JSON'],
    ['half of it', savedRunText({ phase: 'starting', start: START }).slice(0, 40), 'is not JSON'],
    ['a list', '[]', 'is not a record'],
    ['null', 'null', 'is not a record'],
    ['no place', '{"phase":"started","number":5}', 'lacks the place of the start'],
    [
      'a place without an environment',
      JSON.stringify({ phase: 'starting', start: { ...START, environmentId: undefined } }),
      'lacks the place of the start',
    ],
    [
      'a number that is text',
      JSON.stringify({ phase: 'starting', start: { ...START, latestNumber: '4' } }),
      'lacks the place of the start',
    ],
    [
      'an unknown wish',
      JSON.stringify({ phase: 'starting', start: { ...START, onCancel: 'wait' } }),
      'lacks the place of the start',
    ],
    ['a phase of its own', JSON.stringify({ phase: 'ending', start: START }), 'has no known phase'],
    ['a watch without a number', JSON.stringify({ phase: 'watched', start: PLACE }), 'lacks the number'],
    [
      'a start without a marker',
      JSON.stringify({ phase: 'started', start: PLACE, number: 5 }),
      'lacks the place of the start',
    ],
    ['a start without a number', JSON.stringify({ phase: 'started', start: START }), 'has no known phase'],
  ])('is refused when it is %s', (_, text, problem) => {
    expect(parseSavedRun(text)).toEqual({ ok: false, problems: [problem] })
  })
})
