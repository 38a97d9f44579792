import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { DeploymentState } from '../../../../src/deployment/deployment.js'
import {
  eventLine,
  invocationLines,
  progressBar,
  progressLine,
} from '../../../../src/report/log/log-lines.js'
import { anyText } from '../any-text.js'
import { deployment, event, FAILED_INVOCATION, START_MS } from '../sample-facts.js'

const at = (percentageComplete: number) => deployment({ state: 'DEPLOYING', percentageComplete })

describe('eventLine', () => {
  test.each([
    [
      event('PERCENTAGE_UPDATED', 'Configuration available to 50.00% of clients', 451_000),
      '02:22:31  [█████░░░░░]  50 %  PERCENTAGE_UPDATED    Configuration available to 50.00% of clients, about 17 min 29 s to go',
    ],
    [
      event('DEPLOYMENT_STARTED', 'Deployment started', 0, 'USER'),
      '02:15:00  [░░░░░░░░░░]   0 %  DEPLOYMENT_STARTED    Deployment started  (by USER)',
    ],
    [
      event('ROLLBACK_STARTED', 'x\n::error::y', 0, 'CLOUDWATCH_ALARM'),
      '02:15:00  [██████░░░░]  60 %  ROLLBACK_STARTED      x ⏎ ::error::y  (by CLOUDWATCH_ALARM)',
    ],
    [
      { type: 'NEW', triggeredBy: '', description: '', invocations: [] },
      '--:--:--  [██████░░░░]  60 %  NEW                     (by nobody named)',
    ],
  ])('%j', (told, line) => {
    expect(eventLine(told, at(60))).toBe(line)
  })

  test('says who triggered it even after a giant description', () => {
    expect(eventLine(event('ROLLBACK_STARTED', 'x'.repeat(10_000), 0, 'USER'), at(0))).toMatch(
      /x… {2}\(by USER\)$/,
    )
  })
})

test('invocationLines', () => {
  const called = { extensionIdentifier: 'audit', actionName: 'ON_DEPLOYMENT_START' }
  expect(
    invocationLines(
      event('X', '', 0, 'USER', [called, FAILED_INVOCATION, { errorMessage: 'a\nb' }, { errorCode: '429' }]),
    ),
  ).toEqual([
    '          ↳ ON_DEPLOYMENT_START of audit called',
    '          ↳ ON_DEPLOYMENT_STEP of notify failed: AccessDenied: not authorised to invoke (arn:aws:lambda:us-east-1:123456789012:function:notify, invocation abc-1)',
    '          ↳ action of an extension failed: a ⏎ b',
    '          ↳ action of an extension failed: 429',
  ])
})

describe('progressLine', () => {
  test.each<[DeploymentState, number, string]>([
    ['DEPLOYING', 180_000, '02:18:00  [████░░░░░░]  40 %  DEPLOYING  for 3 min, about 22 min to go'],
    ['DEPLOYING', 1_600_000, '02:41:40  [████░░░░░░]  40 %  DEPLOYING  for 26 min 40 s'],
    ['ROLLING_BACK', 180_000, '02:18:00  [████░░░░░░]  40 %  ROLLING_BACK  for 3 min'],
    ['COMPLETE', 180_000, '02:18:00  [████░░░░░░]  40 %  COMPLETE'],
  ])('%s after %d ms', (state, afterMs, line) => {
    expect(progressLine(deployment({ state, percentageComplete: 40 }), START_MS + afterMs)).toBe(line)
  })
})

test.each([
  [0, '[░░░░░░░░░░]   0 %'],
  [9.99, '[░░░░░░░░░░]   9 %'],
  [10, '[█░░░░░░░░░]  10 %'],
  [99.9, '[█████████░]  99 %'],
  [100, '[██████████] 100 %'],
  [-5, '[░░░░░░░░░░]   0 %'],
  [500, '[██████████] 100 %'],
  [Number.NaN, '[░░░░░░░░░░]   0 %'],
])('progressBar(%d)', (percentage, bar) => {
  expect(progressBar(percentage)).toBe(bar)
})

test('no event makes more than one line, or a command', () => {
  fc.assert(
    fc.property(anyText, anyText, anyText, (type, triggeredBy, text) => {
      const invocation = { actionName: type, uri: triggeredBy, errorMessage: text }
      const told = { type, triggeredBy, description: text, invocations: [invocation] }
      for (const line of [eventLine(told, at(0)), ...invocationLines(told)]) {
        expect(line).not.toMatch(/[\r\n]|##\[|^\s*::/)
      }
    }),
  )
})
