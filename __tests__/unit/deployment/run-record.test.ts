import { describe, expect, test } from '@jest/globals'
import {
  EMPTY_RECORD,
  parseRunRecord,
  type RunRecord,
  runRecordText,
} from '../../../src/deployment/run-record.js'

const PLACE = {
  region: 'eu-central-1',
  applicationId: 'shop001',
  environmentId: 'prod001',
  onCancel: 'leave' as const,
}
const START = { ...PLACE, onCancel: 'stop' as const, latestNumber: 4, provenanceId: '6f9619ff' }
const OPEN = {
  phase: 'open',
  operation: 'deploy',
  region: 'eu-central-1',
  application: { id: 'shop001', name: 'shop' },
  environment: { id: 'prod001', name: 'line\nbreak' },
  profile: { id: 'setting', name: 'settings' },
  alarmArns: ['arn:aws:cloudwatch:eu-central-1:111122223333:alarm:errors'],
} as const

describe('the record that is kept for post', () => {
  test.each<RunRecord>([
    EMPTY_RECORD,
    { ...EMPTY_RECORD, pending: { phase: 'starting', start: START } },
    {
      ...EMPTY_RECORD,
      pending: { phase: 'starting', start: { ...START, latestNumber: 0, onCancel: 'leave' } },
    },
    { ...EMPTY_RECORD, pending: { phase: 'started', start: START, number: 5 } },
    { ...EMPTY_RECORD, pending: { phase: 'watched', start: PLACE, number: 5 } },
    { ...EMPTY_RECORD, pending: { phase: 'rolling-back', start: { ...PLACE, onCancel: 'stop' }, number: 5 } },
    { ...EMPTY_RECORD, report: OPEN },
    { ...EMPTY_RECORD, report: { ...OPEN, number: 5, accountId: '111122223333' } },
  ])('comes back as it was: %j', (record) => {
    expect(parseRunRecord(runRecordText(record))).toEqual({ ok: true, value: record })
    expect(runRecordText(record)).not.toContain('\n')
  })

  test.each<[string, string, RegExp]>([
    ['nothing', '', /JSON/],
    ['half of it', runRecordText({ ...EMPTY_RECORD, report: OPEN }).slice(0, 40), /JSON/],
    ['a list', '[]', /record/],
    ['null', 'null', /record/],
    ['without what is pending', '{}', /pending/],
    ['without a report', '{"pending":{"phase":"done"}}', /report/],
  ])('is refused when it is %s', (_, text, problem) => {
    expect(problemsOf(text)).toEqual([expect.stringMatching(problem)])
  })

  test.each<[string, object, RegExp]>([
    ['no place', { phase: 'started', number: 5 }, /place/],
    ['a place without an environment', { phase: 'starting', start: { ...START, environmentId: 1 } }, /place/],
    ['a number that is text', { phase: 'starting', start: { ...START, latestNumber: '4' } }, /place/],
    ['an unknown wish', { phase: 'starting', start: { ...START, onCancel: 'wait' } }, /place/],
    ['a phase of its own', { phase: 'ending', start: START }, /phase/],
    ['a watch without a number', { phase: 'watched', start: PLACE }, /number/],
    ['a start without a marker', { phase: 'started', start: PLACE, number: 5 }, /place/],
    ['a start without a number', { phase: 'started', start: START }, /phase/],
  ])('is refused when what is pending has %s', (_, pending, problem) => {
    expect(problemsOf(JSON.stringify({ ...EMPTY_RECORD, pending }))).toEqual([expect.stringMatching(problem)])
  })

  test.each<[string, object, RegExp]>([
    ['a phase of its own', { phase: 'ajar' }, /phase/],
    ['no target', { phase: 'open' }, /target/],
    ['an unknown operation', { ...OPEN, operation: 'destroy' }, /target/],
    ['a resource without a name', { ...OPEN, profile: { id: 'x' } }, /target/],
    ['alarms that are no texts', { ...OPEN, alarmArns: [1] }, /target/],
    ['a number that is text', { ...OPEN, number: '5' }, /number/],
  ])('is refused when the report has %s', (_, report, problem) => {
    expect(problemsOf(JSON.stringify({ ...EMPTY_RECORD, report }))).toEqual([expect.stringMatching(problem)])
  })
})

function problemsOf(text: string): readonly string[] {
  const record = parseRunRecord(text)
  return record.ok ? [] : record.problems
}
