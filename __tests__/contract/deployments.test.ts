import { expect } from '@jest/globals'
import {
  type DeploymentEvent,
  GetDeploymentCommand,
  GetEnvironmentCommand,
  ListDeploymentsCommand,
  paginateListDeployments,
  StartDeploymentCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-appconfig'
import { contractAccount, refusal, STAGING, START, STEPS, testLocally as test } from './account.js'

const account = contractAccount()
const FIRST = { ...STAGING, DeploymentNumber: 1 }

const start = (request: object = {}) =>
  account.client.send(new StartDeploymentCommand({ ...STAGING, ...STEPS, ...request }))
const look = () => account.client.send(new GetDeploymentCommand(FIRST))
const stop = (AllowRevert?: boolean) =>
  account.client.send(
    new StopDeploymentCommand(AllowRevert === undefined ? FIRST : { ...FIRST, AllowRevert }),
  )
const environmentState = async () => (await account.client.send(new GetEnvironmentCommand(STAGING))).State

/** Seconds since the start, type, who and text, oldest first. */
const told = (log: readonly DeploymentEvent[] = []) =>
  log
    .map((event) => [
      ((event.OccurredAt?.getTime() ?? NaN) - START) / 1000,
      event.EventType,
      event.TriggeredBy,
      event.Description,
    ])
    .reverse()

test('a start answers DEPLOYING at 0 % with one event', async () => {
  const started = await start({ Description: '' })
  expect(started).toMatchObject({
    DeploymentNumber: 1,
    ConfigurationName: 'settings',
    ConfigurationLocationUri: 'hosted',
    State: 'DEPLOYING',
    PercentageComplete: 0,
    StartedAt: new Date(START),
  })
  expect([started.CompletedAt, started.Description]).toEqual([undefined, undefined])
  expect(told(started.EventLog)).toEqual([[0, 'DEPLOYMENT_STARTED', 'USER', 'Deployment started']])
  expect(await environmentState()).toBe('Deploying')
})

const WHOLE_LOG = [
  [0, 'DEPLOYMENT_STARTED', 'USER', 'Deployment started'],
  [60, 'PERCENTAGE_UPDATED', 'APPCONFIG', 'Configuration available to 25.00% of clients'],
  [120, 'PERCENTAGE_UPDATED', 'APPCONFIG', 'Configuration available to 50.00% of clients'],
  [180, 'PERCENTAGE_UPDATED', 'APPCONFIG', 'Configuration available to 75.00% of clients'],
  [240, 'PERCENTAGE_UPDATED', 'APPCONFIG', 'Configuration available to 100.00% of clients'],
  [240, 'BAKE_TIME_STARTED', 'APPCONFIG', 'Deployment bake time started'],
  [360, 'DEPLOYMENT_COMPLETED', 'APPCONFIG', 'Deployment completed'],
]

test('the log grows by the minute, newest first, and never changes what it showed', async () => {
  await start()
  let shown: unknown[] = []
  for (let minute = 0; minute <= 6; minute += 0.5) {
    const log = told((await look()).EventLog)
    expect(log.slice(0, shown.length)).toEqual(shown)
    shown = log
    account.pass(0.5)
  }
  expect(shown).toEqual(WHOLE_LOG)
  expect((await look()).EventLog?.[0]?.EventType).toBe('DEPLOYMENT_COMPLETED')
})

test.each([
  [0.99, 'DEPLOYING', 0],
  [1, 'DEPLOYING', 25],
  [3.5, 'DEPLOYING', 75],
  [4, 'BAKING', 100],
  [5.99, 'BAKING', 100],
  [6, 'COMPLETE', 100],
])('after %d minutes it is %s at %d %%', async (minutes, state, percentage) => {
  await start()
  account.pass(minutes)
  const { State, PercentageComplete, CompletedAt } = await look()
  expect([State, PercentageComplete]).toEqual([state, percentage])
  expect(CompletedAt).toEqual(state === 'COMPLETE' ? new Date(START + 6 * 60_000) : undefined)
  const listed = await account.client.send(new ListDeploymentsCommand(STAGING))
  expect(listed.Items).toMatchObject([
    { State, PercentageComplete, ConfigurationProfileId: 'setting', Type: 'USER' },
  ])
})

test('an instant deployment is COMPLETE in the answer', async () => {
  const started = await start({ DeploymentStrategyId: 'instant' })
  expect([started.State, started.PercentageComplete]).toEqual(['COMPLETE', 100])
  expect(started.CompletedAt).toBeDefined()
  expect(started.EventLog?.map(({ Description }) => Description)).toEqual([
    'Deployment completed instantly',
    'Deployment started',
  ])
  expect(await environmentState()).toBe('ReadyForDeployment')
})

test('AllAtOnce takes its step and begins to bake after five seconds', async () => {
  await start({ DeploymentStrategyId: 'AppConfig.AllAtOnce' })
  account.pass(1)
  expect(told((await look()).EventLog).slice(1)).toEqual([
    [5, 'PERCENTAGE_UPDATED', 'APPCONFIG', 'Configuration available to 100.00% of clients'],
    [5, 'BAKE_TIME_STARTED', 'APPCONFIG', 'Deployment bake time started'],
  ])
})

test('an environment takes one deployment at a time, BAKING included, and the next number after it', async () => {
  await start()
  for (const minutes of [0, 5]) {
    account.pass(minutes)
    expect((await refusal(start())).name).toBe('ConflictException')
  }
  account.pass(1)
  expect((await start()).DeploymentNumber).toBe(2)
})

test('LatestDeploymentNumber has to be the newest number, 0 before the first', async () => {
  expect((await refusal(start({ LatestDeploymentNumber: 1 }))).name).toBe('ConflictException')
  await start({ LatestDeploymentNumber: 0, DeploymentStrategyId: 'instant' })
  expect((await refusal(start({ LatestDeploymentNumber: 0 }))).name).toBe('ConflictException')
  expect((await start({ LatestDeploymentNumber: 1 })).DeploymentNumber).toBe(2)
})

test('a hosted version goes by label; one that is missing is a 404 and starts nothing', async () => {
  const labelled = await start({
    ConfigurationProfileId: 'flags01',
    ConfigurationVersion: 'v1.0',
    DeploymentStrategyId: 'instant',
  })
  expect(labelled).toMatchObject({ ConfigurationVersion: '1', VersionLabel: 'v1.0' })
  expect(labelled.AppliedExtensions).toMatchObject([
    { ExtensionId: 'AWS.AppConfig.FeatureFlags', VersionNumber: 1 },
  ])
  expect(await refusal(start({ ConfigurationVersion: '9' }))).toEqual({
    name: 'ResourceNotFoundException',
    message: 'Could not find configuration settings with version number 9',
  })
  expect((await start()).DeploymentNumber).toBe(2)
})

test.each(['ssmpar1', 'ssmdoc1', 's3obj01', 'secret1', 'pipelin'])(
  '%s deploys any version',
  async (profile) => {
    const started = await start({ ConfigurationProfileId: profile, ConfigurationVersion: 'abc-1' })
    expect(started.ConfigurationVersion).toBe('abc-1')
  },
)

test.each([
  ['DEPLOYING', 2],
  ['BAKING', 5],
])('a stop in %s rolls back with one event, to 0 % and without CompletedAt', async (state, minutes) => {
  await start()
  account.pass(minutes)
  expect((await look()).State).toBe(state)
  const stopped = await stop()
  expect(stopped.$metadata.httpStatusCode).toBe(202)
  for (const deployment of [stopped, await look()]) {
    expect([deployment.State, deployment.PercentageComplete, deployment.CompletedAt]).toEqual([
      'ROLLED_BACK',
      0,
      undefined,
    ])
    expect(told(deployment.EventLog).at(-1)).toEqual([
      minutes * 60,
      'ROLLBACK_COMPLETED',
      'USER',
      'Deployment rolled back by user request',
    ])
    expect(deployment.EventLog?.map(({ EventType }) => EventType)).not.toContain('ROLLBACK_STARTED')
  }
  expect(await environmentState()).toBe('RolledBack')
  account.pass(60)
  expect((await look()).State).toBe('ROLLED_BACK')
  expect((await refusal(stop())).name).toBe('BadRequestException')
  expect((await start()).DeploymentNumber).toBe(2)
})

test('a completed deployment is reverted only with AllowRevert, and CompletedAt stays', async () => {
  await start()
  account.pass(6)
  expect((await refusal(stop())).name).toBe('BadRequestException')
  account.pass(72 * 60)
  await stop(true)
  const reverted = await look()
  expect(reverted).toMatchObject({ State: 'REVERTED', CompletedAt: new Date(START + 6 * 60_000) })
  expect(reverted.EventLog?.[0]?.EventType).toBe('REVERT_COMPLETED')
  expect(await environmentState()).toBe('Reverted')
})

test('after 72 hours it is not reverted any more', async () => {
  await start()
  account.pass(6 + 72 * 60 + 1)
  expect((await refusal(stop(true))).name).toBe('BadRequestException')
  expect((await look()).State).toBe('COMPLETE')
})

test('120 deployments come newest first in pages of 50; a foreign token is refused', async () => {
  const { client } = account
  for (let number = 1; number <= 120; number += 1) await start({ DeploymentStrategyId: 'instant' })
  const pages: number[] = []
  const numbers: (number | undefined)[] = []
  for await (const { Items = [] } of paginateListDeployments({ client }, STAGING)) {
    pages.push(Items.length)
    numbers.push(...Items.map(({ DeploymentNumber }) => DeploymentNumber))
  }
  expect(pages).toEqual([50, 50, 20])
  expect(numbers).toEqual(Array.from({ length: 120 }, (_, index) => 120 - index))
  const foreign = new ListDeploymentsCommand({ ...STAGING, NextToken: 'bogus' })
  expect(await refusal(client.send(foreign))).toEqual({
    name: 'BadRequestException',
    message: 'Invalid nextToken parameter bogus.',
  })
})

test('a deployment of another profile in the environment counts on', async () => {
  await start({ DeploymentStrategyId: 'instant' })
  const other = { ConfigurationProfileId: 'flags01', ConfigurationVersion: '1' }
  expect(await start(other)).toMatchObject({ DeploymentNumber: 2, ConfigurationName: 'flags' })
})
