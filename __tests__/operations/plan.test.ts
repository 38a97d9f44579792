import {
  DeleteHostedConfigurationVersionCommand,
  GetHostedConfigurationVersionCommand,
  UpdateConfigurationProfileCommand,
  UpdateEnvironmentCommand,
  CreateExtensionAssociationCommand,
  CreateHostedConfigurationVersionCommand,
} from '@aws-sdk/client-appconfig'
import { describe, expect, test } from '@jest/globals'
import { startByAnother } from '../integration/virtual-run.js'
import { KEY_ARN } from '../simulated-aws.js'
import { FILE, INPUTS, type OperationRun, operationRun } from './operation-run.js'

const PLAN = { ...INPUTS, operation: 'plan' }
const PLAN_FILE = { ...FILE, operation: 'plan' }
const SECRET = 'not-for-every-eye'
const EXTENSION = `
Name: notify
Actions:
  ON_DEPLOYMENT_START: [{ Name: report, Uri: "arn:aws:sns:us-east-1:123456789012:releases" }]
Parameters:
  channel: {}
`
const extension = {
  extension: EXTENSION,
  'extension-association': 'environment',
  'extension-parameters': 'channel: releases',
}

async function applied(run: OperationRun, inputs: Readonly<Record<string, string>>, files = {}) {
  const { outputs } = await run.perform({ ...inputs, operation: 'plan' }, { files })
  return { operation: 'apply', plan: outputs['plan'] ?? '' }
}

describe('a plan', () => {
  test('reads only', async () => {
    await using run = await operationRun()
    const { outcome, outputs, facts } = await run.perform(
      { ...PLAN_FILE, ...extension },
      { files: { 'settings.json': '{"count": 3}' } },
    )
    expect(outcome).toEqual({ kind: 'planned', hasChanges: true })
    expect(outputs).toMatchObject({ changed: 'false', 'has-changes': 'true' })
    expect(facts.plan?.alarmArns).toHaveLength(1)
    const operations = (await run.service.requests()).map(({ operation }) => operation ?? '')
    expect(operations.filter((operation) => !/^(Get|List|Validate)/.test(operation))).toEqual([])
  })

  test.each([
    ['the version', PLAN, {}],
    ['a label', { ...PLAN, 'configuration-profile': 'flags', 'configuration-version': 'v1.0' }, {}],
    ['the file', PLAN_FILE, { 'settings.json': '{\n "count": 2 }' }],
  ])('of what runs already has no changes: %s', async (_, inputs, files) => {
    await using run = await operationRun()
    await run.perform({ ...inputs, operation: 'deploy' }, { files })
    const { outcome, outputs } = await run.perform(inputs, { files })
    expect(outcome).toEqual({ kind: 'planned', hasChanges: false })
    expect(outputs['has-changes']).toBe('false')
  })

  test('shows what the content changes', async () => {
    await using run = await operationRun()
    await run.perform(INPUTS)
    const { facts } = await run.perform(PLAN_FILE, { files: { 'settings.json': '{"count": 77}' } })
    expect(facts.plan?.diff).toContain('77')
  })

  test.each([
    ['its own key', { ...PLAN, 'kms-key-identifier': KEY_ARN }],
    ['the key of the running version', PLAN],
  ])('hides content that is encrypted: %s', async (_, inputs) => {
    await using run = await operationRun()
    await run.service.client.send(
      new CreateHostedConfigurationVersionCommand({
        ApplicationId: 'shop001',
        ConfigurationProfileId: 'setting',
        ContentType: 'application/json',
        Content: new TextEncoder().encode(`{"count": 3, "password": "${SECRET}"}`),
      }),
    )
    await run.perform({
      ...INPUTS,
      'configuration-version': '3',
      'kms-key-identifier': KEY_ARN,
    })
    const { facts, log } = await run.perform(inputs)
    expect(facts.plan).toBeDefined()
    expect(JSON.stringify(facts.plan)).not.toContain(SECRET)
    expect(log.join('\n')).not.toContain(SECRET)
  })

  test.each([
    ['would be deployed', 0],
    ['runs', 1],
  ])('hides the content of the version that %s when a key encrypts it', async (_, skip) => {
    await using run = await operationRun()
    await run.perform({ ...INPUTS, 'configuration-version': '1' })
    await run.service.fault({
      operation: 'GetHostedConfigurationVersion',
      fault: 'rewrite',
      times: 1,
      skip,
      body: { KmsKeyArn: KEY_ARN },
    })
    const { facts } = await run.perform(PLAN)
    expect(facts.plan?.diff).toBeUndefined()
    expect(facts.plan?.diffHidden).toMatch(/KMS/)
  })

  test('of content that the validators refuse fails at its line', async () => {
    await using run = await operationRun()
    const { outcome, fileProblems, outputs } = await run.perform(PLAN_FILE, {
      files: { 'settings.json': '{\n  "count": "three"\n}' },
    })
    expect(outcome.kind).toBe('failed')
    expect(fileProblems).toMatchObject([{ file: 'settings.json', line: 2 }])
    expect(outputs['changed']).toBe('false')
  })

  test('names the deployment in progress', async () => {
    await using run = await operationRun()
    await startByAnother(run.service)
    const { facts } = await run.perform(PLAN)
    expect(facts.plan).toMatchObject({ inProgress: 1, latestDeploymentNumber: 1 })
  })

  test('says what becomes of an extension that is there already', async () => {
    await using run = await operationRun()
    await run.perform({ ...INPUTS, ...extension })
    const same = await run.perform({ ...PLAN, ...extension })
    expect(same.outputs['has-changes']).toBe('false')
    const other = await run.perform({
      ...PLAN,
      ...extension,
      extension: EXTENSION.replace('releases', 'alerts'),
    })
    expect(other.outputs['has-changes']).toBe('true')
    expect(other.facts.plan?.extension).toMatch(/version 2/)
  })
})

describe('a plan that no longer holds', () => {
  const LABEL = { ...INPUTS, 'configuration-profile': 'flags', 'configuration-version': 'v1.0' }
  const associate = (run: OperationRun) =>
    run.service.client.send(
      new CreateExtensionAssociationCommand({
        ExtensionIdentifier: 'notify',
        ResourceIdentifier:
          'arn:aws:appconfig:us-east-1:123456789012:application/shop001/environment/prod001',
        Parameters: { channel: 'x' },
      }),
    )

  test('since its label is another version’s', async () => {
    await using run = await operationRun()
    const { plan } = await applied(run, LABEL)
    const { Content } = await run.service.client.send(
      new GetHostedConfigurationVersionCommand({
        ApplicationId: 'shop001',
        ConfigurationProfileId: 'flags01',
        VersionNumber: 1,
      }),
    )
    const version = { ApplicationId: 'shop001', ConfigurationProfileId: 'flags01' }
    await run.service.client.send(
      new CreateHostedConfigurationVersionCommand({
        ...version,
        ContentType: 'application/json',
        Content: new TextEncoder().encode(new TextDecoder().decode(Content).replace('10', '11')),
      }),
    )
    await run.service.client.send(
      new DeleteHostedConfigurationVersionCommand({ ...version, VersionNumber: 1 }),
    )
    const { outcome, outputs } = await run.perform({ operation: 'apply', plan })
    expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('1') })
    expect(outputs['changed']).toBe('false')
    expect(await run.service.requests('StartDeployment')).toEqual([])
  })

  test('since its alarms are gone', async () => {
    await using run = await operationRun()
    const inputs = await applied(run, INPUTS)
    await run.service.client.send(
      new UpdateEnvironmentCommand({ ApplicationId: 'shop001', EnvironmentId: 'prod001', Monitors: [] }),
    )
    const { outcome } = await run.perform(inputs)
    expect(outcome).toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(/alarms.*checkout-errors.*none/),
    })
    expect(await run.service.requests('StartDeployment')).toEqual([])
  })

  test('since an extension is associated', async () => {
    await using run = await operationRun()
    await run.perform({ ...INPUTS, extension: EXTENSION, 'if-unchanged': 'deploy' })
    const inputs = await applied(run, { ...INPUTS, 'configuration-version': '1' })
    await associate(run)
    const { outcome } = await run.perform(inputs)
    expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringMatching(/associations.*none/) })
    expect(await run.service.requests('StartDeployment')).toHaveLength(1)
  })

  test('since the profile has other validators', async () => {
    await using run = await operationRun()
    const inputs = await applied(run, INPUTS)
    await run.service.client.send(
      new UpdateConfigurationProfileCommand({
        ApplicationId: 'shop001',
        ConfigurationProfileId: 'setting',
        Validators: [],
      }),
    )
    const { outcome } = await run.perform(inputs)
    expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('validators') })
  })
})

test.each([
  ['a version', { ...PLAN, 'configuration-version': '7' }],
  ['a label', { ...PLAN, 'configuration-profile': 'flags', 'configuration-version': 'v9' }],
])('a plan of %s that does not exist fails, with those that do', async (_, inputs) => {
  await using run = await operationRun()
  const { outcome, outputs } = await run.perform(inputs)
  expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('newest') })
  expect(outputs['plan']).toBeUndefined()
})

test('secrets are in no plan, not even as a digest that two plans have in common', async () => {
  await using run = await operationRun()
  const inputs = {
    ...INPUTS,
    ...extension,
    extension: EXTENSION.replace('channel: {}', 'channel: { Dynamic: true }'),
    'dynamic-extension-parameters': 'notify#channel: s3cr3t',
  }
  const first = await applied(run, inputs)
  const second = await applied(run, inputs)
  const digests = (plan: string) => [...plan.matchAll(/[0-9a-f]{64}/g)].map(([digest]) => digest)
  const common = digests(first.plan).filter((digest) => digests(second.plan).includes(digest))
  expect(common).toHaveLength(3)
  expect(first.plan).not.toContain('s3cr3t')
})

describe('an apply', () => {
  test.each([
    ['a version', INPUTS, {}],
    ['a file', FILE, { 'settings.json': '{"count": 3}' }],
  ])('deploys %s as planned', async (_, inputs, files) => {
    await using run = await operationRun()
    const { outcome, outputs } = await run.perform(await applied(run, inputs, files), { files })
    expect(outcome).toEqual({ kind: 'complete' })
    expect(outputs).toMatchObject({ changed: 'true', 'deployment-number': '1' })
  })

  test('that is run again watches the deployment that its first attempt started', async () => {
    await using run = await operationRun()
    const inputs = await applied(run, { ...INPUTS, 'deployment-strategy': 'Steps' })
    const first = await run.perform({ ...inputs, 'wait-for': 'started' }, { provenanceId: '77-1-deploy-a' })
    expect(first.outcome).toEqual({ kind: 'started' })
    const other = await run.perform(inputs, { provenanceId: '77-2-preview-c' })
    expect(other.outcome.kind).toBe('failed')
    const { outcome, outputs } = await run.perform(inputs, { provenanceId: '77-2-deploy-b' })
    expect(outcome).toEqual({ kind: 'complete' })
    expect(outputs).toMatchObject({ 'deployment-number': '1', changed: 'false' })
    expect(await run.service.requests('StartDeployment')).toHaveLength(1)
  })

  test('of a plan that another deployment has overtaken changes nothing', async () => {
    await using run = await operationRun()
    const inputs = await applied(run, INPUTS)
    await startByAnother(run.service, { DeploymentStrategyId: 'instant' })
    const { outcome, outputs } = await run.perform(inputs)
    expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('plan') })
    expect(outputs['changed']).toBe('false')
    expect(await run.service.requests('StartDeployment')).toHaveLength(1)
  })

  test('whose conflict cannot be seen counts as overtaken', async () => {
    await using run = await operationRun()
    const inputs = await applied(run, INPUTS)
    await run.service.fault({
      operation: 'StartDeployment',
      fault: 'status',
      status: 409,
      error: 'ConflictException',
      times: 99,
    })
    const { outcome, outputs } = await run.perform(inputs)
    expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('plan') })
    expect(outputs['changed']).toBe('false')
  })

  test('checks the plan before it finds the environment unchanged', async () => {
    await using run = await operationRun()
    const inputs = await applied(run, INPUTS)
    await startByAnother(run.service, { DeploymentStrategyId: 'instant', ConfigurationVersion: '2' })
    const { outcome } = await run.perform({ ...inputs, 'if-unchanged': 'skip' })
    expect(outcome.kind).toBe('failed')
  })

  test('of a file with other content changes nothing', async () => {
    await using run = await operationRun()
    const inputs = await applied(run, FILE, { 'settings.json': '{"count": 3}' })
    const { outcome, outputs } = await run.perform(inputs, { files: { 'settings.json': '{"count": 4}' } })
    expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('digest') })
    expect(outputs['changed']).toBe('false')
  })
})

describe('an extension', () => {
  test('is published, associated and applied', async () => {
    await using run = await operationRun()
    const { outcome, outputs, facts } = await run.perform({ ...INPUTS, ...extension })
    expect(outcome.kind).toBe('complete')
    expect(outputs['extension-version']).toBe('1')
    expect(facts.publishedExtension).toMatchObject({
      reused: false,
      association: { change: 'created', resource: expect.stringContaining('production') },
    })
    expect(JSON.parse(outputs['applied-extensions'] ?? '')).toMatchObject([{ VersionNumber: 1 }])
  })

  test.each([
    ['the same again', EXTENSION, 'kept', '1'],
    ['another action', EXTENSION.replace('releases', 'alerts'), 'replaced', '2'],
  ])('of %s', async (_, definition, change, version) => {
    const again = { ...INPUTS, ...extension, 'if-unchanged': 'deploy' }
    await using run = await operationRun()
    await run.perform({ ...INPUTS, ...extension })
    const { outputs, facts } = await run.perform({ ...again, extension: definition })
    expect(outputs['extension-version']).toBe(version)
    expect(facts.publishedExtension?.association?.change).toBe(change)
  })

  test.each([
    ['application', 'application shop'],
    ['configuration-profile', 'configuration profile settings'],
  ])('is associated with the %s', async (association, resource) => {
    await using run = await operationRun()
    const { facts } = await run.perform({ ...INPUTS, ...extension, 'extension-association': association })
    expect(facts.publishedExtension?.association?.resource).toBe(resource)
  })

  test('with other parameters is updated', async () => {
    await using run = await operationRun()
    await run.perform({ ...INPUTS, ...extension })
    const { facts } = await run.perform({
      ...INPUTS,
      ...extension,
      'extension-parameters': 'channel: alerts',
    })
    expect(facts.publishedExtension?.association?.change).toBe('updated')
  })

  test('that the deployment did not apply is warned of', async () => {
    await using run = await operationRun()
    const { warnings } = await run.perform({ ...INPUTS, extension: EXTENSION })
    expect(warnings.join()).toContain('notify')
  })

  test('that is pinned elsewhere to version 1 is applied as such, with a warning', async () => {
    await using run = await operationRun()
    await run.perform({ ...INPUTS, extension: EXTENSION })
    await run.service.client.send(
      new CreateExtensionAssociationCommand({
        ExtensionIdentifier: 'notify',
        ResourceIdentifier: 'arn:aws:appconfig:us-east-1:123456789012:application/shop001',
        Parameters: { channel: 'x' },
      }),
    )
    const { warnings } = await run.perform({ ...INPUTS, extension: EXTENSION.replace('releases', 'alerts') })
    expect(warnings.join()).toMatch(/version 1/)
  })
})
