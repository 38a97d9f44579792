import { expect } from '@jest/globals'
import {
  BadRequestException,
  CreateConfigurationProfileCommand,
  CreateHostedConfigurationVersionCommand,
  DeleteHostedConfigurationVersionCommand,
  GetHostedConfigurationVersionCommand,
  ListHostedConfigurationVersionsCommand,
  PayloadTooLargeException,
  StartDeploymentCommand,
  ValidateConfigurationCommand,
} from '@aws-sdk/client-appconfig'
import { contractAccount, refusal, SETTINGS, STAGING, STEPS, testLocally as test } from './account.js'

const account = contractAccount()
const FLAGS = { ApplicationId: 'shop001', ConfigurationProfileId: 'flags01' }

const create = (content: string | Buffer, request: object = {}) =>
  account.client.send(
    new CreateHostedConfigurationVersionCommand({
      ...SETTINGS,
      ContentType: 'application/json',
      Content: Buffer.from(content),
      ...request,
    }),
  )
const read = async (VersionNumber: number, profile = SETTINGS) => {
  const version = await account.client.send(
    new GetHostedConfigurationVersionCommand({ ...profile, VersionNumber }),
  )
  return Buffer.from(version.Content ?? []).toString('utf8')
}
const list = (VersionLabel?: string) =>
  account.client.send(
    new ListHostedConfigurationVersionsCommand(
      VersionLabel === undefined ? SETTINGS : { ...SETTINGS, VersionLabel },
    ),
  )

test('content goes in and out as raw bytes, the rest as headers', async () => {
  const created = await create('plain: ü\n', {
    ContentType: 'text/plain',
    Description: 'by hand',
    VersionLabel: 'spring',
  })
  expect(created).toMatchObject({
    ApplicationId: 'shop001',
    ConfigurationProfileId: 'setting',
    VersionNumber: 3,
    ContentType: 'text/plain',
    Description: 'by hand',
    VersionLabel: 'spring',
  })
  expect(await read(3)).toBe('plain: ü\n')
  const { body } = await account.control('requests')
  expect(body).toMatchObject([{ body: 'plain: ü\n', headers: { versionlabel: 'spring' } }, {}])
})

test('the same freeform content is a new version', async () => {
  expect((await create('{"count":2}')).VersionNumber).toBe(3)
})

test('a stale LatestVersionNumber is a conflict and publishes nothing', async () => {
  expect(await refusal(create('{}', { LatestVersionNumber: 1 }))).toEqual({
    name: 'ConflictException',
    message: 'Expected latest version 1 does not match actual latest version 2',
  })
  expect((await create('{}', { LatestVersionNumber: 2 })).VersionNumber).toBe(3)
})

test('labels are unique, not all digits, and filter the list', async () => {
  await create('{}', { VersionLabel: 'v1.0' })
  await create('{}', { VersionLabel: 'v1.1' })
  expect((await refusal(create('{}', { VersionLabel: 'v1.0' }))).message).toBe(
    "The version label 'v1.0' has already been assigned to hosted configuration version 3. Please provide a different version label to create your hosted configuration version.",
  )
  expect((await refusal(create('{}', { VersionLabel: '12' }))).message).toContain('pattern: .*[^0-9].*')
  expect((await list('v1.1')).Items?.map(({ VersionNumber }) => VersionNumber)).toEqual([4])
  expect((await list('v1*')).Items?.map(({ VersionNumber }) => VersionNumber)).toEqual([4, 3])
})

test('the list is newest first, and deleted numbers do not come back', async () => {
  await account.client.send(new DeleteHostedConfigurationVersionCommand({ ...SETTINGS, VersionNumber: 2 }))
  expect((await create('{}')).VersionNumber).toBe(3)
  expect((await list()).Items?.map(({ VersionNumber }) => VersionNumber)).toEqual([3, 1])
  expect(await refusal(read(2))).toEqual({
    name: 'ResourceNotFoundException',
    message:
      'Hosted Configuration Version with Application Id shop001, Configuration Profile Id setting, and Version 2 could not be found for account 123456789012',
  })
})

test('2048 KB is the limit', async () => {
  expect((await create(Buffer.alloc(2048 * 1024, 'a'))).VersionNumber).toBe(3)
  const error: unknown = await create(Buffer.alloc(2048 * 1024 + 1, 'a')).catch((refused: unknown) => refused)
  expect(error).toBeInstanceOf(PayloadTooLargeException)
  expect(error).toMatchObject({
    message: 'Content size limit exceeded.',
    Measure: 'KILOBYTES',
    Limit: 2048,
    Size: 2049,
  })
})

test('empty content is refused', async () => {
  expect((await refusal(create(''))).message).toBe(
    "1 validation error detected: Value at 'content' failed to satisfy constraint: Member must not be null",
  )
})

const flags = (color: string, version = '1') =>
  JSON.stringify({
    version,
    flags: {
      feature: {
        name: 'feature',
        attributes: { color: { constraints: { type: 'string', enum: ['blue', 'green'] } } },
      },
    },
    values: { feature: { enabled: true, color } },
  })

test('feature flags are stamped; unchanged ones answer the version that has them', async () => {
  expect((await create(flags('blue'), FLAGS)).VersionNumber).toBe(2)
  const stored = JSON.parse(await read(2, FLAGS)) as { values: { feature: object } }
  expect(stored.values.feature).toEqual({
    enabled: true,
    color: 'blue',
    _createdAt: '2026-01-01T00:00:00.000Z',
    _updatedAt: '2026-01-01T00:00:00.000Z',
  })
  account.pass(60)
  expect((await create(JSON.stringify(stored), FLAGS)).VersionNumber).toBe(2)
  expect((await create(flags('green'), FLAGS)).VersionNumber).toBe(3)
  expect(JSON.parse(await read(3, FLAGS))).toMatchObject({
    flags: { feature: { _updatedAt: '2026-01-01T00:00:00.000Z' } },
    values: { feature: { _createdAt: '2026-01-01T00:00:00.000Z', _updatedAt: '2026-01-01T01:00:00.000Z' } },
  })
})

test.each([
  [flags('red'), { Constraint: 'OneOf(blue, green)', Location: 'values.feature.color', Value: 'red' }],
  [flags('blue', '2'), { Constraint: 'OneOf(1)', Location: 'version', Value: '2' }],
  ['{"flags":{}}', { Constraint: 'Required', Location: 'version', Type: 'NotSatisfied', Value: '' }],
  ['{"version":"1","values":{"a":{"enabled":true}}}', { Location: 'values.a' }],
])('feature flags that break their schema: %s', async (content, detail) => {
  const error: unknown = await create(content, FLAGS).catch((refused: unknown) => refused)
  expect(error).toBeInstanceOf(BadRequestException)
  expect(error).toMatchObject({
    message: "Error invoking extension AppConfig Feature Flags Helper: Invalid 'Content' data",
    Reason: 'InvalidConfiguration',
    Details: { InvalidConfiguration: [detail] },
  })
})

test('JSON Schema is not looked at by the create, but by ValidateConfiguration and StartDeployment', async () => {
  await create('{"count":0}')
  const validate = new ValidateConfigurationCommand({ ...SETTINGS, ConfigurationVersion: '3' })
  const start = new StartDeploymentCommand({ ...STAGING, ...STEPS, ConfigurationVersion: '3' })
  for (const refused of [
    await refusal(account.client.send(validate)),
    await refusal(account.client.send(start)),
  ]) {
    expect(refused.name).toBe('BadRequestException')
    expect(refused.message).toMatch(
      /^Could not build JSON schema from invalid input:\n \{.*\}\.\n Original error/,
    )
    expect(refused.message).toContain(
      '[message: "numeric instance is lower than the required minimum (minimum: 1, found: 0)" - parent node: /count]',
    )
  }
  const valid = new ValidateConfigurationCommand({ ...SETTINGS, ConfigurationVersion: '2' })
  expect((await account.client.send(valid)).$metadata.httpStatusCode).toBe(204)
})

test('draft-04 it is: exclusiveMinimum is a boolean; outside references are refused; LAMBDA passes', async () => {
  const LAMBDA = 'arn:aws:lambda:us-east-1:123456789012:function:check'
  const validated = async (schema: object) => {
    const profile = await account.client.send(
      new CreateConfigurationProfileCommand({
        ApplicationId: 'shop',
        Name: JSON.stringify(schema).slice(0, 60),
        LocationUri: 'hosted',
        Validators: [
          { Type: 'JSON_SCHEMA', Content: JSON.stringify(schema) },
          { Type: 'LAMBDA', Content: LAMBDA },
        ],
      }),
    )
    const version = { ApplicationId: 'shop', ConfigurationProfileId: profile.Id }
    await create('1', version)
    return account.client.send(new ValidateConfigurationCommand({ ...version, ConfigurationVersion: '1' }))
  }
  expect((await validated({ type: 'integer' })).$metadata.httpStatusCode).toBe(204)
  expect((await refusal(validated({ minimum: 1, exclusiveMinimum: true }))).name).toBe('BadRequestException')
  expect((await refusal(validated({ $ref: 'https://example.com/schema' }))).message).toBe(
    'External schema references are not supported.',
  )
})
