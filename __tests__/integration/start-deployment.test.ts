import { describe, expect, test } from '@jest/globals'
import type { Fault } from '../../simulator/faults.js'
import { getDeployment } from '../../src/aws/deployments.js'
import { findOwnDeployment, startDeployment, type StartRequest } from '../../src/aws/start-deployment.js'
import { MAX_STARTS } from '../../src/deployment/start.js'
import {
  deploymentsOf,
  ENVIRONMENT,
  failureKindOf,
  startByAnother,
  virtualRun,
  type VirtualRun,
} from './virtual-run.js'

const PROVENANCE = { id: '6f9619ff-8b86-4d01-b42d-00c04fc964ff' }
const REQUEST: StartRequest = {
  ...ENVIRONMENT,
  configurationProfileId: 'setting',
  deploymentStrategyId: 'steps01',
  configurationVersion: '2',
  description: 'octo-org/shop@ffac537',
  tags: {},
  provenance: PROVENANCE,
}

const start = (run: VirtualRun, latestNumber = 0, request: Partial<StartRequest> = {}) =>
  startDeployment(run.aws, { ...REQUEST, ...request }, { latestNumber, isApproved: false })

/** The kind of failure for which nothing was started, for certain. */
async function refusalKindOf(starting: ReturnType<typeof startDeployment>): Promise<string> {
  const outcome = await starting
  return outcome.kind === 'refused' ? outcome.error.failure.kind : outcome.kind
}

describe('the request', () => {
  test('carries what was asked for, the marker and the newest number', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service, { DeploymentStrategyId: 'instant' })

    const outcome = await start(run, 1, {
      tags: { team: 'shop' },
      kmsKeyIdentifier: 'alias/appconfig',
      dynamicExtensionParameters: { 'notify#channel': 'releases' },
    })

    expect(outcome).toMatchObject({ kind: 'started', adopted: false, deployment: { number: 2 } })
    const [, request] = await run.service.requests('StartDeployment')
    expect(request?.body).toEqual({
      ConfigurationProfileId: 'setting',
      DeploymentStrategyId: 'steps01',
      ConfigurationVersion: '2',
      Description: 'octo-org/shop@ffac537 [appconfig-deploy:6f9619ff-8b86-4d01-b42d-00c04fc964ff]',
      Tags: { team: 'shop' },
      KmsKeyIdentifier: 'alias/appconfig',
      DynamicExtensionParameters: { 'notify#channel': 'releases' },
      LatestDeploymentNumber: 1,
    })
  })

  test.each([
    ['a bad request, before a first deployment', 'BadRequestException'],
    ['a member that it does not know', 'SerializationException'],
  ])('goes without the number to a service that takes it for %s', async (_, error) => {
    await using run = await virtualRun()
    await run.service.fault({ operation: 'StartDeployment', fault: 'status', status: 400, error })

    const outcome = await start(run)

    expect(outcome).toMatchObject({ kind: 'started', deployment: { number: 1 } })
    const guards = (await run.service.requests('StartDeployment')).map(({ body }) => body)
    expect(guards).toEqual([
      expect.objectContaining({ LatestDeploymentNumber: 0 }),
      expect.not.objectContaining({ LatestDeploymentNumber: expect.anything() }),
    ])
  })
})

describe.each(['checked', 'ignored'] as const)(
  'exactly one deployment starts when the number is %s and the request',
  (latestDeploymentNumber) => {
    test.each<[string, Pick<Fault, 'fault'> & Partial<Fault>, { adopted: boolean; requests: number }]>([
      ['is answered', { fault: 'slow', ms: 1 }, { adopted: false, requests: 1 }],
      ['is carried out, and the connection cut', { fault: 'reset-after' }, { adopted: true, requests: 1 }],
      ['is carried out, and half of the answer comes', { fault: 'truncate' }, { adopted: true, requests: 1 }],
      ['does not arrive', { fault: 'reset-before' }, { adopted: false, requests: 2 }],
      ['does not arrive twice', { fault: 'reset-before', times: 2 }, { adopted: false, requests: 3 }],
      ['meets a server error', { fault: 'status', status: 500 }, { adopted: false, requests: 2 }],
      ['meets 503 twice', { fault: 'status', status: 503, times: 2 }, { adopted: false, requests: 3 }],
      ['is throttled', { fault: 'status', status: 429 }, { adopted: false, requests: 2 }],
      [
        'is throttled by a bad request',
        { fault: 'status', status: 400, error: 'ThrottlingException', times: 3 },
        { adopted: false, requests: 4 },
      ],
    ])('%s', async (_, fault, expected) => {
      await using run = await virtualRun({ latestDeploymentNumber })
      await startByAnother(run.service, { DeploymentStrategyId: 'instant' })
      await run.service.fault({ operation: 'StartDeployment', ...fault })

      const outcome = await start(run, 1)

      expect(outcome).toMatchObject({ kind: 'started', adopted: expected.adopted, deployment: { number: 2 } })
      expect((await deploymentsOf(run.service)).map((deployment) => deployment.DeploymentNumber)).toEqual([
        2, 1,
      ])
      const [, ...requests] = await run.service.requests('StartDeployment')
      expect(requests).toHaveLength(expected.requests)
    })

    test('is carried out, and both its answer and the look after it are cut', async () => {
      await using run = await virtualRun({ latestDeploymentNumber })
      await run.service.fault({ operation: 'StartDeployment', fault: 'reset-after' })
      await run.service.fault({ operation: 'ListDeployments', fault: 'reset-before' })
      await run.service.fault({ operation: 'GetDeployment', fault: 'status', status: 500 })

      const outcome = await start(run)

      expect(outcome).toMatchObject({ kind: 'started', adopted: true, deployment: { number: 1 } })
      expect(await deploymentsOf(run.service)).toHaveLength(1)
    })
  },
)

describe('another deployment', () => {
  test('in progress since before makes the environment busy', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service)

    const outcome = await start(run, 1)

    expect(outcome).toMatchObject({ kind: 'busy', by: { number: 1, state: 'DEPLOYING' } })
    expect(await deploymentsOf(run.service)).toHaveLength(1)
  })

  test('that bakes makes the environment busy', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service, { DeploymentStrategyId: 'AppConfig.AllAtOnce' })
    run.pass(60_000)

    expect(await start(run, 1)).toMatchObject({ kind: 'busy', by: { number: 1, state: 'BAKING' } })
  })

  test('that was faster makes the environment busy, and is not taken for ours', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service, { Description: 'of another run [appconfig-deploy:other]' })

    expect(await start(run, 0)).toMatchObject({ kind: 'busy', by: { number: 1 } })
    expect(await deploymentsOf(run.service)).toHaveLength(1)
  })

  test('that was faster and has ended is no obstacle', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service, { DeploymentStrategyId: 'instant' })

    const outcome = await start(run, 0)

    expect(outcome).toMatchObject({ kind: 'started', adopted: false, deployment: { number: 2 } })
    const guards = (await run.service.requests('StartDeployment')).slice(1).map(({ body }) => body)
    expect(guards).toEqual([
      expect.objectContaining({ LatestDeploymentNumber: 0 }),
      expect.objectContaining({ LatestDeploymentNumber: 1 }),
    ])
  })

  test('in another environment is no obstacle', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service, { EnvironmentId: 'stag001' })

    expect(await start(run)).toMatchObject({ kind: 'started', deployment: { number: 1 } })
  })
})

describe('a start that AWS refuses', () => {
  test.each<[string, Partial<StartRequest>, string]>([
    ['an unknown version', { configurationVersion: '99' }, 'not-found'],
    ['an unknown key', { kmsKeyIdentifier: 'alias/none' }, 'bad-request'],
  ])('for %s starts nothing', async (_, request, kind) => {
    await using run = await virtualRun()
    await startByAnother(run.service, { DeploymentStrategyId: 'instant' })

    expect(await refusalKindOf(start(run, 1, request))).toBe(kind)
    expect(await deploymentsOf(run.service)).toHaveLength(1)
    expect(await run.service.requests('StartDeployment')).toHaveLength(2)
  })

  test('for content that its validator rejects starts nothing', async () => {
    const version = { Content: '{"count":0}' }
    const validator = {
      Type: 'JSON_SCHEMA' as const,
      Content: JSON.stringify({ properties: { count: { minimum: 1 } } }),
    }
    const profile = { Id: 'setting', Name: 'settings', Validators: [validator], versions: [version] }
    await using run = await virtualRun({
      seed: {
        applications: [
          {
            Id: 'shop001',
            Name: 'shop',
            environments: [{ Id: 'prod001', Name: 'production' }],
            profiles: [profile],
          },
        ],
      },
    })

    const request = { configurationVersion: '1', deploymentStrategyId: 'AppConfig.AllAtOnce' }

    expect(await refusalKindOf(start(run, 0, request))).toBe('bad-request')
    expect(await deploymentsOf(run.service)).toHaveLength(0)
  })

  test('for want of a permission is not sent again', async () => {
    await using run = await virtualRun()
    await run.service.fault({ operation: 'StartDeployment', fault: 'status', status: 403 })

    expect(await refusalKindOf(start(run))).toBe('access-denied')
    expect(await run.service.requests('StartDeployment')).toHaveLength(1)
  })

  test.each([
    ['fails', 500, 'server-error'],
    ['throttles', 429, 'throttled'],
  ])('because it %s for ever is given up', async (_, status, kind) => {
    await using run = await virtualRun()
    await run.service.fault({ operation: 'StartDeployment', fault: 'status', status, times: 99 })

    expect(await failureKindOf(start(run))).toBe(kind)
    expect(await run.service.requests('StartDeployment')).toHaveLength(MAX_STARTS)
    expect(await deploymentsOf(run.service)).toHaveLength(0)
  })
})

describe('a cancelled run', () => {
  test('sends no other start after the one that failed', async () => {
    await using run = await virtualRun()
    const controller = new AbortController()
    await run.service.fault({ operation: 'StartDeployment', fault: 'status', status: 500 })
    run.at(100, async () => {
      controller.abort()
      await Promise.resolve()
    })

    await expect(
      startDeployment({ ...run.aws, signal: controller.signal }, REQUEST, {
        latestNumber: 0,
        isApproved: false,
      }),
    ).rejects.toThrow('aborted')
    expect(await run.service.requests('StartDeployment')).toHaveLength(1)
  })
})

describe('the own deployment', () => {
  test('is found by its marker, and not among those from before', async () => {
    await using run = await virtualRun()
    await start(run)
    const find = (latestNumber: number, id: string) =>
      findOwnDeployment(run.aws, ENVIRONMENT, latestNumber, { id })

    expect(await find(0, PROVENANCE.id)).toBe(1)
    expect(await find(1, PROVENANCE.id)).toBeUndefined()
    expect(await find(0, 'another')).toBeUndefined()
  })

  test('is told as AWS tells it', async () => {
    await using run = await virtualRun()
    await start(run, 0, { kmsKeyIdentifier: 'alias/appconfig' })

    const deployment = await getDeployment(run.aws, { ...ENVIRONMENT, number: 1 })

    expect(deployment).toMatchObject({
      ...ENVIRONMENT,
      number: 1,
      configurationProfileId: 'setting',
      deploymentStrategyId: 'steps01',
      configurationName: 'settings',
      configurationVersion: '2',
      state: 'DEPLOYING',
      percentageComplete: 0,
      strategy: { durationMinutes: 4, bakeMinutes: 2, growthType: 'LINEAR', growthFactor: 25 },
      kmsKeyIdentifier: 'alias/appconfig',
      kmsKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555',
    })
    expect(deployment.events.map(({ type }) => type)).toEqual(['DEPLOYMENT_STARTED'])
  })
})
