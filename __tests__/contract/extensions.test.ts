import { expect } from '@jest/globals'
import {
  CreateExtensionAssociationCommand,
  CreateExtensionCommand,
  CreateHostedConfigurationVersionCommand,
  DeleteEnvironmentCommand,
  DeleteExtensionCommand,
  GetDeploymentCommand,
  GetExtensionAssociationCommand,
  GetExtensionCommand,
  ListExtensionAssociationsCommand,
  ListExtensionsCommand,
  StartDeploymentCommand,
  UpdateExtensionAssociationCommand,
  UpdateExtensionCommand,
} from '@aws-sdk/client-appconfig'
import { contractAccount, refusal, SETTINGS, STAGING, STEPS, testLocally as test } from './account.js'

const account = contractAccount()
const ENVIRONMENT = 'arn:aws:appconfig:us-east-1:123456789012:application/shop001/environment/stag001'
const APPLICATION = 'arn:aws:appconfig:us-east-1:123456789012:application/shop001'
const PROFILE = `${APPLICATION}/configurationprofile/setting`
const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:deployments'
const action = (Uri = QUEUE) => [{ Name: 'tell', Uri }]

const create = (request: object = {}) =>
  account.client.send(
    new CreateExtensionCommand({
      Name: 'notify',
      Actions: { ON_DEPLOYMENT_START: action() },
      Parameters: { channel: { Required: true }, note: { Dynamic: true } },
      ...request,
    }),
  )
const associate = (request: object = {}) =>
  account.client.send(
    new CreateExtensionAssociationCommand({
      ExtensionIdentifier: 'notify',
      ResourceIdentifier: ENVIRONMENT,
      Parameters: { channel: 'releases' },
      ...request,
    }),
  )
const start = (request: object = {}) =>
  account.client.send(new StartDeploymentCommand({ ...STAGING, ...STEPS, ...request }))
const look = () => account.client.send(new GetDeploymentCommand({ ...STAGING, DeploymentNumber: 1 }))

test('versions: the same definition again, another one, with the current and with a stale number', async () => {
  const first = await create()
  expect(first.Arn).toBe(`arn:aws:appconfig:us-east-1:123456789012:extension/${first.Id}/1`)
  expect(first.Parameters).toEqual({
    channel: { Required: true, Dynamic: false },
    note: { Required: false, Dynamic: true },
  })
  expect((await create()).VersionNumber).toBe(1)
  expect(await refusal(create({ Description: 'other' }))).toEqual({
    name: 'BadRequestException',
    message: 'LatestVersionNumber not populated and an extension with name notify already exists.',
  })
  const second = await create({ Description: 'other', LatestVersionNumber: 1 })
  expect([second.Id, second.VersionNumber]).toEqual([first.Id, 2])
  expect(await refusal(create({ LatestVersionNumber: 1 }))).toEqual({
    name: 'ConflictException',
    message: 'LatestVersionNumber supplied in request 1 does not match latest version 2.',
  })
})

test('a parameter is not both required and dynamic', async () => {
  const both = create({ Parameters: { both: { Required: true, Dynamic: true } } })
  expect((await refusal(both)).message).toBe('Extension parameters both can not be both required and dynamic')
})

test('an update stays in its version; an ARN of another version is refused', async () => {
  await create()
  const { Arn } = await create({ Description: 'second', LatestVersionNumber: 1 })
  const { client } = account
  const updated = await client.send(
    new UpdateExtensionCommand({ ExtensionIdentifier: 'notify', Description: 'changed' }),
  )
  expect([updated.VersionNumber, updated.Description]).toEqual([2, 'changed'])
  const mixed = new GetExtensionCommand({ ExtensionIdentifier: Arn, VersionNumber: 1 })
  expect((await refusal(client.send(mixed))).message).toBe(
    `Version number in ExtensionIdentifier ARN ${Arn} does not match request ExtensionVersionNumber 1`,
  )
})

test('a delete takes the highest version, unless it is associated', async () => {
  const { Id } = await create()
  await create({ Description: 'second', LatestVersionNumber: 1 })
  await associate({ ExtensionVersionNumber: 1 })
  const { client } = account
  const remove = new DeleteExtensionCommand({ ExtensionIdentifier: 'notify' })
  await client.send(remove)
  expect((await client.send(new GetExtensionCommand({ ExtensionIdentifier: 'notify' }))).VersionNumber).toBe(
    1,
  )
  expect((await refusal(client.send(remove))).message).toBe(
    `Cannot delete extension ${Id}, version 1, for account 123456789012, as there are 1 associations of the extension still existing.`,
  )
})

test('the list has the latest versions and those of AWS', async () => {
  await create()
  await create({ Description: 'second', LatestVersionNumber: 1 })
  const all = await account.client.send(new ListExtensionsCommand({}))
  expect(all.Items?.map(({ Name }) => Name)).toContain('AWS.AppConfig.FeatureFlags')
  const named = await account.client.send(new ListExtensionsCommand({ Name: 'notify' }))
  expect(named.Items).toMatchObject([{ Name: 'notify', VersionNumber: 2 }])
})

test('an association stays with its version and blocks the delete of its resource', async () => {
  await create()
  const associated = await associate()
  await create({ Description: 'second', LatestVersionNumber: 1 })
  const { client } = account
  const { Id: ExtensionAssociationId } = associated
  expect(await client.send(new GetExtensionAssociationCommand({ ExtensionAssociationId }))).toMatchObject({
    ExtensionVersionNumber: 1,
    ResourceArn: ENVIRONMENT,
    Arn: `arn:aws:appconfig:us-east-1:123456789012:extensionassociation/${ExtensionAssociationId}`,
    Parameters: { channel: 'releases' },
  })
  expect((await refusal(client.send(new DeleteEnvironmentCommand(STAGING)))).message).toBe(
    `Cannot delete environment ${ENVIRONMENT} because there are extensions associated with it. Please remove the extension associations to this environment first.`,
  )
  const both = new ListExtensionAssociationsCommand({
    ResourceIdentifier: ENVIRONMENT,
    ExtensionIdentifier: 'notify',
  })
  expect((await refusal(client.send(both))).message).toContain('Request cannot contain both')
  const listed = await client.send(new ListExtensionAssociationsCommand({ ExtensionIdentifier: 'notify' }))
  expect(listed.Items).toEqual([
    { Id: ExtensionAssociationId, ExtensionArn: associated.ExtensionArn, ResourceArn: ENVIRONMENT },
  ])
})

test('required parameters have to be there at create and at update', async () => {
  const { Id } = await create()
  expect((await refusal(associate({ Parameters: undefined }))).message).toBe(
    'Extension notify version 1 has required parameters, but no parameters have been supplied',
  )
  const { Id: ExtensionAssociationId } = await associate()
  const without = new UpdateExtensionAssociationCommand({ ExtensionAssociationId, Parameters: { note: 'x' } })
  expect((await refusal(account.client.send(without))).message).toBe(
    `Parameter channel  is required for extension ${Id} version 1, but a value has not been supplied.`,
  )
})

test('a deployment applies what is associated, in the pinned version, with both kinds of parameters', async () => {
  await create()
  const onProfile = await associate({ ResourceIdentifier: PROFILE })
  await create({ Description: 'second', LatestVersionNumber: 1 })
  const onApplication = await associate({ ResourceIdentifier: APPLICATION })
  const started = await start({ DynamicExtensionParameters: { 'notify#note': 'go', 'other#x': 'y' } })
  expect(started.AppliedExtensions).toMatchObject([
    {
      ExtensionAssociationId: onApplication.Id,
      VersionNumber: 2,
      Parameters: { channel: 'releases', note: 'go' },
    },
    { ExtensionAssociationId: onProfile.Id, VersionNumber: 1 },
  ])
})

test('events carry the invocations of their action points, the same each time', async () => {
  const Actions = {
    ON_DEPLOYMENT_START: action(),
    ON_DEPLOYMENT_STEP: action(),
    ON_DEPLOYMENT_BAKING: action(),
    ON_DEPLOYMENT_COMPLETE: action(),
  }
  await create({ Actions })
  await associate()
  await start()
  account.pass(6)
  const { EventLog = [] } = await look()
  expect(EventLog.every(({ ActionInvocations }) => ActionInvocations?.[0]?.Uri === QUEUE)).toBe(true)
  const ids = EventLog.map(({ ActionInvocations }) => ActionInvocations?.[0]?.InvocationId)
  expect(new Set(ids).size).toBe(7)
  expect((await look()).EventLog).toEqual(EventLog)
})

const fail = () =>
  account.control('extension-failures', { Uri: QUEUE, ErrorCode: 'Throttled', ErrorMessage: 'too fast' })

test('an ON_ action that fails is told and changes nothing; what succeeded before stays so', async () => {
  await create({ Actions: { ON_DEPLOYMENT_START: action(), ON_DEPLOYMENT_COMPLETE: action() } })
  await associate()
  await start()
  account.pass(3)
  await fail()
  account.pass(3)
  const { State, EventLog = [] } = await look()
  expect(State).toBe('COMPLETE')
  expect(EventLog.at(0)?.ActionInvocations).toMatchObject([
    { ErrorCode: 'Throttled', ErrorMessage: 'too fast' },
  ])
  expect(EventLog.at(-1)?.ActionInvocations?.[0]).not.toHaveProperty('ErrorCode')
})

test('a PRE_ action that fails fails the call', async () => {
  const Actions = {
    PRE_START_DEPLOYMENT: action(),
    PRE_CREATE_HOSTED_CONFIGURATION_VERSION: action(),
  }
  await create({ Actions })
  await associate({ ResourceIdentifier: PROFILE })
  await fail()
  const publish = new CreateHostedConfigurationVersionCommand({
    ...SETTINGS,
    Content: Buffer.from('{}'),
    ContentType: 'application/json',
  })
  for (const refused of [await refusal(start()), await refusal(account.client.send(publish))]) {
    expect(refused).toEqual({
      name: 'BadRequestException',
      message: 'Error invoking extension notify: too fast',
    })
  }
  expect((await refusal(look())).name).toBe('ResourceNotFoundException')
})

test.each([
  ['while it runs', 60],
  ['before its start', 5],
])('an AT_DEPLOYMENT_TICK action that fails %s rolls the deployment back', async (when, second) => {
  await create({ Actions: { AT_DEPLOYMENT_TICK: action() } })
  await associate()
  if (when === 'before its start') await fail()
  await start()
  account.pass(1)
  if (when === 'while it runs') await fail()
  account.pass(1)
  const { State, EventLog = [], StartedAt } = await look()
  expect(State).toBe('ROLLED_BACK')
  expect(EventLog[1]).toMatchObject({
    EventType: 'ROLLBACK_STARTED',
    TriggeredBy: 'INTERNAL_ERROR',
    ActionInvocations: [{ ErrorCode: 'Throttled', Uri: QUEUE }],
    OccurredAt: new Date((StartedAt?.getTime() ?? 0) + second * 1000),
  })
})
