import { describe, expect, test } from '@jest/globals'
import {
  isOfProfile,
  type ListedDeployment,
  runningDeployment,
} from '../../../src/deployment/listed-deployment.js'

const PROFILE = { id: 'flags01', name: 'flags' }
const listed = (number: number, state: ListedDeployment['state'], profile = 'flags'): ListedDeployment => ({
  number,
  state,
  configurationName: profile,
  configurationVersion: '3',
  percentageComplete: 100,
})

describe('what an environment runs', () => {
  test.each<[string, readonly ListedDeployment[], number | undefined]>([
    ['nothing yet', [], undefined],
    ['the newest that completed', [listed(3, 'COMPLETE'), listed(2, 'COMPLETE')], 3],
    ['none that was rolled back', [listed(3, 'ROLLED_BACK'), listed(2, 'COMPLETE')], 2],
    ['none that was reverted', [listed(4, 'REVERTED'), listed(3, 'ROLLED_BACK'), listed(2, 'COMPLETE')], 2],
    ['nothing of another profile', [listed(3, 'COMPLETE', 'settings'), listed(2, 'COMPLETE')], 2],
    ['nothing certain while one is in progress', [listed(3, 'BAKING'), listed(2, 'COMPLETE')], undefined],
    [
      'the same while one of another profile is in progress',
      [listed(3, 'DEPLOYING', 'settings'), listed(2, 'COMPLETE')],
      2,
    ],
    ['nothing that completed', [listed(1, 'ROLLED_BACK')], undefined],
  ])('is %s', (_, deployments, number) => {
    expect(runningDeployment(deployments, PROFILE)?.number).toBe(number)
  })

  test('is told by the ID of the profile where the service tells it', () => {
    expect(
      isOfProfile({ ...listed(1, 'COMPLETE', 'flags'), configurationProfileId: 'other01' }, PROFILE),
    ).toBe(false)
    expect(
      isOfProfile({ ...listed(1, 'COMPLETE', 'renamed'), configurationProfileId: 'flags01' }, PROFILE),
    ).toBe(true)
  })
})
