import { describe, expect } from '@jest/globals'
import {
  AppConfigClient,
  CreateConfigurationProfileCommand,
  CreateExtensionAssociationCommand,
  CreateExtensionCommand,
  DeleteEnvironmentCommand,
  ListDeploymentStrategiesCommand,
  ListExtensionAssociationsCommand,
  ListTagsForResourceCommand,
  StartDeploymentCommand,
  TagResourceCommand,
  UpdateAccountSettingsCommand,
  UpdateEnvironmentCommand,
  GetAccountSettingsCommand,
  GetDeploymentCommand,
  GetEnvironmentCommand,
} from '@aws-sdk/client-appconfig'
import { contractAccount, refusal, STAGING, STEPS, testLocally as test } from './account.js'

const account = contractAccount()
const ROLE = 'arn:aws:iam::123456789012:role/appconfig'
const KEY = '11111111-2222-3333-4444-555555555555'

const clientIn = (region: string) =>
  new AppConfigClient({
    endpoint: account.url,
    region,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
  })

const extension = (client: AppConfigClient) =>
  client.send(
    new CreateExtensionCommand({
      Name: 'notify',
      Actions: { ON_DEPLOYMENT_START: [{ Name: 'say', Uri: 'arn:aws:sns:us-east-1:123456789012:topic' }] },
    }),
  )

describe.each([
  ['eu-central-1', 'aws'],
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
])('signed for %s', (region, partition) => {
  const arn = (resource: string, id = '123456789012') =>
    `arn:${partition}:appconfig:${region}:${id}:${resource}`

  test('every ARN is of that region', async () => {
    const client = clientIn(region)
    expect((await extension(client)).Arn).toMatch(new RegExp(`^${arn('extension/')}`))
    const association = await client.send(
      new CreateExtensionAssociationCommand({
        ExtensionIdentifier: 'notify',
        ResourceIdentifier: arn('application/shop001'),
      }),
    )
    expect(association).toMatchObject({
      ResourceArn: arn('application/shop001'),
      Arn: arn(`extensionassociation/${association.Id}`),
    })
    const key = { LocationUri: 'hosted', KmsKeyIdentifier: 'alias/appconfig' }
    const encrypted = { ApplicationId: 'shop001', Name: 'encrypted', ...key }
    expect((await client.send(new CreateConfigurationProfileCommand(encrypted))).KmsKeyArn).toBe(
      `arn:${partition}:kms:${region}:123456789012:key/${KEY}`,
    )
  })

  test('the tags of what the seed has', async () => {
    const client = clientIn(region)
    const ResourceArn = arn('application/shop001/environment/stag001')
    await client.send(new TagResourceCommand({ ResourceArn, Tags: { team: 'web' } }))
    expect((await client.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags).toEqual({ team: 'web' })
    const predefined = { ResourceArn: arn('deploymentstrategy/AppConfig.AllAtOnce') }
    expect((await client.send(new ListTagsForResourceCommand(predefined))).Tags).toEqual({})
  })

  test("another region's ARN, and another account's, is not found", async () => {
    const client = clientIn(region)
    for (const ResourceArn of [
      `arn:aws:appconfig:us-west-2:123456789012:application/shop001`,
      arn('application/shop001', '999999999999'),
    ]) {
      const refused = await refusal(client.send(new ListTagsForResourceCommand({ ResourceArn })))
      expect(refused.name).toBe('ResourceNotFoundException')
    }
  })
})

test('regions share resources, deployments and settings', async () => {
  const [here, there] = [clientIn('us-east-1'), clientIn('eu-west-1')]
  await here.send(new StartDeploymentCommand({ ...STAGING, ...STEPS, KmsKeyIdentifier: KEY }))
  const { KmsKeyArn } = await there.send(new GetDeploymentCommand({ ...STAGING, DeploymentNumber: 1 }))
  expect(KmsKeyArn).toBe(`arn:aws:kms:eu-west-1:123456789012:key/${KEY}`)
  await there.send(new UpdateAccountSettingsCommand({ DeletionProtection: { Enabled: true } }))
  expect((await here.send(new GetAccountSettingsCommand({}))).DeletionProtection?.Enabled).toBe(true)
})

describe('an ARN without an account', () => {
  const ENVIRONMENT = 'arn:aws:appconfig:us-east-1::application/shop001/environment/stag001'
  const WHOLE = ENVIRONMENT.replace('::', ':123456789012:')

  test('means the own account and comes back as it was given', async () => {
    const { client } = account
    await extension(client)
    const associate = (ResourceIdentifier: string) =>
      client.send(
        new CreateExtensionAssociationCommand({ ExtensionIdentifier: 'notify', ResourceIdentifier }),
      )
    expect((await associate(ENVIRONMENT)).ResourceArn).toBe(ENVIRONMENT)
    await associate(WHOLE)
    for (const ResourceIdentifier of [ENVIRONMENT, WHOLE]) {
      const { Items = [] } = await client.send(new ListExtensionAssociationsCommand({ ResourceIdentifier }))
      expect(Items.map(({ ResourceArn }) => ResourceArn)).toEqual([ENVIRONMENT, WHOLE])
    }
    const { AppliedExtensions } = await client.send(new StartDeploymentCommand({ ...STAGING, ...STEPS }))
    expect(AppliedExtensions).toHaveLength(2)
    account.pass(6)
    expect((await refusal(client.send(new DeleteEnvironmentCommand(STAGING)))).name).toBe(
      'BadRequestException',
    )
  })

  test('names the same tags', async () => {
    const { client } = account
    await client.send(new TagResourceCommand({ ResourceArn: ENVIRONMENT, Tags: { team: 'web' } }))
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceArn: WHOLE }))
    expect(Tags).toEqual({ team: 'web' })
  })

  test('an alarm and a key', async () => {
    const { client } = account
    const AlarmArn = 'arn:aws:cloudwatch:us-east-1::alarm:latency'
    const Monitors = [{ AlarmArn, AlarmRoleArn: ROLE }]
    await client.send(new UpdateEnvironmentCommand({ ...STAGING, Monitors }))
    expect((await client.send(new GetEnvironmentCommand(STAGING))).Monitors).toEqual(Monitors)
    const KmsKeyIdentifier = `arn:aws:kms:us-east-1::key/${KEY}`
    const started = await client.send(new StartDeploymentCommand({ ...STAGING, ...STEPS, KmsKeyIdentifier }))
    expect(started.KmsKeyIdentifier).toBe(KmsKeyIdentifier)
    expect(started.KmsKeyArn).toBe(`arn:aws:kms:us-east-1:123456789012:key/${KEY}`)
    await account.control('alarms', { AlarmArn: AlarmArn.replace('::', ':123456789012:'), State: 'ALARM' })
    const { State } = await client.send(new GetDeploymentCommand({ ...STAGING, DeploymentNumber: 1 }))
    expect(State).toBe('ROLLING_BACK')
  })
})

test('a request without a credential scope is taken to be for the region of the seed', async () => {
  const response = await fetch(`${account.url}/extensions`, { headers: { authorization: 'AWS4 x' } })
  expect(await response.text()).toContain('arn:aws:appconfig:us-east-1::extension/')
  const { Items } = await clientIn('eu-west-1').send(new ListDeploymentStrategiesCommand({}))
  expect(Items).toHaveLength(7)
})
