import { describe, expect, test } from '@jest/globals'
import { KEY_ARN, KEY_ID, simulatedAws } from '../simulated-aws.js'
import { annotations, deployStep, MINUTE_MS, seedWith, SLOW } from './action-process.js'

describe('a deployment with a key', () => {
  test.each([
    ['its ID', KEY_ID],
    ['its alias', 'alias/appconfig'],
    ['its ARN', KEY_ARN],
    ["its alias's ARN", 'arn:aws:kms:us-east-1:123456789012:alias/appconfig'],
  ])('named by %s is encrypted with it', async (_, identifier) => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })

    const end = await deployStep(aws, { 'kms-key-identifier': identifier })

    expect(end.exitCode).toBe(0)
    expect(end.outputs['kms-key-arn']).toBe(KEY_ARN)
    expect(end.summary).toContain(KEY_ARN)
  })

  test('that turns out to be another one is stopped, and fails', async () => {
    const asked = 'arn:aws:kms:us-east-1:123456789012:key/22222222-3333-4444-5555-666666666666'
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS, seed: seedWith() })
    // The simulator makes the key's own ARN of its ID: AppConfig answers with another ARN than was asked for.
    await aws.key({ KeyId: asked, State: 'Enabled' })

    const end = await deployStep(aws, { 'kms-key-identifier': asked, 'deployment-strategy': SLOW })

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([
      expect.stringMatching(
        /^Deployment 1 is not encrypted as asked for: the deployment is encrypted with .*, not with .*6666\.\nIt was stopped, and is ROLLED_BACK\.$/,
      ),
    ])
    expect(end.outputs['state']).toBe('ROLLED_BACK')
    expect(await aws.requests('StopDeployment')).toHaveLength(1)
  })

  test.each([
    [
      'completes first',
      'Instant',
      {},
      'It completed before it could be stopped. To revert it: operation: rollback',
    ],
    [
      'may not be stopped',
      SLOW,
      { operation: 'StopDeployment', fault: 'status', status: 403, times: 9 },
      'It could not be stopped. StopDeployment for deployment 1',
    ],
    [
      'may not be looked at',
      SLOW,
      { operation: 'GetDeployment', fault: 'status', status: 403, times: 9 },
      "AWS accepted the stop of deployment 1, but its end can't be confirmed. GetDeployment for deployment 1",
    ],
  ] as const)('that turns out to be another one and %s says so', async (_, strategy, fault, then) => {
    const asked = 'arn:aws:kms:us-east-1:123456789012:key/22222222-3333-4444-5555-666666666666'
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS, seed: seedWith() })
    await aws.key({ KeyId: asked, State: 'Enabled' })
    if ('operation' in fault) await aws.fault(fault)

    const end = await deployStep(aws, { 'kms-key-identifier': asked, 'deployment-strategy': strategy })

    const [first = '', second = ''] = annotations(end, 'error')[0]?.split('\n') ?? []
    expect(first).toMatch(/^Deployment 1 is not encrypted as asked for: /)
    expect(second).toContain(then)
  })

  test('is not encrypted unless a key is given', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })

    const end = await deployStep(aws)

    expect(end.outputs).not.toHaveProperty('kms-key-arn')
    expect((await aws.requests('StartDeployment'))[0]?.body).not.toHaveProperty('KmsKeyIdentifier')
  })
})

describe('a key that AppConfig may not use', () => {
  test.each(['Disabled', 'AccessDenied'] as const)(
    'because it is %s is explained with the permission',
    async (State) => {
      await using aws = await simulatedAws({ minuteMs: MINUTE_MS })
      await aws.key({ KeyId: KEY_ID, State })

      const end = await deployStep(aws, { 'kms-key-identifier': 'alias/appconfig' })

      expect(end.exitCode).toBe(1)
      const [message = '', ...others] = annotations(end, 'error')
      expect(others).toEqual([])
      expect(message).toMatch(/^The KMS key alias\/appconfig could not be used to encrypt the deployment\.\n/)
      expect(message).toContain('The role needs kms:GenerateDataKey* on it')
      expect(end.outputs).not.toHaveProperty('deployment-number')
      expect(end.summary).toContain('Nothing was started.')
    },
  )

  test('because StartDeployment is denied as a whole is explained with both permissions', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })
    await aws.fault({ operation: 'StartDeployment', fault: 'status', status: 403 })

    const end = await deployStep(aws, { 'kms-key-identifier': 'alias/appconfig', tags: 'team: shop' })

    expect(annotations(end, 'error')).toEqual([
      expect.stringContaining(
        'Allow appconfig:StartDeployment, appconfig:TagResource, kms:GenerateDataKey* on the key',
      ),
    ])
  })
})
