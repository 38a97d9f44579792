import { describe, expect, test } from '@jest/globals'
import {
  type DeploymentSelector,
  isOfProfile,
  matches,
  type ListedDeployment,
  noMatchMessage,
} from '../../../src/deployment/listed-deployment.js'

const listed = (number: number, name: string, profileId?: string): ListedDeployment => ({
  number,
  state: 'COMPLETE',
  configurationName: name,
  configurationVersion: '3',
  percentageComplete: 100,
  ...(profileId === undefined ? {} : { configurationProfileId: profileId }),
})
const SETTINGS = { id: 'setting', name: 'settings' }

describe('a deployment of a profile', () => {
  test.each<[string, ListedDeployment, boolean]>([
    ['has its ID', listed(1, 'settings', 'setting'), true],
    ['has its ID, although the profile was renamed since', listed(1, 'old name', 'setting'), true],
    ['has not another ID, although a name was used again', listed(1, 'settings', 'other01'), false],
    ['has its name, where the service tells no ID', listed(1, 'settings'), true],
    ['has not another name', listed(1, 'flags'), false],
  ])('%s', (_, deployment, expected) => {
    expect(isOfProfile(deployment, SETTINGS)).toBe(expected)
  })
})

describe('the deployment that is wished for', () => {
  const list = [
    listed(4, 'flags', 'flags01'),
    listed(3, 'settings'),
    listed(2, 'settings', 'setting'),
    listed(1, 'flags', 'flags01'),
  ]

  test.each<[string, DeploymentSelector, number | undefined]>([
    ['is the newest', {}, 4],
    ['is the newest of its profile', { profile: SETTINGS }, 3],
    ['is the one with its number', { number: 1 }, 1],
    ['is the one with its number, whatever the profile', { number: 4, profile: SETTINGS }, 4],
    ['is none with another number', { number: 9 }, undefined],
    ['is none of another profile', { profile: { id: 'object1', name: 'object' } }, undefined],
  ])('%s', (_, selector, number) => {
    expect(list.find((deployment) => matches(deployment, selector))?.number).toBe(number)
  })
})

describe('a wish for what is not there says what is', () => {
  test.each<[DeploymentSelector, readonly ListedDeployment[], string]>([
    [{}, [], 'environment "production" has no deployments yet'],
    [
      { number: 9 },
      [],
      'deployment-number is 9, but environment "production" has no such deployment; it has no deployments yet',
    ],
    [
      { number: 9 },
      [listed(2, 'flags'), listed(1, 'settings')],
      'deployment-number is 9, but environment "production" has no such deployment; the newest are: 2 (flags version 3, COMPLETE), 1 (settings version 3, COMPLETE)',
    ],
    [
      { profile: SETTINGS },
      [listed(1, 'flags')],
      'configuration-profile is "settings", but environment "production" has no deployment of it; the newest are: 1 (flags version 3, COMPLETE)',
    ],
  ])('%j', (selector, list, message) => {
    expect(noMatchMessage(selector, 'production', list)).toBe(message)
  })

  test('of many only the newest ten', () => {
    const many = Array.from({ length: 50 }, (_, index) => listed(50 - index, 'flags'))

    expect(noMatchMessage({ number: 99 }, 'production', many)).toMatch(/ 50 \(.* 41 \([^(]*\)$/)
  })
})
