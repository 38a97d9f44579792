import { expect } from '@jest/globals'
import * as api from '@aws-sdk/client-appconfig'
import type { RecordedRequest } from '../../simulator/recording.js'
import { servedOperations } from '../../simulator/served-operations.js'
import { contractAccount, refusal, testLocally as test } from './account.js'

const account = contractAccount()
const ALARM_ROLE = 'arn:aws:iam::123456789012:role/appconfig'
const ACTION = { Name: 'tell', Uri: 'arn:aws:sns:us-east-1:123456789012:releases', RoleArn: ALARM_ROLE }

test('the whole life of an application is carried out, by every operation that is served', async () => {
  const { client } = account
  const ApplicationId = await account.application()
  const application = { ApplicationId }
  const strategy = await strategies()
  const environment = await environments(application)
  const profile = await profiles(application)
  await hostedVersions(profile)
  await deployments(environment, profile, strategy)
  await tags(`arn:aws:appconfig:us-east-1:123456789012:application/${ApplicationId}`)
  await extensions(`arn:aws:appconfig:us-east-1:123456789012:application/${ApplicationId}`)
  await settings()

  await client.send(new api.DeleteHostedConfigurationVersionCommand({ ...profile, VersionNumber: 1 }))
  await client.send(new api.DeleteConfigurationProfileCommand(profile))
  await client.send(new api.DeleteEnvironmentCommand(environment))
  await client.send(new api.DeleteDeploymentStrategyCommand(strategy))
  await client.send(new api.DeleteApplicationCommand(application))
  await gone(client.send(new api.GetApplicationCommand(application)))
  await gone(client.send(new api.GetDeploymentStrategyCommand(strategy)))
  await experiments()
  await sts()

  expect(await carriedOut()).toEqual(
    servedOperations()
      .filter(({ isServed }) => isServed)
      .map(({ name }) => name)
      .sort(),
  )
})

async function environments(application: { ApplicationId: string }) {
  const { client } = account
  const { Id: EnvironmentId } = await client.send(
    new api.CreateEnvironmentCommand({ ...application, Name: 'production' }),
  )
  const environment = { ...application, EnvironmentId }
  await client.send(new api.UpdateApplicationCommand({ ...application, Description: 'A shop' }))
  await client.send(new api.UpdateEnvironmentCommand({ ...environment, Description: 'Live' }))
  expect(await client.send(new api.GetApplicationCommand(application))).toMatchObject({
    Description: 'A shop',
  })
  expect(await client.send(new api.GetEnvironmentCommand(environment))).toMatchObject({
    Name: 'production',
    Description: 'Live',
    State: 'ReadyForDeployment',
  })
  const { Items = [] } = await client.send(new api.ListApplicationsCommand({}))
  expect(Items.map(({ Id }) => Id)).toContain(application.ApplicationId)
  const environmentsOf = await client.send(new api.ListEnvironmentsCommand(application))
  expect(environmentsOf.Items?.map(({ Id }) => Id)).toEqual([EnvironmentId])
  return environment
}

async function profiles(application: { ApplicationId: string }) {
  const { client } = account
  const { Id: ConfigurationProfileId } = await client.send(
    new api.CreateConfigurationProfileCommand({ ...application, Name: 'settings', LocationUri: 'hosted' }),
  )
  const profile = { ...application, ConfigurationProfileId }
  await client.send(new api.UpdateConfigurationProfileCommand({ ...profile, Description: 'Settings' }))
  expect(await client.send(new api.GetConfigurationProfileCommand(profile))).toMatchObject({
    Name: 'settings',
    Description: 'Settings',
  })
  const { Items = [] } = await client.send(new api.ListConfigurationProfilesCommand(application))
  expect(Items.map(({ Id }) => Id)).toEqual([ConfigurationProfileId])
  return profile
}

async function hostedVersions(profile: {
  ApplicationId: string
  ConfigurationProfileId: string | undefined
}) {
  const { client } = account
  for (const Content of ['{"count":1}', '{"count":2}']) {
    const version = { ...profile, Content: Buffer.from(Content), ContentType: 'application/json' }
    await client.send(new api.CreateHostedConfigurationVersionCommand(version))
  }
  const second = { ...profile, VersionNumber: 2 }
  const { Content } = await client.send(new api.GetHostedConfigurationVersionCommand(second))
  expect(Buffer.from(Content ?? []).toString()).toBe('{"count":2}')
  await client.send(new api.DeleteHostedConfigurationVersionCommand(second))
  const { Items = [] } = await client.send(new api.ListHostedConfigurationVersionsCommand(profile))
  expect(Items.map(({ VersionNumber }) => VersionNumber)).toEqual([1])
  await client.send(new api.ValidateConfigurationCommand({ ...profile, ConfigurationVersion: '1' }))
}

async function strategies() {
  const { client } = account
  const { Id: DeploymentStrategyId } = await client.send(
    new api.CreateDeploymentStrategyCommand({
      Name: 'In halves',
      DeploymentDurationInMinutes: 2,
      GrowthFactor: 20,
    }),
  )
  const strategy = { DeploymentStrategyId }
  await client.send(new api.UpdateDeploymentStrategyCommand({ ...strategy, GrowthFactor: 50 }))
  expect(await client.send(new api.GetDeploymentStrategyCommand(strategy))).toMatchObject({
    GrowthFactor: 50,
  })
  const { Items = [] } = await client.send(new api.ListDeploymentStrategiesCommand({}))
  const predefined = Items.map(({ Name = '' }) => Name).filter((name) => name.startsWith('AppConfig.'))
  expect(predefined.sort()).toEqual([
    'AppConfig.AllAtOnce',
    'AppConfig.Canary10Percent20Minutes',
    'AppConfig.Linear20PercentEvery6Minutes',
    'AppConfig.Linear50PercentEvery30Seconds',
  ])
  expect(Items).toContainEqual(expect.objectContaining({ Id: DeploymentStrategyId, Name: 'In halves' }))
  return strategy
}

async function deployments(
  environment: { ApplicationId: string; EnvironmentId: string | undefined },
  { ConfigurationProfileId }: { ConfigurationProfileId: string | undefined },
  { DeploymentStrategyId }: { DeploymentStrategyId: string | undefined },
) {
  const { client } = account
  const start = new api.StartDeploymentCommand({
    ...environment,
    ConfigurationProfileId,
    DeploymentStrategyId,
    ConfigurationVersion: '1',
  })
  await client.send(start)
  account.pass(1)
  await client.send(new api.StopDeploymentCommand({ ...environment, DeploymentNumber: 1 }))
  await client.send(start)
  account.pass(2)
  const second = new api.GetDeploymentCommand({ ...environment, DeploymentNumber: 2 })
  expect(await client.send(second)).toMatchObject({ State: 'COMPLETE', PercentageComplete: 100 })
  const { Items = [] } = await client.send(new api.ListDeploymentsCommand(environment))
  expect(Items.map(({ DeploymentNumber, State }) => [DeploymentNumber, State])).toEqual([
    [2, 'COMPLETE'],
    [1, 'ROLLED_BACK'],
  ])
}

async function tags(ResourceArn: string) {
  const { client } = account
  await client.send(new api.TagResourceCommand({ ResourceArn, Tags: { team: 'web', tier: '1' } }))
  await client.send(new api.UntagResourceCommand({ ResourceArn, TagKeys: ['tier'] }))
  const { Tags } = await client.send(new api.ListTagsForResourceCommand({ ResourceArn }))
  expect(Tags).toEqual({ team: 'web' })
}

async function extensions(ResourceIdentifier: string) {
  const { client } = account
  const { Id: ExtensionIdentifier } = await client.send(
    new api.CreateExtensionCommand({
      Name: 'notify',
      Actions: { ON_DEPLOYMENT_START: [ACTION] },
      Parameters: { channel: {} },
    }),
  )
  await client.send(new api.UpdateExtensionCommand({ ExtensionIdentifier, Description: 'Tells of releases' }))
  expect(await client.send(new api.GetExtensionCommand({ ExtensionIdentifier }))).toMatchObject({
    Description: 'Tells of releases',
    VersionNumber: 1,
  })
  const { Items = [] } = await client.send(new api.ListExtensionsCommand({ Name: 'notify' }))
  expect(Items.map(({ Id }) => Id)).toEqual([ExtensionIdentifier])
  await associations(ExtensionIdentifier, ResourceIdentifier)
  await client.send(new api.DeleteExtensionCommand({ ExtensionIdentifier }))
  await gone(client.send(new api.GetExtensionCommand({ ExtensionIdentifier })))
}

async function associations(ExtensionIdentifier: string | undefined, ResourceIdentifier: string) {
  const { client } = account
  const { Id: ExtensionAssociationId } = await client.send(
    new api.CreateExtensionAssociationCommand({ ExtensionIdentifier, ResourceIdentifier }),
  )
  const association = { ExtensionAssociationId }
  const Parameters = { channel: 'releases' }
  await client.send(new api.UpdateExtensionAssociationCommand({ ...association, Parameters }))
  const get = new api.GetExtensionAssociationCommand(association)
  expect(await client.send(get)).toMatchObject({ ResourceArn: ResourceIdentifier, Parameters })
  const list = new api.ListExtensionAssociationsCommand({ ResourceIdentifier })
  expect((await client.send(list)).Items?.map(({ Id }) => Id)).toEqual([ExtensionAssociationId])
  await client.send(new api.DeleteExtensionAssociationCommand(association))
  expect((await client.send(list)).Items).toEqual([])
  await gone(client.send(get))
}

async function settings() {
  const { client } = account
  await client.send(new api.UpdateAccountSettingsCommand({ DeletionProtection: { Enabled: false } }))
  const { DeletionProtection } = await client.send(new api.GetAccountSettingsCommand({}))
  expect(DeletionProtection?.Enabled).toBe(false)
}

async function experiments() {
  const { client } = account
  const on = { ApplicationId: 'shop001', EnvironmentId: 'stag001', ConfigurationProfileId: 'flags01' }
  const start = { ...on, ConfigurationVersion: '1', DeploymentStrategyId: 'instant' }
  await client.send(new api.StartDeploymentCommand(start))
  for (const Status of ['RUNNING', 'DONE']) {
    await account.control('experiments', { ...on, FlagKey: 'checkout', Status })
  }
  const { Items: [found] = [] } = await client.send(new api.ListExperimentDefinitionsCommand({}))
  const experiment = { ApplicationIdentifier: 'shop001', ExperimentDefinitionIdentifier: found?.Id }
  expect((await client.send(new api.GetExperimentDefinitionCommand(experiment))).FlagKey).toBe('checkout')
  const { Items = [] } = await client.send(new api.ListExperimentRunsCommand(experiment))
  expect(Items.map(({ Run }) => Run)).toEqual([1])
  await client.send(new api.DeleteExperimentDefinitionCommand({ ...experiment, DeleteType: 'DESTROY' }))
  await gone(client.send(new api.GetExperimentDefinitionCommand(experiment)))
}

async function sts() {
  const role = { RoleArn: ALARM_ROLE, RoleSessionName: 'session', WebIdentityToken: 'token' }
  for (const form of [{ Action: 'AssumeRoleWithWebIdentity', ...role }, { Action: 'GetCallerIdentity' }]) {
    const { status } = await fetch(account.url, { method: 'POST', body: new URLSearchParams(form) })
    expect(status).toBe(200)
  }
}

async function gone(answer: Promise<unknown>): Promise<void> {
  expect((await refusal(answer)).name).toBe('ResourceNotFoundException')
}

/** The operations that the simulator has answered with success. */
async function carriedOut(): Promise<readonly (string | null)[]> {
  const { body } = await account.control('requests')
  const succeeded = (body as readonly RecordedRequest[]).filter(({ status }) => (status ?? 500) < 300)
  return [...new Set(succeeded.map(({ operation }) => operation))].sort()
}
