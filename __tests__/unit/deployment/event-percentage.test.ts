import { expect, test } from '@jest/globals'
import { eventPercentage, highestPercentage } from '../../../src/deployment/event-percentage.js'
import { DONE, event, ROLLED_BACK } from '../report/sample-facts.js'

test.each([
  ['PERCENTAGE_UPDATED', 'Configuration available to 25.00% of clients', 25],
  ['PERCENTAGE_UPDATED', 'Configuration available to 33.33% of clients', 33.33],
  ['PERCENTAGE_UPDATED', '7 %', 7],
  ['PERCENTAGE_UPDATED', 'up to 900% more', undefined],
  ['PERCENTAGE_UPDATED', 'no number', undefined],
  ['DEPLOYMENT_STARTED', '50%', 0],
  ['BAKE_TIME_STARTED', '', 100],
  ['DEPLOYMENT_COMPLETED', '', 100],
  ['ROLLBACK_STARTED', 'was at 50%', undefined],
  ['SOMETHING_NEW', '50%', undefined],
])('eventPercentage of %s %j', (type, description, percentage) => {
  expect(eventPercentage(event(type, description, 0))).toBe(percentage)
})

test('highestPercentage', () => {
  expect(highestPercentage([])).toBeUndefined()
  expect(highestPercentage(ROLLED_BACK)).toBe(40)
  expect(highestPercentage(DONE.toReversed())).toBe(100)
})
