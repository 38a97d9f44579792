import { expect } from '@jest/globals'
import * as api from '@aws-sdk/client-appconfig'
import { contractAccount, PRODUCTION, refusal, STAGING, STEPS, testLocally as test } from './account.js'

const account = contractAccount()
const FLAGS = {
  ConfigurationProfileId: 'flags01',
  ConfigurationVersion: '1',
  DeploymentStrategyId: 'instant',
}

const start = (what = FLAGS) => account.client.send(new api.StartDeploymentCommand({ ...STAGING, ...what }))
const run = (Status: string, other = {}) =>
  account.control('experiments', {
    ...STAGING,
    ConfigurationProfileId: 'flags01',
    FlagKey: 'checkout',
    Status,
    ...other,
  })
const get = (DeploymentNumber: number) =>
  account.client.send(new api.GetDeploymentCommand({ ...STAGING, DeploymentNumber }))
const listed = async () =>
  (await account.client.send(new api.ListDeploymentsCommand(STAGING))).Items?.map(
    ({ DeploymentNumber, Type, ConfigurationProfileId, ConfigurationVersion }) =>
      [DeploymentNumber, Type, ConfigurationProfileId, ConfigurationVersion] as const,
  )
const definitions = async (request: api.ListExperimentDefinitionsCommandInput = {}) =>
  (await account.client.send(new api.ListExperimentDefinitionsCommand(request))).Items ?? []
const theDefinition = async () => {
  const [found] = await definitions()
  return { ApplicationIdentifier: 'shop001', ExperimentDefinitionIdentifier: found?.Id }
}
const remove = async (DeleteType: api.DeleteType) =>
  account.client.send(new api.DeleteExperimentDefinitionCommand({ ...(await theDefinition()), DeleteType }))

test('a run makes a MANAGED deployment at its start and at its end, of the version before', async () => {
  await start()
  const { body } = await run('RUNNING')
  expect(body).toMatchObject({ Run: 1, DeploymentNumber: 2 })
  expect((await run('DONE')).body).toMatchObject({ Run: 1, DeploymentNumber: 3 })
  expect(await listed()).toEqual([
    [3, 'MANAGED', 'flags01', '1'],
    [2, 'MANAGED', 'flags01', '1'],
    [1, 'USER', 'flags01', '1'],
  ])
})

test('it has no strategy, is complete at once, and names its run', async () => {
  await start()
  const { body } = await run('RUNNING')
  const { ExperimentDefinitionId } = body as { ExperimentDefinitionId: string }
  const managed = await get(2)
  expect(managed).not.toHaveProperty('DeploymentStrategyId')
  expect(managed).not.toHaveProperty('Type')
  expect(managed).toMatchObject({
    State: 'COMPLETE',
    Description: `For arn:aws:appconfig:us-east-1:123456789012:application/shop001/experimentdefinition/${ExperimentDefinitionId}/experimentrun/1`,
    EventLog: [
      { EventType: 'DEPLOYMENT_COMPLETED', Description: 'Deployment completed instantly' },
      { EventType: 'DEPLOYMENT_STARTED', Description: 'Deployment started' },
    ],
  })
})

test('it takes a number of the environment, which LatestDeploymentNumber counts', async () => {
  await start()
  await run('RUNNING')
  const outdated = { ...STAGING, ...FLAGS, LatestDeploymentNumber: 1 }
  expect((await refusal(account.client.send(new api.StartDeploymentCommand(outdated)))).name).toBe(
    'ConflictException',
  )
  expect((await start()).DeploymentNumber).toBe(3)
})

test.each([false, true])('it is not stopped, AllowRevert %s', async (AllowRevert) => {
  await start()
  await run('RUNNING')
  const stop = new api.StopDeploymentCommand({ ...STAGING, DeploymentNumber: 2, AllowRevert })
  expect((await refusal(account.client.send(stop))).name).toBe('BadRequestException')
  expect((await get(2)).State).toBe('COMPLETE')
})

test('a run is RUNNING, then DONE; its definition ACTIVE, IDLE, ARCHIVED', async () => {
  await start()
  const states = async () => {
    const request = new api.ListExperimentRunsCommand(await theDefinition())
    const { Items = [] } = await account.client.send(request)
    const [definition] = await definitions()
    return [definition?.Status, ...Items.map(({ Run, Status }) => `${String(Run)} ${String(Status)}`)]
  }
  await run('RUNNING')
  expect(await states()).toEqual(['ACTIVE', '1 RUNNING'])
  expect((await refusal(remove('ARCHIVE'))).name).toBe('BadRequestException')
  await run('DONE')
  expect(await states()).toEqual(['IDLE', '1 DONE'])
  await run('RUNNING')
  expect(await states()).toEqual(['ACTIVE', '2 RUNNING', '1 DONE'])
  await run('DONE')
  await remove('ARCHIVE')
  expect(await states()).toEqual(['ARCHIVED', '2 DONE', '1 DONE'])
})

test('experiments on several flags of a profile run at once', async () => {
  await start()
  await run('RUNNING')
  await run('RUNNING', { FlagKey: 'search' })
  const active = await definitions({ Status: 'ACTIVE' })
  expect(active.map(({ FlagKey }) => FlagKey)).toEqual(['checkout', 'search'])
})

test.each([
  [{ ApplicationIdentifier: 'shop001' }, 1],
  [{ EnvironmentIdentifier: 'stag001' }, 1],
  [{ EnvironmentIdentifier: 'prod001' }, 0],
  [{ ConfigurationProfileIdentifier: 'flags01' }, 1],
  [{ ConfigurationProfileIdentifier: 'setting' }, 0],
  [{ Status: 'IDLE' as const }, 0],
])('definitions filtered by %j: %i', async (filter, count) => {
  await start()
  await run('RUNNING')
  expect(await definitions(filter)).toHaveLength(count)
})

test('an environment is kept by definitions that are not archived, an application by all', async () => {
  await start()
  await run('RUNNING')
  await run('DONE')
  const removeEnvironment = () => account.client.send(new api.DeleteEnvironmentCommand(STAGING))
  expect((await refusal(removeEnvironment())).message).toMatch(/non-archived experiment definitions/)
  await remove('ARCHIVE')
  await removeEnvironment()
  const ApplicationId = 'shop001'
  await account.client.send(new api.DeleteEnvironmentCommand(PRODUCTION))
  const profiles = await account.client.send(new api.ListConfigurationProfilesCommand({ ApplicationId }))
  for (const { Id: ConfigurationProfileId } of profiles.Items ?? []) {
    const profile = { ApplicationId, ConfigurationProfileId }
    const versions = await account.client.send(new api.ListHostedConfigurationVersionsCommand(profile))
    for (const { VersionNumber } of versions.Items ?? []) {
      await account.client.send(
        new api.DeleteHostedConfigurationVersionCommand({ ...profile, VersionNumber }),
      )
    }
    await account.client.send(new api.DeleteConfigurationProfileCommand(profile))
  }
  const removeApplication = () => account.client.send(new api.DeleteApplicationCommand({ ApplicationId }))
  expect((await refusal(removeApplication())).message).toMatch(/experiment definitions/)
  await remove('DESTROY')
  await removeApplication()
})

test.each([
  ['a start while it runs', ['RUNNING', 'RUNNING'], {}],
  ['an end of what does not run', ['DONE'], {}],
  ['a profile without feature flags', ['RUNNING'], { ConfigurationProfileId: 'setting' }],
  ['a profile that was not deployed there', ['RUNNING'], { EnvironmentId: 'prod001' }],
  ['an environment that is not there', ['RUNNING'], { EnvironmentId: 'gone001' }],
  ['a member that is not known', ['RUNNING'], { Flag: 'checkout' }],
  ['another status', ['ACTIVE'], {}],
])('refused, and nothing is deployed: %s', async (_, statuses, other) => {
  await start()
  const answers = []
  for (const status of statuses) answers.push(await run(status, other))
  expect(answers.at(-1)).toMatchObject({ status: 400, body: { message: expect.any(String) } })
  expect(await listed()).toHaveLength(statuses.length)
})

test('refused while a deployment is in progress', async () => {
  await start()
  await start(STEPS)
  expect((await run('RUNNING')).status).toBe(400)
  expect(await definitions()).toEqual([])
})
