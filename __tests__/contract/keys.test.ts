import { expect } from '@jest/globals'
import {
  CreateHostedConfigurationVersionCommand,
  StartDeploymentCommand,
  UpdateConfigurationProfileCommand,
} from '@aws-sdk/client-appconfig'
import { contractAccount, refusal, SETTINGS, STAGING, STEPS, testLocally as test } from './account.js'

const account = contractAccount()
const KEY = '11111111-2222-3333-4444-555555555555'
const KEY_ARN = `arn:aws:kms:us-east-1:123456789012:key/${KEY}`

const start = (key: object) =>
  account.client.send(
    new StartDeploymentCommand({ ...STAGING, ...STEPS, DeploymentStrategyId: 'instant', ...key }),
  )

test.each([KEY, 'alias/appconfig', KEY_ARN, 'arn:aws:kms:us-east-1:123456789012:alias/appconfig'])(
  '%s is resolved and echoed',
  async (KmsKeyIdentifier) => {
    expect(await start({ KmsKeyIdentifier })).toMatchObject({ KmsKeyIdentifier, KmsKeyArn: KEY_ARN })
  },
)

test.each([
  ['Disabled', 'DisabledException'],
  ['AccessDenied', 'AccessDeniedException'],
])('a key that is %s', async (State, code) => {
  await account.control('keys', { KeyId: KEY, State })
  const refused = await refusal(start({ KmsKeyIdentifier: 'alias/appconfig' }))
  expect(refused.name).toBe('BadRequestException')
  expect(refused.message).toContain(`(Service: AWSKMS; Status Code: 400; Error Code: ${code};`)
  if (State === 'AccessDenied') {
    expect(refused.message).toContain(
      `is not authorized to perform: kms:GenerateDataKey on resource: ${KEY_ARN}`,
    )
  }
  await account.control('keys', { KeyId: KEY, State: 'Enabled' })
  expect((await start({ KmsKeyIdentifier: 'alias/appconfig' })).DeploymentNumber).toBe(1)
})

test('a key that nobody has', async () => {
  expect((await refusal(start({ KmsKeyIdentifier: 'alias/none' }))).message).toContain(
    'Alias arn:aws:kms:us-east-1:123456789012:alias/none is not found. (Service: AWSKMS;',
  )
})

test("the profile's key encrypts its versions, not its deployments", async () => {
  const { client } = account
  await client.send(new UpdateConfigurationProfileCommand({ ...SETTINGS, KmsKeyIdentifier: KEY }))
  const Content = Buffer.from('{}')
  const version = await client.send(
    new CreateHostedConfigurationVersionCommand({ ...SETTINGS, Content, ContentType: 'application/json' }),
  )
  expect(version.KmsKeyArn).toBe(KEY_ARN)
  expect((await start({})).KmsKeyArn).toBeUndefined()
})
