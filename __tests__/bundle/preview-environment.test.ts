import {
  CreateEnvironmentCommand,
  type Environment,
  ListEnvironmentsCommand,
  ListExtensionAssociationsCommand,
  ListTagsForResourceCommand,
  UpdateAccountSettingsCommand,
} from '@aws-sdk/client-appconfig'
import { describe, expect, test } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MONITOR, type SimulatedAws, simulatedAws } from '../simulated-aws.js'
import {
  annotations,
  deployStep,
  ENDLESS,
  jobEnvironment,
  operationStep,
  seedWith,
  pendingPhase,
} from './action-process.js'

const PREVIEW = { environment: 'pr-12', 'create-environment': 'true' }
const RUN = 'https://github.com/octo-org/shop/actions/runs/1234567890'
const OWNED = {
  'appconfig-deploy:created-by': RUN,
  'appconfig-deploy:repository': 'octo-org/shop',
}

async function environmentsOf({ client }: SimulatedAws): Promise<readonly Environment[]> {
  return (await client.send(new ListEnvironmentsCommand({ ApplicationId: 'shop001' }))).Items ?? []
}

async function preview(aws: SimulatedAws): Promise<Environment | undefined> {
  return (await environmentsOf(aws)).find(({ Name }) => Name === 'pr-12')
}

const arnOf = (id: string | undefined) =>
  `arn:aws:appconfig:us-east-1:123456789012:application/shop001/environment/${id ?? ''}`

async function tagsOf({ client }: SimulatedAws, id: string | undefined) {
  return (await client.send(new ListTagsForResourceCommand({ ResourceArn: arnOf(id) }))).Tags
}

/** An environment that is not missing any more, made by this action for a repository, or by somebody else. */
async function made(
  { client }: SimulatedAws,
  name: string,
  tags: Record<string, string> = OWNED,
): Promise<string> {
  const command = new CreateEnvironmentCommand({ ApplicationId: 'shop001', Name: name, Tags: tags })
  return (await client.send(command)).Id ?? ''
}

/** The environment of a job on a pull request. */
function pullRequestJob(aws: SimulatedAws, number: number) {
  const folder = mkdtempSync(join(tmpdir(), 'appconfig-deploy-event-'))
  const path = join(folder, 'event.json')
  writeFileSync(path, JSON.stringify({ pull_request: { number, head: { sha: 'a'.repeat(40) } } }))
  return {
    env: { ...jobEnvironment(aws), GITHUB_EVENT_PATH: path, GITHUB_EVENT_NAME: 'pull_request' },
    [Symbol.dispose]: () => {
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

describe('create-environment', () => {
  test('makes the missing environment, tagged with repository and pull request, and deploys to it', async () => {
    await using aws = await simulatedAws()
    using job = pullRequestJob(aws, 12)

    const end = await deployStep(aws, { ...PREVIEW, tags: 'team: web' }, { env: job.env })

    expect(end.exitCode).toBe(0)
    const environment = await preview(aws)
    expect(await tagsOf(aws, environment?.Id)).toEqual({
      ...OWNED,
      'appconfig-deploy:pull-request': '12',
      team: 'web',
    })
    expect(environment?.Monitors ?? []).toEqual([])
    expect(end.outputs).toMatchObject({
      'environment-id': environment?.Id,
      state: 'COMPLETE',
      changed: 'true',
      'deployment-number': '1',
    })
    expect(end.log).toContain('Created environment pr-12 of shop')
    expect(end.summary).toContain('created by this run')
  })

  test('copies the alarms of another environment when asked', async () => {
    await using aws = await simulatedAws()

    const end = await deployStep(aws, { ...PREVIEW, 'environment-monitors-from': 'production' })

    expect(end.exitCode).toBe(0)
    expect((await preview(aws))?.Monitors).toEqual([
      { AlarmArn: MONITOR.alarmArn, AlarmRoleArn: MONITOR.alarmRoleArn },
    ])
  })

  test('leaves an environment that is there as it is, and asks for nothing more', async () => {
    await using aws = await simulatedAws()

    const end = await deployStep(aws, {
      'create-environment': 'true',
      'environment-monitors-from': 'nowhere',
    })

    expect(end.exitCode).toBe(0)
    expect(await aws.requests('CreateEnvironment')).toEqual([])
    expect(await tagsOf(aws, 'prod001')).toEqual({})
  })

  test.each(['reset-after', 'reset-before', 'truncate'] as const)(
    'makes one environment after %s',
    async (fault) => {
      await using aws = await simulatedAws()
      await aws.fault({ operation: 'CreateEnvironment', fault })

      const end = await deployStep(aws, PREVIEW)

      expect(end.exitCode).toBe(0)
      expect((await environmentsOf(aws)).map(({ Name }) => Name)).toEqual(['production', 'staging', 'pr-12'])
      expect(end.outputs['changed']).toBe('true')
    },
  )

  test('makes one environment when two runs want it at once', async () => {
    await using aws = await simulatedAws()
    // Both have looked before one of them makes it.
    await aws.fault({ operation: 'CreateEnvironment', fault: 'slow', ms: 300, times: 2 })

    const ends = await Promise.all(
      [1, 2].map(() => deployStep(aws, { ...PREVIEW, 'if-unchanged': 'deploy' })),
    )

    expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 0])
    expect((await environmentsOf(aws)).map(({ Name }) => Name)).toEqual(['production', 'staging', 'pr-12'])
    expect(ends.map(({ outputs }) => outputs['deployment-number']).sort()).toEqual(['1', '2'])
  })

  test('makes nothing when the rest of the inputs means nothing', async () => {
    await using aws = await simulatedAws()

    const end = await deployStep(aws, { ...PREVIEW, 'configuration-profile': 'nowhere' })

    expect(end.exitCode).toBe(1)
    expect(await preview(aws)).toBeUndefined()
  })

  test('says what occupies the quota when it is used up', async () => {
    await using aws = await simulatedAws()
    for (let number = 1; number <= 17; number++) {
      await made(aws, `pr-1${number}`, { ...OWNED, 'appconfig-deploy:pull-request': `1${number}` })
    }
    await made(aws, 'beta', {})

    const end = await deployStep(aws, { ...PREVIEW, environment: 'pr-200' })

    expect(end.exitCode).toBe(1)
    const [error = ''] = annotations(end, 'error')
    expect(error).toContain(
      'The quota of environments in application shop is used up, so environment pr-200 could not be created.',
    )
    expect(error).toContain('The application has 20 environments, 17 of them previews of pull requests.')
  })

  test('is told apart from what it can not go with, before anything is sent', async () => {
    await using aws = await simulatedAws()

    const end = await deployStep(aws, {
      'environment-monitors-from': 'production',
      'create-environment': 'perhaps',
    })

    expect(end.exitCode).toBe(1)
    const [error = ''] = annotations(end, 'error')
    expect(error).toContain('create-environment is "perhaps"')
    expect(await aws.requests()).toEqual([])
  })

  test('costs no look at a deployment that is complete at once', async () => {
    await using aws = await simulatedAws()

    await deployStep(aws, PREVIEW)

    expect((await aws.requests()).map(({ operation }) => operation)).not.toContain('GetDeployment')
  })
})

const REMOVAL = { environment: 'pr-12' }

describe('remove-environment', () => {
  test('removes what a deploy has made, with the extension that is associated with it', async () => {
    await using aws = await simulatedAws()
    await deployStep(aws, {
      ...PREVIEW,
      extension: JSON.stringify({
        Name: 'notify',
        Actions: {
          ON_DEPLOYMENT_START: [
            {
              Name: 'tell',
              Uri: 'arn:aws:sns:us-east-1:123456789012:releases',
              RoleArn: 'arn:aws:iam::123456789012:role/notify',
            },
          ],
        },
      }),
      'extension-association': 'environment',
    })
    const arn = arnOf((await preview(aws))?.Id)

    const end = await operationStep('remove-environment', aws, REMOVAL)

    expect(end.exitCode).toBe(0)
    expect(await preview(aws)).toBeUndefined()
    const associations = await aws.client.send(
      new ListExtensionAssociationsCommand({ ResourceIdentifier: arn }),
    )
    expect(associations.Items).toEqual([])
    expect(end.outputs['changed']).toBe('true')
    expect(end.summary).toContain('✅ Removed environment <strong>pr-12</strong>')
    expect(pendingPhase(end)).toBeUndefined()
  })

  test('stops the deployment that is in progress there', async () => {
    await using aws = await simulatedAws({ seed: seedWith() })
    await deployStep(aws, { ...PREVIEW, 'deployment-strategy': ENDLESS, 'wait-for': 'started' })

    const end = await operationStep('remove-environment', aws, REMOVAL)

    expect(end.exitCode).toBe(0)
    expect(end.log).toContain('Stopping deployment 1, which is DEPLOYING')
    expect(await aws.requests('StopDeployment')).toHaveLength(1)
    expect(await preview(aws)).toBeUndefined()
  })

  test('asks AWS whose account it is, whatever the job says of it', async () => {
    await using aws = await simulatedAws()
    await made(aws, 'pr-12')

    const end = await operationStep('remove-environment', aws, REMOVAL, {
      env: { ...jobEnvironment(aws), AWS_ACCOUNT_ID: '999999999999' },
    })

    expect(end.exitCode).toBe(0)
    expect(await aws.requests('GetCallerIdentity')).toHaveLength(1)
    expect(await preview(aws)).toBeUndefined()
  })

  test('succeeds when the environment is gone already', async () => {
    await using aws = await simulatedAws()

    const end = await operationStep('remove-environment', aws, REMOVAL)

    expect(end.exitCode).toBe(0)
    expect(end.outputs['changed']).toBe('false')
    expect(end.summary).toContain('✅ Nothing to remove: there is no environment <strong>pr-12</strong>')
  })

  test.each([
    ['this action did not make', 'production', undefined, 'this action did not create it'],
    [
      'another repository made',
      'theirs',
      { ...OWNED, 'appconfig-deploy:repository': 'octo-org/other' },
      'it was created for octo-org/other',
    ],
  ])('refuses an environment that %s', async (_, environment, tags, reason) => {
    await using aws = await simulatedAws({ seed: seedWith() })
    if (tags !== undefined) await made(aws, environment, tags)
    await deployStep(aws, { environment, 'deployment-strategy': ENDLESS, 'wait-for': 'started' })

    const end = await operationStep('remove-environment', aws, { environment })

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error').join()).toContain(
      `Environment ${environment} of shop is not removed: ${reason}`,
    )
    const asked = (await aws.requests()).map(({ operation }) => operation)
    expect(asked).not.toContain('StopDeployment')
    expect(asked).not.toContain('DeleteEnvironment')
    expect((await environmentsOf(aws)).map(({ Name }) => Name)).toContain(environment)
  })

  test.each([
    { fault: 'status', status: 400, error: 'BadRequestException', times: 2 },
    { fault: 'status', status: 409, error: 'ConflictException', times: 2 },
    { fault: 'status', status: 500, error: 'InternalServerException', times: 2 },
    { fault: 'status', status: 429, error: 'TooManyRequestsException', times: 1 },
    { fault: 'reset-after', times: 1 },
    { fault: 'reset-before', times: 1 },
  ] as const)('tries again when AWS needs a moment: %j', async (fault) => {
    await using aws = await simulatedAws()
    await made(aws, 'pr-12')
    await aws.fault({ operation: 'DeleteEnvironment', ...fault })

    const end = await operationStep('remove-environment', aws, REMOVAL)

    expect(end.exitCode).toBe(0)
    expect(await preview(aws)).toBeUndefined()
    expect(end.outputs['changed']).toBe('true')
  })

  test('says so when deletion protection keeps the environment', async () => {
    await using aws = await simulatedAws()
    await made(aws, 'pr-12')
    await aws.client.send(
      new UpdateAccountSettingsCommand({
        DeletionProtection: { Enabled: true, ProtectionPeriodInMinutes: 45 },
      }),
    )
    await aws.fault({
      operation: 'DeleteEnvironment',
      fault: 'status',
      status: 400,
      error: 'BadRequestException',
      times: 99,
    })

    const end = await operationStep('remove-environment', aws, REMOVAL)

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error').join()).toContain(
      'AppConfig keeps environment pr-12: deletion protection is on in this account, and protects what a client has read within the last 45 minutes.',
    )
  })

  test('fails at once without the permission, and names it', async () => {
    await using aws = await simulatedAws()
    await made(aws, 'pr-12')
    await aws.fault({
      operation: 'DeleteEnvironment',
      fault: 'status',
      status: 403,
      error: 'AccessDeniedException',
      times: 99,
    })

    const end = await operationStep('remove-environment', aws, REMOVAL)

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error').join()).toContain('lacks the permission appconfig:DeleteEnvironment')
    expect(await aws.requests('DeleteEnvironment')).toHaveLength(1)
  })

  test('names what is missing, all at once, before anything is sent', async () => {
    await using aws = await simulatedAws()

    const end = await operationStep('remove-environment', aws, { application: '', environment: '' })

    expect(end.exitCode).toBe(1)
    const [error = ''] = annotations(end, 'error')
    expect(error).toContain('application is required')
    expect(error).toContain('environment is required')
    expect(await aws.requests()).toEqual([])
  })
})
