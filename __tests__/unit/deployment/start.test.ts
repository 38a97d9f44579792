import { describe, expect, test } from '@jest/globals'
import {
  afterFailedStart,
  MAX_STARTS,
  type NewerDeployment,
  type RequestOutcome,
} from '../../../src/deployment/start.js'

const ours = (number: number): NewerDeployment => ({ number, state: 'DEPLOYING', ours: true })
const theirs = (number: number, state: NewerDeployment['state'] = 'DEPLOYING'): NewerDeployment => ({
  number,
  state,
  ours: false,
})

describe('after a start that failed', () => {
  test.each<[string, RequestOutcome, readonly NewerDeployment[], number | undefined, number, object]>([
    ['ours is there', 'unknown', [ours(5)], undefined, 1, { kind: 'adopt', number: 5 }],
    [
      'ours is there, and ended at once',
      'unknown',
      [{ ...ours(5), state: 'COMPLETE' }],
      undefined,
      1,
      { kind: 'adopt', number: 5 },
    ],
    ['ours is there below a newer one', 'conflict', [theirs(6), ours(5)], 6, 1, { kind: 'adopt', number: 5 }],
    [
      'ours is there although the last try was refused',
      'refused',
      [ours(5)],
      undefined,
      2,
      { kind: 'adopt', number: 5 },
    ],
    ['AWS refused', 'refused', [], undefined, 1, { kind: 'give-up' }],
    ['AWS refused, and another is in progress', 'refused', [theirs(5)], 5, 1, { kind: 'give-up' }],
    ['another was faster', 'conflict', [theirs(5)], undefined, 1, { kind: 'busy', number: 5 }],
    ['another bakes since before', 'conflict', [], 4, 1, { kind: 'busy', number: 4 }],
    [
      'another was faster, and has ended',
      'conflict',
      [theirs(5, 'ROLLED_BACK')],
      undefined,
      1,
      { kind: 'retry', latestNumber: 5 },
    ],
    ['a conflict leaves no trace', 'conflict', [], undefined, 1, { kind: 'retry', latestNumber: 4 }],
    [
      'a conflict never leaves a trace',
      'conflict',
      [],
      undefined,
      MAX_STARTS,
      { kind: 'busy', number: undefined },
    ],
    ['nothing is there', 'unknown', [], undefined, 1, { kind: 'retry', latestNumber: 4 }],
    ['nothing is there again', 'unknown', [], undefined, 3, { kind: 'retry', latestNumber: 4 }],
    ['AWS throttles', 'throttled', [], undefined, 2, { kind: 'retry', latestNumber: 4 }],
    ['nothing is there for the last time', 'unknown', [], undefined, MAX_STARTS, { kind: 'give-up' }],
    [
      'an answer was lost while another is in progress',
      'unknown',
      [theirs(5, 'BAKING')],
      undefined,
      1,
      { kind: 'busy', number: 5 },
    ],
  ])('%s', (_, outcome, newer, inProgress, attempt, decision) => {
    expect(afterFailedStart(outcome, 4, { newer, inProgress }, attempt)).toEqual(decision)
  })
})
