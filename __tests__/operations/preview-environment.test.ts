import {
  CreateEnvironmentCommand,
  ListEnvironmentsCommand,
  ListTagsForResourceCommand,
  UpdateAccountSettingsCommand,
} from '@aws-sdk/client-appconfig'
import { describe, expect, test } from '@jest/globals'
import { INPUTS, type OperationRun, operationRun, STEPS, WORKFLOW_RUN } from './operation-run.js'

const PREVIEW = { ...INPUTS, environment: 'pr-12', 'create-environment': 'true' }
const REMOVE = { operation: 'remove-environment', application: 'shop', environment: 'pr-12' }

async function preview({ service }: OperationRun) {
  const { Items = [] } = await service.client.send(new ListEnvironmentsCommand({ ApplicationId: 'shop001' }))
  return Items.find(({ Name }) => Name === 'pr-12')
}

async function tagsOf(run: OperationRun) {
  const { Id = '' } = (await preview(run)) ?? {}
  const ResourceArn = `arn:aws:appconfig:us-east-1:123456789012:application/shop001/environment/${Id}`
  return (await run.service.client.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags
}

const made = async ({ service }: OperationRun, tags: Record<string, string> = {}) =>
  service.client.send(new CreateEnvironmentCommand({ ApplicationId: 'shop001', Name: 'pr-12', Tags: tags }))

describe('a missing environment', () => {
  test('is created, tagged and deployed to', async () => {
    await using run = await operationRun()
    const { outcome, facts, outputs } = await run.perform(PREVIEW, { workflowRun: { pullRequest: 12 } })
    expect(outcome.kind).toBe('complete')
    expect(facts.environmentCreated).toBe(true)
    expect(outputs['environment-id']).toBe((await preview(run))?.Id)
    expect(await tagsOf(run)).toMatchObject({
      'appconfig-deploy:repository': WORKFLOW_RUN.repository,
      'appconfig-deploy:created-by': WORKFLOW_RUN.url,
      'appconfig-deploy:pull-request': '12',
    })
  })

  test('has tags of the inputs, and none of them in place of its own', async () => {
    await using run = await operationRun()
    const tags = 'team: shop\nappconfig-deploy:repository: evil/else'
    const end = await run.perform({ ...PREVIEW, tags }).catch((error: unknown) => error)
    if (end instanceof Error) expect(end.message).toContain('tags')
    else expect(await tagsOf(run)).toMatchObject({ 'appconfig-deploy:repository': WORKFLOW_RUN.repository })
  })

  test('has the alarms of another environment', async () => {
    await using run = await operationRun()
    await run.perform({ ...PREVIEW, 'environment-monitors-from': 'production' })
    expect((await preview(run))?.Monitors).toHaveLength(1)
  })

  test('is not created for a plan or without being asked for', async () => {
    await using run = await operationRun()
    const { outcome } = await run.perform({ ...INPUTS, environment: 'pr-12' })
    expect(outcome.kind).toBe('failed')
    expect(await preview(run)).toBeUndefined()
  })

  test('is not created when something else is wrong', async () => {
    await using run = await operationRun()
    const { outcome, outputs } = await run.perform({
      ...PREVIEW,
      'configuration-version': 'latest',
      'configuration-profile': 'nothing',
    })
    expect(outcome.kind).toBe('failed')
    expect(outputs['changed']).toBe('false')
    expect(await preview(run)).toBeUndefined()
  })

  test('that another run creates at the same time is not this run’s', async () => {
    await using run = await operationRun()
    await run.service.fault({ operation: 'CreateEnvironment', fault: 'reset-after', times: 1 })
    const { outcome } = await run.perform(PREVIEW)
    expect(outcome.kind).toBe('complete')
    const environments = await run.service.client.send(
      new ListEnvironmentsCommand({ ApplicationId: 'shop001' }),
    )
    expect(environments.Items?.filter(({ Name }) => Name === 'pr-12')).toHaveLength(1)
  })

  test.each([
    ['throttled', 429, 'ThrottlingException', false],
    ['lost', 500, 'InternalServerException', true],
  ])(
    'is another run’s when this one’s request was %s, or may be its own',
    async (_, status, error, isCreated) => {
      await using run = await operationRun()
      await run.service.fault({ operation: 'CreateEnvironment', fault: 'status', status, error, times: 1 })
      run.at(1, async () => {
        await made(run, {
          'appconfig-deploy:repository': 'octo-org/shop',
          'appconfig-deploy:created-by': 'x',
        })
      })
      const { outcome, facts } = await run.perform(PREVIEW)
      expect(outcome.kind).toBe('complete')
      expect(facts.environmentCreated).toBe(isCreated)
    },
  )

  test('beyond the quota says what occupies it', async () => {
    await using run = await operationRun()
    await made(run, {
      'appconfig-deploy:repository': 'octo-org/shop',
      'appconfig-deploy:created-by': 'x',
      'appconfig-deploy:pull-request': '12',
    })
    await run.service.fault({
      operation: 'CreateEnvironment',
      fault: 'status',
      status: 402,
      error: 'ServiceQuotaExceededException',
      times: 9,
    })
    const { outcome } = await run.perform(
      { ...PREVIEW, environment: 'pr-13' },
      { closedPullRequests: (numbers) => Promise.resolve(numbers) },
    )
    expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('pr-12') })
  })
})

describe('remove-environment', () => {
  test('removes what this action created, with what runs in it', async () => {
    await using run = await operationRun()
    await run.perform({ ...STEPS, ...PREVIEW, 'deployment-strategy': 'Steps', 'wait-for': 'started' })
    const { outcome, outputs } = await run.perform(REMOVE)
    expect(outcome).toEqual({ kind: 'removed', wasBefore: false })
    expect(outputs['changed']).toBe('true')
    expect(await preview(run)).toBeUndefined()
  })

  test('removes the associations that keep it', async () => {
    await using run = await operationRun()
    await run.perform({
      ...PREVIEW,
      extension:
        'Name: notify\nActions: { ON_DEPLOYMENT_START: [{ Name: a, Uri: "arn:aws:sns:us-east-1:123456789012:x" }] }',
      'extension-association': 'environment',
    })
    const { outcome, log } = await run.perform(REMOVE)
    expect(outcome.kind).toBe('removed')
    expect(log.join('\n')).toContain('association')
  })

  test('of what is gone changes nothing', async () => {
    await using run = await operationRun()
    const { outcome, outputs } = await run.perform(REMOVE)
    expect(outcome).toEqual({ kind: 'removed', wasBefore: true })
    expect(outputs['changed']).toBe('false')
  })

  test.each([
    ['somebody else', {}],
    [
      'another repository',
      { 'appconfig-deploy:repository': 'octo-org/other', 'appconfig-deploy:created-by': 'x' },
    ],
  ])('refuses what %s created', async (_, tags) => {
    await using run = await operationRun()
    await made(run, tags)
    const { outcome, outputs } = await run.perform(REMOVE)
    expect(outcome.kind).toBe('failed')
    expect(outputs['changed']).toBe('false')
    expect(await preview(run)).toBeDefined()
  })

  test('names the deletion protection', async () => {
    await using run = await operationRun()
    await run.perform(PREVIEW)
    await run.service.client.send(
      new UpdateAccountSettingsCommand({
        DeletionProtection: { Enabled: true, ProtectionPeriodInMinutes: 60 },
      }),
    )
    await run.service.fault({
      operation: 'DeleteEnvironment',
      fault: 'status',
      status: 400,
      error: 'BadRequestException',
      times: 99,
    })
    const { outcome } = await run.perform(REMOVE)
    expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('60 minutes') })
  })

  test('tries again after a lost answer', async () => {
    await using run = await operationRun()
    await run.perform(PREVIEW)
    await run.service.fault({ operation: 'DeleteEnvironment', fault: 'reset-after', times: 1 })
    const { outcome } = await run.perform(REMOVE)
    expect(outcome.kind).toBe('removed')
  })
})
