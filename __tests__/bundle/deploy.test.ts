import { describe, expect, test } from '@jest/globals'
import { KEY_ARN, simulatedAws } from '../simulated-aws.js'
import {
  annotations,
  commandsOf,
  deployStep,
  GROUPED,
  loggedEvents,
  MINUTE_MS,
  seedWith,
} from './action-process.js'

const STEPS = [
  'DEPLOYMENT_STARTED',
  'PERCENTAGE_UPDATED',
  'PERCENTAGE_UPDATED',
  'PERCENTAGE_UPDATED',
  'PERCENTAGE_UPDATED',
  'BAKE_TIME_STARTED',
  'DEPLOYMENT_COMPLETED',
]
const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/
const NUMBER_1 =
  'https://console.aws.amazon.com/systems-manager/appconfig/applications/shop001/environments/prod001/deployments/1?region=us-east-1'

describe('a deployment', () => {
  test('with steps, bake time and a key is green, live in the log, and told in outputs and summary', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })

    const end = await deployStep(aws, {
      'configuration-profile': 'flags',
      'configuration-version': 'v1.0',
      'deployment-strategy': 'Steps',
      'kms-key-identifier': 'alias/appconfig',
    })

    expect(end.exitCode).toBe(0)
    expect(commandsOf(end)).toEqual(GROUPED)
    expect(loggedEvents(end)).toEqual(STEPS)
    const { 'event-log': eventLog, ...outputs } = end.outputs
    expect(outputs).toEqual({
      'deployment-number': '1',
      state: 'COMPLETE',
      changed: 'true',
      'application-id': 'shop001',
      'environment-id': 'prod001',
      'configuration-profile-id': 'flags01',
      'deployment-strategy-id': 'steps01',
      'configuration-version': '1',
      'version-label': 'v1.0',
      'applied-extensions': expect.stringContaining('"ExtensionId":"AWS.AppConfig.FeatureFlags"'),
      'kms-key-arn': KEY_ARN,
      'percentage-complete': '100',
      'started-at': expect.stringMatching(ISO_TIME),
      'completed-at': expect.stringMatching(ISO_TIME),
      'console-url': NUMBER_1,
    })
    expect(JSON.parse(eventLog ?? '')).toMatchObject(STEPS.map((EventType) => ({ EventType })))
    expect(end.summary).toMatch(
      /^## ✅ Deployed <strong>flags<\/strong> version 1 \(v1\.0\) to <strong>production</,
    )
    for (const fact of [`[1](${NUMBER_1})`, KEY_ARN, 'shop001', 'prod001', 'flags01', 'steps01', ...STEPS]) {
      expect(end.summary).toContain(fact)
    }
  })

  test('in an instant is green', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })

    const end = await deployStep(aws)

    expect(end.exitCode).toBe(0)
    expect(end.outputs).toMatchObject({ state: 'COMPLETE', 'percentage-complete': '100' })
    expect(loggedEvents(end)).toEqual(['DEPLOYMENT_STARTED', 'DEPLOYMENT_COMPLETED'])
    // The answer of StartDeployment tells the end already: there is nothing to watch.
    expect(await aws.requests('GetDeployment')).toEqual([])
  })

  test('with a long event log tells all of it', async () => {
    const strategy = { Name: 'Fine', DeploymentDurationInMinutes: 5, GrowthFactor: 1 }
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS, seed: seedWith({ strategies: [strategy] }) })

    const end = await deployStep(aws, { 'deployment-strategy': 'Fine' })

    expect(end.exitCode).toBe(0)
    expect(loggedEvents(end)).toHaveLength(103)
    expect(JSON.parse(end.outputs['event-log'] ?? '')).toHaveLength(103)
    expect(end.summary).toContain('<details><summary>All 103 events</summary>')
  })

  test('carries description, marker, tags and dynamic parameters', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })

    await deployStep(aws, {
      description: 'Release 42',
      tags: 'team: shop\nversion: 1.10',
      'dynamic-extension-parameters': 'notify#channel: releases',
    })

    const [request] = await aws.requests('StartDeployment')
    expect(request?.body).toMatchObject({
      Description: expect.stringMatching(/^Release 42 \[appconfig-deploy:1234567890---[0-9a-f]{32}\]$/),
      Tags: { team: 'shop', version: '1.10' },
      DynamicExtensionParameters: { 'notify#channel': 'releases' },
      LatestDeploymentNumber: 0,
    })
  })

  test('is described by repository, commit and run unless told otherwise', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })

    await deployStep(aws)

    const [request] = await aws.requests('StartDeployment')
    expect(request?.body).toMatchObject({
      Description: expect.stringMatching(
        /^octo-org\/shop@ffac537 https:\/\/github\.com\/octo-org\/shop\/actions\/runs\/1234567890 \[/,
      ),
    })
  })

  test('goes by the region of the input before that of the job', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS, seed: seedWith({ region: 'eu-central-1' }) })

    const end = await deployStep(aws, { 'aws-region': 'eu-central-1' })

    expect(end.exitCode).toBe(0)
    expect(end.outputs['console-url']).toContain('region=eu-central-1')
    const [request] = await aws.requests('StartDeployment')
    expect(request?.headers['authorization']).toContain('/eu-central-1/appconfig/')
  })
})

describe('each source of configuration', () => {
  test.each([
    ['a hosted version by its number', 'settings', '1', '1'],
    ['a hosted version by its label', 'flags', 'v1.0', '1'],
    ['the latest hosted version', 'settings', 'latest', '2'],
    ['an SSM parameter', 'parameter', '7', '7'],
    ['an SSM document', 'document', '3', '3'],
    ['an S3 object', 'object', '3HL4kqtJvjVBH40Nrjfkd', '3HL4kqtJvjVBH40Nrjfkd'],
    ['a secret', 'secret', 'a1b2c3d4-5678-90ab-cdef-1', 'a1b2c3d4-5678-90ab-cdef-1'],
    ['a pipeline', 'pipeline', '9d1c5e0e-execution', '9d1c5e0e-execution'],
  ])('deploys: %s', async (_, profile, version, deployed) => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })

    const end = await deployStep(aws, {
      'configuration-profile': profile,
      'configuration-version': version,
    })

    expect(annotations(end, 'error')).toEqual([])
    expect(end.exitCode).toBe(0)
    expect(end.outputs).toMatchObject({ state: 'COMPLETE', 'configuration-version': deployed })
  })
})

describe('waiting', () => {
  test('for started leaves the deployment to go on, and says so', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS, seed: seedWith() })

    const end = await deployStep(aws, { 'deployment-strategy': 'Slow', 'wait-for': 'started' })

    expect(end.exitCode).toBe(0)
    expect(end.outputs).toMatchObject({ 'deployment-number': '1', state: 'DEPLOYING' })
    expect(end.summary).toContain('## 🚀 Started to deploy')
    expect(end.summary).toContain('Deployment 1 goes on without this run.')
  })

  test('for deployed leaves the bake time to go on, and says so', async () => {
    const baking = {
      Name: 'Baking',
      DeploymentDurationInMinutes: 1,
      GrowthFactor: 100,
      FinalBakeTimeInMinutes: 1440,
    }
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS, seed: seedWith({ strategies: [baking] }) })

    const end = await deployStep(aws, { 'deployment-strategy': 'Baking', 'wait-for': 'deployed' })

    expect(end.exitCode).toBe(0)
    expect(end.outputs).toMatchObject({ state: 'BAKING', 'percentage-complete': '100' })
    expect(end.summary).toContain('to all targets of <strong>production</strong>; bake time goes on')
  })
})

describe('the time-out', () => {
  test('leaves the deployment to go on, fails, and says how to watch it', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS, seed: seedWith() })

    const end = await deployStep(aws, { 'deployment-strategy': 'Slow', timeout: '1s' })

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([
      expect.stringMatching(
        /^The time was up after 1 s before deployment 1 of settings to production ended, and it was left to go on\.\n.*get-deployment .*--deployment-number 1 --region us-east-1/,
      ),
    ])
    expect(end.outputs['state']).toBe('DEPLOYING')
    expect(end.summary).toContain('Timed out after 1 s')
    expect(await aws.requests('StopDeployment')).toEqual([])
  })

  test('stops the deployment when asked to, and fails', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS, seed: seedWith() })

    const end = await deployStep(aws, { 'deployment-strategy': 'Slow', timeout: '1s', 'on-timeout': 'stop' })

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([
      expect.stringMatching(
        /^The time was up after 1 s before deployment 1 of settings to production ended, and it was stopped and rolled back\.\n/,
      ),
    ])
    expect(end.outputs).toMatchObject({
      state: 'ROLLED_BACK',
      'rollback-reason': expect.stringContaining('by a user'),
    })
    expect(end.summary).toContain('Timed out after 1 s and stopped the deployment')
  })
})

describe('the phase after the step', () => {
  test('ends well after a step that did', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS })
    const main = await deployStep(aws)

    const post = await deployStep(aws, {}, { state: main.state })

    expect(post.exitCode).toBe(0)
    expect(annotations(post, 'error')).toEqual([])
    expect(await aws.requests('StartDeployment')).toHaveLength(1)
    expect(await aws.requests('StopDeployment')).toHaveLength(0)
  })
})
