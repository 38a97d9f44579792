import { describe, expect, test } from '@jest/globals'
import { deploymentState, type DeploymentState, isInProgress } from '../../../src/deployment/deployment.js'
import { verdict, type WaitFor } from '../../../src/deployment/verdict.js'

describe('the verdict', () => {
  test.each<[DeploymentState, WaitFor, string]>([
    ['COMPLETE', 'complete', 'reached'],
    ['COMPLETE', 'deployed', 'reached'],
    ['COMPLETE', 'started', 'reached'],
    ['BAKING', 'complete', 'go-on'],
    ['BAKING', 'deployed', 'reached'],
    ['BAKING', 'started', 'reached'],
    ['DEPLOYING', 'complete', 'go-on'],
    ['DEPLOYING', 'deployed', 'go-on'],
    ['DEPLOYING', 'started', 'reached'],
    ['VALIDATING', 'complete', 'go-on'],
    ['VALIDATING', 'started', 'reached'],
    ['UNKNOWN', 'complete', 'go-on'],
    ['ROLLING_BACK', 'complete', 'go-on'],
    ['ROLLING_BACK', 'deployed', 'go-on'],
    ['ROLLING_BACK', 'started', 'go-on'],
    ['ROLLED_BACK', 'complete', 'failed'],
    ['ROLLED_BACK', 'deployed', 'failed'],
    ['ROLLED_BACK', 'started', 'failed'],
    ['REVERTED', 'complete', 'failed'],
    ['REVERTED', 'started', 'failed'],
  ])('of %s when waiting for %s is %s', (state, waitFor, kind) => {
    expect(verdict({ state }, waitFor).kind).toBe(kind)
  })
})

describe("AWS's word for a state", () => {
  test.each<[string | undefined | null, DeploymentState, boolean]>([
    ['BAKING', 'BAKING', true],
    ['VALIDATING', 'VALIDATING', true],
    ['DEPLOYING', 'DEPLOYING', true],
    ['ROLLING_BACK', 'ROLLING_BACK', true],
    ['COMPLETE', 'COMPLETE', false],
    ['ROLLED_BACK', 'ROLLED_BACK', false],
    ['REVERTED', 'REVERTED', false],
    ['PAUSED', 'UNKNOWN', true],
    ['UNKNOWN', 'UNKNOWN', true],
    [undefined, 'UNKNOWN', true],
    [null, 'UNKNOWN', true],
  ])('%s is %s', (word, state, inProgress) => {
    expect(deploymentState(word)).toBe(state)
    expect(isInProgress(deploymentState(word))).toBe(inProgress)
  })
})
