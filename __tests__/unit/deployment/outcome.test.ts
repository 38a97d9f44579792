import { expect, test } from '@jest/globals'
import { isSuccess, type Outcome } from '../../../src/deployment/outcome.js'

test.each<[Outcome, boolean]>([
  [{ kind: 'complete' }, true],
  [{ kind: 'deployed' }, true],
  [{ kind: 'started' }, true],
  [{ kind: 'unchanged' }, true],
  [{ kind: 'rolled-back', requested: false }, false],
  [{ kind: 'rolled-back', requested: true }, true],
  [{ kind: 'reverted', requested: false }, false],
  [{ kind: 'reverted', requested: true }, true],
  [{ kind: 'timed-out', stopped: true }, false],
  [{ kind: 'timed-out', stopped: false }, false],
  [{ kind: 'cancelled', stopped: true }, false],
  [{ kind: 'busy' }, false],
  [{ kind: 'failed', message: '' }, false],
])('isSuccess(%j) is %s', (outcome, success) => {
  expect(isSuccess(outcome)).toBe(success)
})
