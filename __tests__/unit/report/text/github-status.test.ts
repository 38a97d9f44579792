import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { DeploymentState } from '../../../../src/deployment/deployment.js'
import { githubStatus } from '../../../../src/report/text/github-status.js'
import type { Outcome } from '../../../../src/deployment/outcome.js'
import { anyText } from '../any-text.js'
import { deployment } from '../sample-facts.js'

const REASON = {
  kind: 'rollback',
  triggeredBy: 'USER',
  text: 'stopped by request',
  percentage: 40,
  failedInvocations: [],
} as const

const ROLLED_BACK = { kind: 'rolled-back', requested: false } as const

describe('the status of a GitHub deployment', () => {
  test.each<[Outcome, DeploymentState, string | undefined, string]>([
    [{ kind: 'complete' }, 'COMPLETE', 'success', 'Deployment 7 is complete'],
    [
      { kind: 'deployed' },
      'BAKING',
      'success',
      'Deployment 7 has reached all targets; its bake time is in progress',
    ],
    [
      { kind: 'started' },
      'DEPLOYING',
      'in_progress',
      'Deployment 7 is in progress; the run does not wait for it',
    ],
    [{ kind: 'rolled-back', requested: false }, 'ROLLED_BACK', 'failure', 'Deployment 7 was rolled back'],
    [{ kind: 'reverted', requested: false }, 'REVERTED', 'failure', 'Deployment 7 was reverted'],
    [{ kind: 'reverted', requested: true }, 'REVERTED', 'inactive', 'Deployment 7 was reverted'],
    [
      { kind: 'rolled-back', requested: true, wasBefore: true },
      'ROLLED_BACK',
      'inactive',
      'Deployment 7 was rolled back',
    ],
    [{ kind: 'timed-out', stopped: true }, 'ROLLED_BACK', 'error', 'Timed out; deployment 7 is ROLLED_BACK'],
    [{ kind: 'timed-out', stopped: false }, 'DEPLOYING', 'error', 'Timed out; deployment 7 is DEPLOYING'],
    [
      { kind: 'cancelled', stopped: true },
      'ROLLED_BACK',
      'error',
      'The run was cancelled; deployment 7 is ROLLED_BACK',
    ],
    [{ kind: 'cancelled', stopped: false }, 'COMPLETE', 'success', 'Deployment 7 is complete'],
    [
      { kind: 'failed', message: 'denied' },
      'DEPLOYING',
      'error',
      'The run failed; deployment 7 is DEPLOYING',
    ],
    [{ kind: 'failed', message: 'wrong key' }, 'ROLLED_BACK', 'failure', 'Deployment 7 is ROLLED_BACK'],
    [{ kind: 'unchanged' }, 'COMPLETE', undefined, ''],
    [{ kind: 'planned', hasChanges: true }, 'COMPLETE', undefined, ''],
    [{ kind: 'busy' }, 'DEPLOYING', undefined, ''],
  ])('after %j of a deployment that is %s is %s', (outcome, state, expected, description) => {
    expect(githubStatus(outcome, { deployment: deployment({ state }) })).toEqual(
      expected === undefined ? undefined : { state: expected, description },
    )
  })

  test('of a rollback has its reason', () => {
    const known = { deployment: deployment({ state: 'ROLLED_BACK' }), rollbackReason: REASON }
    expect(githubStatus(ROLLED_BACK, known)?.description).toBe(
      'Rolled back at 40 % by a user: stopped by request.',
    )
  })

  test('is none where there is no deployment', () => {
    expect(githubStatus({ kind: 'cancelled', stopped: false }, {})).toBeUndefined()
  })

  test('has a description of one line and 140 characters, whatever the event log says', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 50 }), (text, times) => {
        const { description } = githubStatus(ROLLED_BACK, {
          deployment: deployment({ state: 'ROLLED_BACK' }),
          rollbackReason: { ...REASON, text: text.repeat(times) },
        })!
        expect(description.length).toBeLessThanOrEqual(140)
        expect(description).not.toMatch(/[\n\r\u2028]/)
      }),
    )
  })
})
