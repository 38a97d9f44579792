import { describe, expect, test } from '@jest/globals'
import { CreateExtensionAssociationCommand, CreateExtensionCommand } from '@aws-sdk/client-appconfig'
import { type SimulatedAws, simulatedAws } from '../simulated-aws.js'
import { annotations, deployStep, MINUTE_MS } from './action-process.js'

const ENVIRONMENT_ARN = 'arn:aws:appconfig:us-east-1:123456789012:application/shop001/environment/prod001'
const topicArn = (topic: string) => `arn:aws:sns:us-east-1:123456789012:${topic}`
const definition = (topic: string) => `
Name: notify
Actions:
  ON_DEPLOYMENT_START: [{ Name: tell, Uri: "${topicArn(topic)}" }]
Parameters:
  channel: {}
`

/** Version 1, as somebody published it before. */
async function publishBefore({ client }: SimulatedAws): Promise<void> {
  await client.send(
    new CreateExtensionCommand({
      Name: 'notify',
      Actions: { ON_DEPLOYMENT_START: [{ Name: 'tell', Uri: topicArn('releases') }] },
      Parameters: { channel: {} },
    }),
  )
}

/** Its association with the environment, which stays pinned to version 1. */
async function associateBefore({ client }: SimulatedAws): Promise<void> {
  await client.send(
    new CreateExtensionAssociationCommand({
      ExtensionIdentifier: 'notify',
      ResourceIdentifier: ENVIRONMENT_ARN,
      Parameters: { channel: 'releases' },
    }),
  )
}

describe('an extension', () => {
  test('that is new is published, associated and applied', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })

    const end = await deployStep(aws, {
      extension: definition('releases'),
      'extension-association': 'environment',
      'extension-parameters': 'channel: releases',
    })

    expect(end.exitCode).toBe(0)
    expect(annotations(end, 'warning')).toEqual([])
    expect(end.log).toContain('Published extension notify version 1')
    const id = end.outputs['extension-id'] ?? ''
    expect(end.outputs).toMatchObject({
      changed: 'true',
      'extension-version': '1',
      'extension-arn': `arn:aws:appconfig:us-east-1:123456789012:extension/${id}/1`,
    })
    expect(JSON.parse(end.outputs['applied-extensions'] ?? '')).toEqual([
      { ExtensionId: id, VersionNumber: 1, ExtensionAssociationId: expect.any(String) },
    ])
    expect(end.summary).toContain('Published <strong>notify</strong> version 1')
    expect(end.summary).toContain('It is now associated with environment production.')
  })

  test('in a file is published', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })

    const end = await deployStep(aws, {
      'extension-file': 'examples/configuration/release-notifications.yml',
      'extension-association': 'application',
      'extension-parameters': 'channel: releases',
    })

    expect(end.exitCode).toBe(0)
    expect(end.log).toContain('Published extension release-notifications version 1')
  })

  test('with the same definition as before is reused', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })
    await publishBefore(aws)

    const end = await deployStep(aws, { extension: definition('releases') })

    expect(end.exitCode).toBe(0)
    expect(end.outputs['extension-version']).toBe('1')
    expect(end.log).toContain('Extension notify is version 1 already: nothing to publish')
    expect(await aws.requests('CreateExtension')).toHaveLength(1)
  })

  test('with a changed definition is published as version 2, and repointed when asked to', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })
    await publishBefore(aws)
    await associateBefore(aws)

    const end = await deployStep(aws, {
      extension: definition('incidents'),
      'extension-association': 'environment',
    })

    expect(end.exitCode).toBe(0)
    expect(end.outputs['extension-version']).toBe('2')
    expect(end.log).toContain(
      'Repointed the association of extension notify with environment production to version 2',
    )
    expect(end.outputs['applied-extensions']).toContain('"VersionNumber":2')
    expect(annotations(end, 'warning')).toEqual([])
    expect(end.summary).toContain('It replaces version 1 in the association with environment production.')
  })
})

describe('an extension without an association', () => {
  test('that nothing else associates is warned of', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })

    const end = await deployStep(aws, { extension: definition('releases') })

    expect(end.exitCode).toBe(0)
    const warning = 'The deployment did not apply extension notify'
    expect(annotations(end, 'warning')).toEqual([expect.stringContaining(warning)])
    expect(end.summary).toContain('> [!WARNING]')
    expect(end.summary).toContain(warning)
    expect(end.outputs['applied-extensions']).toBe('[]')
  })

  test('that an association has in an older version is warned of', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })
    await publishBefore(aws)
    await associateBefore(aws)

    const end = await deployStep(aws, { extension: definition('incidents') })

    expect(end.exitCode).toBe(0)
    const warning = 'The deployment applied version 1 of extension notify, not version 2'
    expect(annotations(end, 'warning')).toEqual([expect.stringContaining(warning)])
    expect(end.summary).toContain(warning)
    expect(end.outputs['applied-extensions']).toContain('"VersionNumber":1')
    expect(await aws.requests('DeleteExtensionAssociation')).toEqual([])
  })
})

test('an extension that can not be published starts no deployment', async () => {
  await using aws = await simulatedAws({ minuteMs: MINUTE_MS })
  await aws.fault({ operation: 'CreateExtension', fault: 'status', status: 403 })

  const end = await deployStep(aws, { extension: definition('releases') })

  expect(end.exitCode).toBe(1)
  expect(annotations(end, 'error')).toEqual([
    expect.stringMatching(
      /^The AWS role of this step lacks the permission appconfig:CreateExtension, needed for extension notify\./,
    ),
  ])
  expect(await aws.requests('StartDeployment')).toEqual([])
  expect(end.outputs['changed']).toBe('false')
})

test('an extension whose action refuses the start fails the step with its words', async () => {
  await using aws = await simulatedAws({ minuteMs: MINUTE_MS })
  const uri = 'arn:aws:lambda:us-east-1:123456789012:function:gate'
  await aws.extensionFailure({ Uri: uri, ErrorCode: '500', ErrorMessage: 'the change is frozen' })

  const end = await deployStep(aws, {
    extension: JSON.stringify({
      Name: 'gate',
      Actions: { PRE_START_DEPLOYMENT: [{ Name: 'ask', Uri: uri }] },
    }),
    'extension-association': 'configuration-profile',
  })

  expect(end.exitCode).toBe(1)
  expect(annotations(end, 'error')).toEqual([
    expect.stringMatching(/^AWS refused StartDeployment for version 2\.\nAWS said: .*the change is frozen/),
  ])
})
