import { describe, expect, test } from '@jest/globals'
import { StartDeploymentCommand } from '@aws-sdk/client-appconfig'
import { simulatedAws } from '../simulated-aws.js'
import { annotations, deployStep, loggedEvents, MINUTE_MS, seedWith, SLOW } from './action-process.js'

describe('what the inputs name and AWS does not have', () => {
  test('is told for all of them at once, with the candidates', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })

    const end = await deployStep(aws, {
      environment: 'prodution',
      'configuration-profile': 'setings',
      'deployment-strategy': 'Step',
    })

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([
      expect.stringMatching(
        /environment "prodution".*mean production\?[^]*configuration profile "setings".*mean settings\?[^]*deployment strategy "Step".*mean Steps\?/,
      ),
    ])
    expect(await aws.requests('StartDeployment')).toEqual([])
  })

  test('is told for the application', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })

    const end = await deployStep(aws, { application: 'shopping' })

    expect(annotations(end, 'error')).toEqual([
      expect.stringMatching(/^No application "shopping".*shop \(shop001\)/),
    ])
  })

  test.each([
    ['number', 'settings', '99', 'the newest are: 2, 1'],
    ['label', 'flags', 'v9.9', 'the newest are: 1 (v1.0)'],
  ])(
    'is told for a version by its %s, with the versions that there are',
    async (_, profile, version, there) => {
      await using aws = await simulatedAws({ minuteMs: MINUTE_MS })

      const end = await deployStep(aws, {
        'configuration-profile': profile,
        'configuration-version': version,
      })

      expect(end.exitCode).toBe(1)
      expect(annotations(end, 'error')).toEqual([
        `configuration-version is "${version}", but configuration profile "${profile}" has no such version; ${there}`,
      ])
      expect(end.outputs).not.toHaveProperty('deployment-number')
    },
  )

  test('is told for "latest" of a profile without versions', async () => {
    const seed = seedWith({
      applications: [
        { Name: 'shop', environments: [{ Name: 'production' }], profiles: [{ Name: 'settings' }] },
      ],
    })
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS, seed })

    const end = await deployStep(aws, { 'configuration-version': 'latest' })

    expect(annotations(end, 'error')).toEqual([
      'configuration-version is "latest", but configuration profile "settings" has no versions yet.',
    ])
  })

  test('is told for "latest" of a source that has no such thing', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })

    const end = await deployStep(aws, {
      'configuration-profile': 'object',
      'configuration-version': 'latest',
    })

    expect(annotations(end, 'error')).toEqual([
      expect.stringMatching(/^configuration-version is "latest", .* S3 object .* version ID/),
    ])
  })
})

describe('a refused permission', () => {
  test.each([
    ['ListApplications', { application: 'The shop' }],
    ['ListEnvironments', {}],
    ['ListConfigurationProfiles', {}],
    ['ListDeployments', {}],
    ['StartDeployment', {}],
  ])('for %s is named, and nothing is started', async (operation, inputs) => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })
    await aws.fault({ operation, fault: 'status', status: 403, times: 9 })

    const end = await deployStep(aws, inputs)

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([
      expect.stringMatching(
        new RegExp(`^The AWS role of this step lacks the permission appconfig:${operation}, needed for `),
      ),
    ])
    expect(end.outputs).not.toHaveProperty('deployment-number')
    expect(end.summary).toContain('Nothing was started.')
  })

  test('for an ID and for the list is named by the ID', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })
    await aws.fault({ operation: 'GetEnvironment', fault: 'status', status: 403 })
    await aws.fault({ operation: 'ListEnvironments', fault: 'status', status: 403 })

    const end = await deployStep(aws, { application: 'shop001', environment: 'prod001' })

    expect(annotations(end, 'error')).toEqual([
      expect.stringContaining(
        'lacks the permission appconfig:GetEnvironment, needed for environment prod001.',
      ),
    ])
  })

  test('for GetDeployment fails at once, stops the deployment, and says that the end is not confirmed', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS, seed: seedWith() })
    await aws.fault({ operation: 'GetDeployment', fault: 'status', status: 403, times: 99 })

    const end = await deployStep(aws, { 'deployment-strategy': SLOW })

    expect(end.exitCode).toBe(1)
    const [message = ''] = annotations(end, 'error')
    expect(message).toMatch(/^The AWS role of this step lacks the permission appconfig:GetDeployment/)
    expect(message).toContain(
      'AWS accepted the stop of deployment 1, and its end is not confirmed. To see how it ended: aws appconfig get-deployment --application-id shop001 --environment-id prod001 --deployment-number 1 --region us-east-1',
    )
    expect(await aws.requests('StopDeployment')).toHaveLength(1)
    expect(end.outputs).toMatchObject({ 'deployment-number': '1' })
    expect(end.summary).toContain('AWS accepted the stop of deployment 1')
  })

  test('because the token expired says that the deployment goes on', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS, seed: seedWith() })
    const expired = { fault: 'status', status: 403, error: 'ExpiredTokenException', times: 99 } as const
    await aws.fault({ operation: 'GetDeployment', skip: 2, ...expired })
    await aws.fault({ operation: 'StopDeployment', ...expired })

    const end = await deployStep(aws, { 'deployment-strategy': SLOW })

    expect(annotations(end, 'error')).toEqual([
      expect.stringMatching(
        /^The AWS credentials expired before GetDeployment for deployment 1\.[^]*role-duration-seconds[^]*Deployment 1 goes on in AWS/,
      ),
    ])
  })
})

describe('faults on the way', () => {
  test.each([
    ['500', { fault: 'status' as const, status: 500 }],
    ['429', { fault: 'status' as const, status: 429 }],
    ['a cut connection', { fault: 'reset-before' as const }],
    ['a truncated body', { fault: 'truncate' as const }],
  ])('on GetDeployment (%s) do not fail the step', async (_, fault) => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })
    await aws.fault({ operation: 'GetDeployment', times: 3, ...fault })

    const end = await deployStep(aws, { 'deployment-strategy': 'Steps', timeout: '1m' })

    expect(end.exitCode).toBe(0)
    expect(end.log.filter((line) => line.startsWith('Could not poll deployment 1'))).toHaveLength(3)
    expect(loggedEvents(end)).toHaveLength(7)
    expect(new Set(loggedEvents(end)).size).toBe(4)
  })

  test.each(['reset-after', 'truncate', 'reset-before'] as const)(
    'on StartDeployment (%s) start one deployment',
    async (fault) => {
      await using aws = await simulatedAws({ minuteMs: MINUTE_MS })
      await aws.fault({ operation: 'StartDeployment', fault })

      const end = await deployStep(aws)

      expect(end.exitCode).toBe(0)
      expect(end.outputs).toMatchObject({ 'deployment-number': '1', state: 'COMPLETE' })
    },
  )
})

test('a busy environment fails the step and names the deployment that occupies it', async () => {
  await using aws = await simulatedAws({ minuteMs: MINUTE_MS, seed: seedWith() })
  await aws.client.send(
    new StartDeploymentCommand({
      ApplicationId: 'shop001',
      EnvironmentId: 'prod001',
      ConfigurationProfileId: 'setting',
      DeploymentStrategyId: 'slow001',
      ConfigurationVersion: '1',
    }),
  )

  const end = await deployStep(aws, { 'if-busy': 'fail' })

  expect(end.exitCode).toBe(1)
  expect(annotations(end, 'error')).toEqual([
    'Environment production is busy with deployment 1, so nothing was started.\nRun again when it has ended, or set if-busy: wait with a longer busy-timeout, or if-busy: stop.',
  ])
  expect(end.outputs).toMatchObject({ changed: 'false' })
  expect(end.outputs).not.toHaveProperty('deployment-number')
  expect(end.summary).toContain('Deployment 1 is in progress there')
  expect(await aws.requests('StopDeployment')).toEqual([])
})
