import { StartDeploymentCommand } from '@aws-sdk/client-appconfig'
import { describe, expect, test } from '@jest/globals'
import { simulatedAws } from '../simulated-aws.js'
import { annotations, deployStep } from './action-process.js'
import { workspaceWith } from './workspace.js'

const PLAN = { operation: 'plan', 'deployment-strategy': 'Steps' }
const SECRET = 'not for every eye'
const EXTENSION = JSON.stringify({
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
})
const byAnother = new StartDeploymentCommand({
  ApplicationId: 'shop001',
  EnvironmentId: 'prod001',
  ConfigurationProfileId: 'setting',
  DeploymentStrategyId: 'instant',
  ConfigurationVersion: '1',
})
const READS = /^(Get|List|Validate)/

describe('a plan', () => {
  test('reads only, and says what a deploy would do', async () => {
    await using aws = await simulatedAws()
    await aws.client.send(byAnother)
    using workspace = workspaceWith({ 'settings.json': '{"count": 3}\n' })

    const end = await deployStep(
      aws,
      {
        ...PLAN,
        'configuration-version': '',
        'configuration-file': 'settings.json',
        extension: EXTENSION,
        'extension-association': 'environment',
      },
      { workspace: workspace.path },
    )

    expect(end.exitCode).toBe(0)
    const operations = (await aws.requests()).slice(1).map(({ operation }) => operation ?? '')
    expect(operations.filter((operation) => !READS.test(operation))).toEqual([])
    expect(end.outputs).toMatchObject({
      'has-changes': 'true',
      changed: 'false',
      plan: expect.stringMatching(/^appconfig-deploy-plan-1 /),
    })
    for (const fact of [
      'publishes settings.json as a new version, after 2',
      'publishes notify version 1',
      'checkout-errors',
      'version 1, by deployment 1',
      'takes 6 min',
      '-{"count":1}',
      '+{"count": 3}',
    ]) {
      expect(end.summary).toContain(fact)
    }
  })

  test('without alarms warns', async () => {
    await using aws = await simulatedAws()
    const end = await deployStep(aws, { ...PLAN, environment: 'staging' })
    expect(end.summary).toContain('No CloudWatch alarm guards this environment')
  })

  test('of what runs already has no changes', async () => {
    await using aws = await simulatedAws()
    await aws.client.send(byAnother)
    const end = await deployStep(aws, { ...PLAN, 'configuration-version': '1' })
    expect(end.outputs['has-changes']).toBe('false')
    expect(end.summary).toContain('nothing to deploy')
  })

  test.each([
    ['a key of the deployment', { 'kms-key-identifier': 'alias/appconfig' }, {}],
    ['a key of the profile', {}, { KmsKeyIdentifier: 'alias/appconfig' }],
  ])('with %s prints no content', async (_, inputs, profile) => {
    await using aws = await simulatedAws({ seed: secretSeed(profile) })
    using workspace = workspaceWith({ 'settings.json': JSON.stringify({ after: SECRET }) })
    const file = {
      ...PLAN,
      'deployment-strategy': 'AppConfig.AllAtOnce',
      'configuration-version': '',
      'configuration-file': 'settings.json',
    }

    const end = await deployStep(aws, { ...file, ...inputs }, { workspace: workspace.path })
    const shown = await deployStep(
      aws,
      { ...file, ...inputs, 'show-diff': 'true' },
      { workspace: workspace.path },
    )

    expect(end.exitCode).toBe(0)
    expect([...end.log, end.summary, JSON.stringify(end.outputs)].join('\n')).not.toContain(SECRET)
    expect(end.summary).toContain('A KMS key is involved')
    expect(shown.summary).toContain(SECRET)
    expect(shown.log.join('\n')).not.toContain(SECRET)
  })

  test('of content that its validators refuse is red, at the line, before anyone approves', async () => {
    await using aws = await simulatedAws()
    using workspace = workspaceWith({ 'settings.json': '{\n  "count": 0\n}\n' })
    const end = await deployStep(
      aws,
      { ...PLAN, 'configuration-version': '', 'configuration-file': 'settings.json' },
      { workspace: workspace.path },
    )
    expect(end.exitCode).toBe(1)
    expect(end.log.filter((line) => line.startsWith('::error '))).toEqual([
      expect.stringContaining('file=settings.json,line=2'),
    ])
    expect(annotations(end, 'error').join('\n')).toContain('does not pass the validators of profile settings')
  })

  test('shows feature flags as flags', async () => {
    await using aws = await simulatedAws()
    const flags = {
      version: '1',
      flags: {
        checkout: { name: 'checkout', attributes: { limit: { constraints: { type: 'number' } } } },
        banner: { name: 'Banner' },
      },
      values: { checkout: { enabled: false, limit: 10 }, banner: { enabled: true } },
    }
    await aws.client.send(
      new StartDeploymentCommand({ ...byAnother.input, ConfigurationProfileId: 'flags01' }),
    )
    using workspace = workspaceWith({ 'flags.json': JSON.stringify(flags) })
    const end = await deployStep(
      aws,
      {
        ...PLAN,
        'configuration-profile': 'flags',
        'configuration-version': '',
        'configuration-file': 'flags.json',
      },
      { workspace: workspace.path },
    )
    expect(end.exitCode).toBe(0)
    expect(end.summary).toMatch(/banner.*added/i)
    expect(end.summary).toMatch(/checkout.*off/i)
  })
})

describe('a deploy with a plan', () => {
  const inputs = { 'configuration-version': 'latest', 'deployment-strategy': 'Instant' }

  test('deploys exactly that', async () => {
    await using aws = await simulatedAws()
    const { outputs } = await deployStep(aws, { ...inputs, operation: 'plan' })

    const end = await deployStep(aws, { ...inputs, operation: 'apply', plan: outputs['plan'] ?? '' })

    expect(end.exitCode).toBe(0)
    expect((await aws.requests('StartDeployment'))[0]?.body).toMatchObject({
      ConfigurationVersion: '2',
      LatestDeploymentNumber: 0,
    })
  })

  test('after a deployment by someone else is red, starts nothing, and names the difference', async () => {
    await using aws = await simulatedAws()
    const { outputs } = await deployStep(aws, { ...inputs, operation: 'plan' })
    await aws.client.send(byAnother)

    const end = await deployStep(aws, { ...inputs, operation: 'apply', plan: outputs['plan'] ?? '' })

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([
      expect.stringMatching(
        /^The plan no longer holds, and nothing was started: The newest deployment of the environment was none, and is number 1 now\./,
      ),
    ])
    expect(await aws.requests('StartDeployment')).toHaveLength(1)
  })

  test('that someone else overtakes between the check and the start is red, and starts nothing', async () => {
    let isPlanned = false
    let overtaking: Promise<unknown> | undefined
    await using aws = await simulatedAws({
      onRequest: ({ operation }, moment) => {
        // The check has read the newest deployment; before the start arrives, someone else's does.
        if (isPlanned && operation === 'ListDeployments' && moment === 'done')
          overtaking ??= aws.client.send(byAnother)
      },
    })
    const { outputs } = await deployStep(aws, { ...inputs, operation: 'plan' })
    isPlanned = true
    await aws.fault({ operation: 'ListDeployments', fault: 'slow', ms: 300 })

    const end = await deployStep(aws, { ...inputs, operation: 'apply', plan: outputs['plan'] ?? '' })
    await overtaking

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([
      'The plan no longer holds, and nothing was started: deployment 1 came into the environment after the plan was made. Make a new plan, and have it approved.',
    ])
    expect((await aws.requests('StartDeployment')).map(({ status }) => status)).toEqual([201, 409])
  })

  test('made while a deployment was in progress waits for that one', async () => {
    await using aws = await simulatedAws({ minuteMs: 100 })
    await aws.client.send(new StartDeploymentCommand({ ...byAnother.input, DeploymentStrategyId: 'steps01' }))
    const { outputs } = await deployStep(aws, { ...inputs, operation: 'plan' })

    const end = await deployStep(aws, { ...inputs, operation: 'apply', plan: outputs['plan'] ?? '' })

    expect(end.exitCode).toBe(0)
    expect(end.outputs).toMatchObject({ 'deployment-number': '2', state: 'COMPLETE' })
  })

  test.each([
    ['cut', (plan: string) => plan.slice(0, -9), 'was cut or changed'],
    ['changed', (plan: string) => plan.replace('us-east-1', 'us-east-2'), 'was cut or changed'],
    ['no plan', () => 'latest', 'is not a plan'],
  ])('that was %s is refused before anything is sent', async (_, change, problem) => {
    await using aws = await simulatedAws()
    const { outputs } = await deployStep(aws, { ...inputs, operation: 'plan' })
    const before = (await aws.requests()).length

    const end = await deployStep(aws, { ...inputs, operation: 'apply', plan: change(outputs['plan'] ?? '') })

    expect(annotations(end, 'error').join('\n')).toContain(problem)
    expect(await aws.requests()).toHaveLength(before)
  })

  test('for a file that was changed since is red', async () => {
    await using aws = await simulatedAws()
    using workspace = workspaceWith({ 'settings.json': '{"count": 3}' })
    using changed = workspaceWith({ 'settings.json': '{"count": 4}' })
    const file = { 'configuration-version': '', 'configuration-file': 'settings.json' }
    const { outputs } = await deployStep(aws, { ...file, operation: 'plan' }, { workspace: workspace.path })

    const end = await deployStep(
      aws,
      { ...file, operation: 'apply', plan: outputs['plan'] ?? '' },
      { workspace: changed.path },
    )

    expect(annotations(end, 'error').join('\n')).toContain('The configuration was a file with digest')
    expect(await aws.requests('CreateHostedConfigurationVersion')).toEqual([])
  })
})

describe('if-unchanged: skip', () => {
  const skip = { 'if-unchanged': 'skip', 'configuration-version': '1' }

  test('starts nothing when the environment runs this, and says by which deployment', async () => {
    await using aws = await simulatedAws()
    await aws.client.send(byAnother)

    const end = await deployStep(aws, skip)

    expect(end.exitCode).toBe(0)
    expect(end.outputs).toMatchObject({ changed: 'false', 'deployment-number': '1', state: 'COMPLETE' })
    expect(end.log.join('\n')).toContain('by deployment 1: nothing to deploy')
    expect(await aws.requests('StartDeployment')).toHaveLength(1)
  })

  test.each<[string, Record<string, string>]>([
    ['another version', { 'configuration-version': '2' }],
    ['a key', { 'kms-key-identifier': 'alias/appconfig' }],
    ['a new extension version', { extension: EXTENSION }],
  ])('deploys %s', async (_, change) => {
    await using aws = await simulatedAws()
    await aws.client.send(byAnother)
    const end = await deployStep(aws, { ...skip, ...change })
    expect(end.exitCode).toBe(0)
    expect(await aws.requests('StartDeployment')).toHaveLength(2)
  })

  test('skips a file whose content runs already, with the same key', async () => {
    await using aws = await simulatedAws()
    using workspace = workspaceWith({ 'settings.json': '{ "count": 3 }' })
    const file = {
      'if-unchanged': 'skip',
      'configuration-version': '',
      'configuration-file': 'settings.json',
      'kms-key-identifier': 'alias/appconfig',
    }
    await deployStep(aws, file, { workspace: workspace.path })
    const end = await deployStep(aws, file, { workspace: workspace.path })
    expect(end.outputs).toMatchObject({ changed: 'false', 'deployment-number': '1' })
    expect(await aws.requests('StartDeployment')).toHaveLength(1)
  })
})

function secretSeed(profile: object) {
  const secret = {
    Id: 'setting',
    Name: 'settings',
    versions: [{ Content: JSON.stringify({ before: SECRET }) }],
    ...profile,
  }
  return {
    applications: [
      {
        Id: 'shop001',
        Name: 'shop',
        environments: [{ Id: 'prod001', Name: 'production' }],
        profiles: [secret],
      },
    ],
    keys: [
      { KeyId: '11111111-2222-3333-4444-555555555555', Alias: 'alias/appconfig', State: 'Enabled' as const },
    ],
  }
}
