import { expect, test } from '@jest/globals'
import {
  CreateApplicationCommand,
  CreateConfigurationProfileCommand,
  CreateDeploymentStrategyCommand,
  CreateEnvironmentCommand,
  DeleteApplicationCommand,
  DeleteConfigurationProfileCommand,
  DeleteDeploymentStrategyCommand,
  DeleteEnvironmentCommand,
  GetAccountSettingsCommand,
  GetApplicationCommand,
  GetConfigurationProfileCommand,
  GetDeploymentStrategyCommand,
  ListConfigurationProfilesCommand,
  ListTagsForResourceCommand,
  paginateListApplications,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAccountSettingsCommand,
  UpdateConfigurationProfileCommand,
  UpdateDeploymentStrategyCommand,
  UpdateEnvironmentCommand,
} from '@aws-sdk/client-appconfig'
import { contractAccount, refusal, SETTINGS, STAGING, testLocally } from './account.js'

const account = contractAccount()
const ROLE = 'arn:aws:iam::123456789012:role/appconfig'

test('a name in use is a BadRequestException', async () => {
  const ApplicationId = await account.application()
  const environment = new CreateEnvironmentCommand({ ApplicationId, Name: 'twice' })
  const { Id } = await account.client.send(environment)
  const refused = await refusal(account.client.send(environment))
  expect(refused.name).toBe('BadRequestException')
  expect(refused.message).toContain(`Environment with name twice already exists with id ${Id} in application`)
})

test('an application is not deleted before its environments', async () => {
  const ApplicationId = await account.application()
  const { Id: EnvironmentId } = await account.client.send(
    new CreateEnvironmentCommand({ ApplicationId, Name: 'last' }),
  )
  expect(await refusal(account.client.send(new DeleteApplicationCommand({ ApplicationId })))).toEqual({
    name: 'BadRequestException',
    message: `Cannot delete application ${ApplicationId}, because there are still environments existing under it.`,
  })
  await account.client.send(new DeleteEnvironmentCommand({ ApplicationId, EnvironmentId }))
})

test('a new environment is ReadyForDeployment', async () => {
  const ApplicationId = await account.application()
  const { State } = await account.client.send(new CreateEnvironmentCommand({ ApplicationId, Name: 'new' }))
  expect(State).toBe('ReadyForDeployment')
})

testLocally('resources are found by id and by name', async () => {
  for (const ApplicationId of ['shop', 'shop001']) {
    expect(await account.client.send(new GetApplicationCommand({ ApplicationId }))).toMatchObject({
      Id: 'shop001',
    })
  }
})

testLocally('a monitor needs a role', async () => {
  const update = new UpdateEnvironmentCommand({ ...STAGING, Monitors: [{ AlarmArn: 'arn' }] })
  expect((await refusal(account.client.send(update))).message).toContain("Value null at 'alarmRoleArn'")
})

testLocally(
  '120 applications come in pages of 50 without gap or repetition; a foreign token is refused',
  async () => {
    const { client } = account
    for (let number = 2; number <= 100; number += 1) {
      await client.send(new CreateApplicationCommand({ Name: `app ${number}` }))
    }
    expect((await refusal(client.send(new CreateApplicationCommand({ Name: 'one too many' })))).name).toBe(
      'ServiceQuotaExceededException',
    )
    const sizes: number[] = []
    const names = new Set<string | undefined>()
    for await (const { Items = [] } of paginateListApplications({ client, pageSize: 30 }, {})) {
      sizes.push(Items.length)
      for (const { Name } of Items) names.add(Name)
    }
    expect(sizes).toEqual([30, 30, 30, 10])
    expect(names.size).toBe(100)
  },
)

testLocally('what a profile may be', async () => {
  const create = (profile: object) =>
    refusal(
      account.client.send(
        new CreateConfigurationProfileCommand({
          ApplicationId: 'shop',
          Name: 'new',
          LocationUri: 'hosted',
          ...profile,
        }),
      ),
    )
  expect(await create({ Type: 'AWS.Other' })).toEqual({
    name: 'ResourceNotFoundException',
    message: 'Invalid type, must be one of: AWS.Freeform, AWS.AppConfig.FeatureFlags',
  })
  const messages = [
    await create({ Type: 'AWS.AppConfig.FeatureFlags', LocationUri: 's3://b/k' }),
    await create({ LocationUri: 'ftp://x' }),
    await create({ LocationUri: 's3://bucket', RetrievalRoleArn: ROLE }),
    await create({ LocationUri: 'ssm-parameter://p' }),
    await create({ RetrievalRoleArn: ROLE }),
    await create({ Validators: [{ Type: 'LAMBDA', Content: 'not-an-arn' }] }),
    await create({ LocationUri: 'codepipeline://p', KmsKeyIdentifier: 'alias/appconfig' }),
  ].map(({ message }) => message)
  expect(messages).toEqual([
    "ConfigurationProfiles of type 'AWS.AppConfig.FeatureFlags' can only have a locationUri of 'hosted'",
    'The Uri: ftp://x is of an unsupported type',
    'Invalid locationUri s3://bucket',
    "1 validation error detected: Value null at 'retrievalRoleArn' failed to satisfy constraint: Member must not be null if the request has the following uri: ssm-parameter://p",
    `1 validation error detected: Value '${ROLE}' at 'retrievalRoleArn' failed to satisfy constraint: Member must be null if the request has the following uri: hosted`,
    'ARN not-an-arn is invalid due to not containing an account ID.',
    'KmsKeyIdentifier applies only to AppConfig hosted configuration data. For non-hosted configuration sources, configure encryption in the corresponding service.',
  ])
})

testLocally('profiles by type, and one with versions is not deleted', async () => {
  const { client } = account
  const listed = await client.send(
    new ListConfigurationProfilesCommand({ ApplicationId: 'shop', Type: 'AWS.AppConfig.FeatureFlags' }),
  )
  expect(listed.Items?.map(({ Name }) => Name)).toEqual(['flags'])
  expect((await refusal(client.send(new DeleteConfigurationProfileCommand(SETTINGS)))).message).toBe(
    'Cannot delete configuration profile setting because there are still hosted configuration versions existing under it.',
  )
})

testLocally("a profile's key is resolved, and taken away by an empty identifier", async () => {
  const { client } = account
  const set = new UpdateConfigurationProfileCommand({ ...SETTINGS, KmsKeyIdentifier: 'alias/appconfig' })
  expect((await client.send(set)).KmsKeyArn).toMatch(/^arn:aws:kms:us-east-1:123456789012:key\/1{8}-/)
  await client.send(new UpdateConfigurationProfileCommand({ ...SETTINGS, KmsKeyIdentifier: '' }))
  const profile = await client.send(new GetConfigurationProfileCommand(SETTINGS))
  expect([profile.KmsKeyArn, profile.KmsKeyIdentifier]).toEqual([undefined, undefined])
})

test('the predefined strategies have AWS numbers and stay as they are', async () => {
  const DeploymentStrategyId = 'AppConfig.Canary10Percent20Minutes'
  const { client } = account
  expect(await client.send(new GetDeploymentStrategyCommand({ DeploymentStrategyId }))).toMatchObject({
    Name: DeploymentStrategyId,
    DeploymentDurationInMinutes: 20,
    GrowthType: 'EXPONENTIAL',
    GrowthFactor: 10,
    FinalBakeTimeInMinutes: 10,
  })
  expect(
    (
      await refusal(
        client.send(new UpdateDeploymentStrategyCommand({ DeploymentStrategyId, GrowthFactor: 5 })),
      )
    ).message,
  ).toBe(`Cannot update predefined Deployment Strategy ${DeploymentStrategyId}`)
  expect(
    (await refusal(client.send(new DeleteDeploymentStrategyCommand({ DeploymentStrategyId })))).message,
  ).toBe(`Cannot delete predefined Deployment Strategy ${DeploymentStrategyId}.`)
})

testLocally('a strategy is LINEAR without bake time unless told otherwise; deleted, it is gone', async () => {
  const { client } = account
  const created = await client.send(
    new CreateDeploymentStrategyCommand({ Name: 'plain', DeploymentDurationInMinutes: 3, GrowthFactor: 50 }),
  )
  expect(created).toMatchObject({ GrowthType: 'LINEAR', FinalBakeTimeInMinutes: 0, ReplicateTo: 'NONE' })
  const DeploymentStrategyId = created.Id
  await client.send(new DeleteDeploymentStrategyCommand({ DeploymentStrategyId }))
  expect(await refusal(client.send(new GetDeploymentStrategyCommand({ DeploymentStrategyId })))).toEqual({
    name: 'ResourceNotFoundException',
    message: `DeploymentStrategy with Id ${DeploymentStrategyId} could not be found.`,
  })
})

testLocally('tags are set, merged and taken away by ARN, 50 at most', async () => {
  const { client } = account
  const ResourceArn = 'arn:aws:appconfig:us-east-1:123456789012:application/shop001/environment/stag001'
  await client.send(new TagResourceCommand({ ResourceArn, Tags: { team: 'a', tier: '1' } }))
  await client.send(new TagResourceCommand({ ResourceArn, Tags: { team: 'b' } }))
  await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['tier'] }))
  expect((await client.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags).toEqual({ team: 'b' })
  const fifty = Object.fromEntries(Array.from({ length: 50 }, (_, number) => [`tag${number}`, 'x']))
  const tooMany = new TagResourceCommand({ ResourceArn, Tags: fifty })
  expect((await refusal(client.send(tooMany))).name).toBe('BadRequestException')
  const unknown = new ListTagsForResourceCommand({ ResourceArn: `${ResourceArn}9` })
  expect((await refusal(client.send(unknown))).name).toBe('ResourceNotFoundException')
})

testLocally('account settings keep what an update leaves out', async () => {
  const { client } = account
  await client.send(new UpdateAccountSettingsCommand({ DeletionProtection: { Enabled: true } }))
  expect((await client.send(new GetAccountSettingsCommand({}))).DeletionProtection).toEqual({
    Enabled: true,
    ProtectionPeriodInMinutes: 60,
  })
})
