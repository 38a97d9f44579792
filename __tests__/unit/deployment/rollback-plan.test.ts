import { expect, test } from '@jest/globals'
import type { DeploymentState } from '../../../src/deployment/deployment.js'
import { nextRollbackStep, type RollbackStep } from '../../../src/deployment/rollback-plan.js'

const COMPLETED_MS = Date.UTC(2026, 10, 22)
const HOURS_72_MS = 72 * 3_600_000
const MINUTE_MS = 60_000

test.each<[DeploymentState, number | undefined, number, number, RollbackStep]>([
  ['DEPLOYING', undefined, 0, MINUTE_MS, { kind: 'stop' }],
  ['BAKING', undefined, 0, MINUTE_MS, { kind: 'stop' }],
  ['VALIDATING', undefined, 0, MINUTE_MS, { kind: 'stop' }],
  ['ROLLING_BACK', undefined, 0, MINUTE_MS, { kind: 'stop' }],
  ['UNKNOWN', undefined, 0, MINUTE_MS, { kind: 'stop' }],
  ['COMPLETE', COMPLETED_MS, 0, MINUTE_MS, { kind: 'revert' }],
  ['COMPLETE', COMPLETED_MS, HOURS_72_MS, MINUTE_MS, { kind: 'revert' }],
  ['COMPLETE', COMPLETED_MS, HOURS_72_MS + 1, MINUTE_MS, { kind: 'too-late', completedAtMs: COMPLETED_MS }],
  // The simulator's hours are shorter.
  ['COMPLETE', COMPLETED_MS, 5000, 1, { kind: 'too-late', completedAtMs: COMPLETED_MS }],
  // A clock that is behind, and a service that does not tell: AWS decides.
  ['COMPLETE', COMPLETED_MS, -5000, MINUTE_MS, { kind: 'revert' }],
  ['COMPLETE', undefined, 9 * HOURS_72_MS, MINUTE_MS, { kind: 'revert' }],
  ['ROLLED_BACK', undefined, 0, MINUTE_MS, { kind: 'done' }],
  ['REVERTED', COMPLETED_MS, 9 * HOURS_72_MS, MINUTE_MS, { kind: 'done' }],
])('the next step of a rollback: %s, completed at %p, %d ms ago, in minutes of %d ms', (...row) => {
  const [state, completedAtMs, agoMs, minuteMs, step] = row
  const deployment = { state, ...(completedAtMs === undefined ? {} : { completedAtMs }) }
  expect(nextRollbackStep(deployment, COMPLETED_MS + agoMs, minuteMs)).toEqual(step)
})
