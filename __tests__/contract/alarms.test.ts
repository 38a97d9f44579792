import { expect } from '@jest/globals'
import {
  GetDeploymentCommand,
  GetEnvironmentCommand,
  StartDeploymentCommand,
} from '@aws-sdk/client-appconfig'
import { ALARM, contractAccount, PRODUCTION, STAGING, STEPS, testLocally as test } from './account.js'

const account = contractAccount()

const start = (environment = PRODUCTION) =>
  account.client.send(new StartDeploymentCommand({ ...environment, ...STEPS }))
const look = (environment = PRODUCTION) =>
  account.client.send(new GetDeploymentCommand({ ...environment, DeploymentNumber: 1 }))
const alarm = (State: string) => account.control('alarms', { AlarmArn: ALARM, State })
const FIVE_SECONDS = 5 / 60

test.each([
  ['DEPLOYING', 1, 25],
  ['BAKING', 5, 100],
])('an alarm in %s: ROLLING_BACK for five seconds, then ROLLED_BACK', async (_, minutes, percentage) => {
  await start()
  account.pass(minutes)
  await alarm('ALARM')
  expect(await look()).toMatchObject({ State: 'ROLLING_BACK', PercentageComplete: percentage })
  expect((await account.client.send(new GetEnvironmentCommand(PRODUCTION))).State).toBe('RollingBack')
  account.pass(FIVE_SECONDS)
  const { State, PercentageComplete, CompletedAt, EventLog = [] } = await look()
  expect([State, PercentageComplete, CompletedAt]).toEqual(['ROLLED_BACK', 0, undefined])
  expect(EventLog.slice(0, 2)).toMatchObject([
    { EventType: 'ROLLBACK_COMPLETED', TriggeredBy: 'CLOUDWATCH_ALARM' },
    { EventType: 'ROLLBACK_STARTED', TriggeredBy: 'CLOUDWATCH_ALARM' },
  ])
  expect(EventLog[0]?.Description).toContain(ALARM)
})

test('an environment that does not monitor the alarm goes on', async () => {
  await start(STAGING)
  await alarm('ALARM')
  account.pass(6)
  expect((await look(STAGING)).State).toBe('COMPLETE')
})

test('a deployment started while the alarm is in ALARM is rolled back soon', async () => {
  await alarm('ALARM')
  expect((await start()).State).toBe('DEPLOYING')
  account.pass(FIVE_SECONDS)
  expect((await look()).State).toBe('ROLLING_BACK')
})

test('when the alarm is over before that, it goes on', async () => {
  await alarm('ALARM')
  await start()
  await alarm('OK')
  account.pass(6)
  expect((await look()).State).toBe('COMPLETE')
})

test('a completed deployment stays complete', async () => {
  await start()
  account.pass(6)
  await alarm('ALARM')
  account.pass(1)
  expect((await look()).State).toBe('COMPLETE')
})
