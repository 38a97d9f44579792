import { CreateHostedConfigurationVersionCommand } from '@aws-sdk/client-appconfig'
import { describe, expect, test } from '@jest/globals'
import { MINUTE_MS, startByAnother } from '../integration/virtual-run.js'
import { KEY_ARN, KEY_ID } from '../simulated-aws.js'
import { FILE, INPUTS, type OperationRun, operationRun, STEPS } from './operation-run.js'

const FILES = { files: { 'settings.json': '{"count": 3}' } }
const refusal = (operation: string, more: object = {}) =>
  ({ operation, fault: 'status', status: 403, error: 'AccessDeniedException', times: 99, ...more }) as const
const failing = (operation: string, more: object = {}) =>
  ({ operation, fault: 'status', status: 500, times: 1, ...more }) as const
const cancelled = (run: OperationRun) => () => {
  run.cancel()
  return Promise.resolve()
}

describe('a publication', () => {
  test.each([['reset-after'], ['reset-before'], ['status'], ['truncate']] as const)(
    'whose answer is lost (%s) makes one version',
    async (fault) => {
      await using run = await operationRun()
      await run.service.fault({ operation: 'CreateHostedConfigurationVersion', fault, status: 500, times: 1 })
      const { outcome, outputs } = await run.perform({ ...FILE, 'version-label': 'v3' }, FILES)
      expect(outcome.kind).toBe('complete')
      expect(outputs).toMatchObject({ 'configuration-version': '3', 'version-label': 'v3' })
    },
  )

  test('that another run overtakes follows it', async () => {
    await using run = await operationRun()
    await run.service.fault({
      operation: 'CreateHostedConfigurationVersion',
      fault: 'status',
      status: 409,
      error: 'ConflictException',
      times: 1,
    })
    await run.service.client
      .send(
        new CreateHostedConfigurationVersionCommand({
          ApplicationId: 'shop001',
          ConfigurationProfileId: 'setting',
          ContentType: 'application/json',
          Content: new TextEncoder().encode('{"count": 9}'),
        }),
      )
      .catch(() => undefined)
    const { outcome, outputs } = await run.perform(FILE, FILES)
    expect(outcome.kind).toBe('complete')
    expect(Number(outputs['configuration-version'])).toBeGreaterThanOrEqual(3)
  })

  test('of an older file with its label deploys the version that has both', async () => {
    await using run = await operationRun()
    const of = (label: string) => ({ ...FILE, 'version-label': label })
    const [a, b] = ['{"count": 3}', '{"count": 4}'].map((content) => ({
      files: { 'settings.json': content },
    }))
    expect((await run.perform(of('a'), a)).outputs['configuration-version']).toBe('3')
    expect((await run.perform(of('b'), b)).outputs['configuration-version']).toBe('4')
    const { outcome, outputs } = await run.perform(of('a'), a)
    expect(outcome.kind).toBe('complete')
    expect(outputs).toMatchObject({
      'configuration-version': '3',
      'version-label': 'a',
      'deployment-number': '3',
    })
    expect((await run.perform(of('a'), b)).outcome.kind).toBe('failed')
  })

  test('of a first version whose answer is lost makes one version', async () => {
    await using run = await operationRun({
      seed: {
        applications: [
          {
            Id: 'shop001',
            Name: 'shop',
            environments: [{ Id: 'prod001', Name: 'production' }],
            profiles: [{ Id: 'setting', Name: 'settings' }],
          },
        ],
        strategies: [{ Id: 'instant', Name: 'Instant', DeploymentDurationInMinutes: 0, GrowthFactor: 100 }],
      },
    })
    await run.service.fault({ operation: 'CreateHostedConfigurationVersion', fault: 'reset-after', times: 1 })
    // The list lags behind the request.
    await run.service.fault({
      operation: 'ListHostedConfigurationVersions',
      fault: 'rewrite',
      skip: 1,
      times: 3,
      body: { Items: [] },
    })
    const { outputs } = await run.perform(FILE, FILES)
    expect(outputs).toMatchObject({ 'configuration-version': '1', changed: 'true' })
    expect(await run.service.requests('CreateHostedConfigurationVersion')).toHaveLength(1)
  })

  test('that AWS refuses starts nothing', async () => {
    await using run = await operationRun()
    await run.service.fault(refusal('CreateHostedConfigurationVersion'))
    const { outcome, outputs } = await run.perform(FILE, FILES)
    expect(outcome).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('CreateHostedConfigurationVersion'),
    })
    expect(outputs['changed']).toBe('false')
    expect(await run.service.requests('StartDeployment')).toEqual([])
  })

  test('of an empty profile is the first version', async () => {
    await using run = await operationRun({
      seed: {
        applications: [
          {
            Id: 'shop001',
            Name: 'shop',
            environments: [{ Id: 'prod001', Name: 'production' }],
            profiles: [{ Id: 'setting', Name: 'settings' }],
          },
        ],
        strategies: [{ Id: 'instant', Name: 'Instant', DeploymentDurationInMinutes: 0, GrowthFactor: 100 }],
      },
    })
    expect((await run.perform({ ...INPUTS, 'configuration-version': 'latest' })).outcome.kind).toBe('failed')
    const { outputs } = await run.perform(FILE, FILES)
    expect(outputs['configuration-version']).toBe('1')
  })
})

test.each([
  ['of a file for a parameter', { ...FILE, 'configuration-profile': 'parameter' }, /hosted/],
  [
    'of text for feature flags',
    { ...FILE, 'configuration-profile': 'flags', 'content-type': 'text/plain' },
    /application\/json/,
  ],
  ['of a long label', { ...INPUTS, 'configuration-version': 'v'.repeat(65) }, /64/],
])('a deploy %s is refused', async (_, inputs, message) => {
  await using run = await operationRun()
  const { outcome } = await run.perform(inputs, FILES)
  expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringMatching(message) })
})

describe('a start', () => {
  test.each([['reset-after'], ['truncate'], ['reset-before']] as const)(
    'whose answer is lost (%s) is one deployment',
    async (fault) => {
      await using run = await operationRun()
      await run.service.fault({ operation: 'StartDeployment', fault, times: 1 })
      const { outcome, outputs } = await run.perform(INPUTS)
      expect(outcome.kind).toBe('complete')
      expect(outputs).toMatchObject({ 'deployment-number': '1', changed: 'true' })
    },
  )

  test('that is refused after a lost answer is not certain to have started nothing', async () => {
    await using run = await operationRun()
    await run.service.fault({ operation: 'StartDeployment', fault: 'reset-before', times: 1 })
    await run.service.fault(refusal('StartDeployment', { skip: 1 }))
    const { facts, outcome } = await run.perform(INPUTS)
    expect(outcome.kind).toBe('failed')
    expect(facts.startUnconfirmed).toBe(true)
    expect(facts.pending).toMatchObject({ phase: 'starting' })
  })

  test('that the content makes AWS refuse shows why at its line', async () => {
    await using run = await operationRun()
    const { outcome, fileProblems } = await run.perform(FILE, {
      files: { 'settings.json': '{\n"count": 0\n}' },
    })
    expect(outcome.kind).toBe('failed')
    expect(fileProblems[0]).toMatchObject({ file: 'settings.json' })
  })

  test('with a refused key names the key', async () => {
    await using run = await operationRun()
    await run.service.key({ KeyId: KEY_ID, State: 'AccessDenied' })
    const { outcome, outputs } = await run.perform({ ...INPUTS, 'kms-key-identifier': KEY_ARN })
    expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('kms:GenerateDataKey') })
    expect(outputs['changed']).toBe('false')
  })

  test.each([
    ['cannot be stopped', refusal('StopDeployment'), /could not be stopped/],
    ['cannot be confirmed', refusal('GetDeployment', { skip: 1 }), /./],
  ])('with another key than asked for that %s says so', async (_, fault, message) => {
    await using run = await operationRun()
    const other = KEY_ARN.replace('1111', '2222')
    await run.service.fault({
      operation: 'StartDeployment',
      fault: 'rewrite',
      times: 1,
      body: { KmsKeyArn: other },
    })
    await run.service.fault(fault)
    const { outcome, facts } = await run.perform({ ...STEPS, 'kms-key-identifier': KEY_ARN })
    expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringMatching(message) })
    expect(facts.deployment?.number).toBe(1)
  })

  test('with another key, complete at once, says how to revert it', async () => {
    await using run = await operationRun()
    const other = KEY_ARN.replace('1111', '2222')
    await run.service.fault({
      operation: 'StartDeployment',
      fault: 'rewrite',
      times: 1,
      body: { KmsKeyArn: other },
    })
    const { outcome } = await run.perform({ ...INPUTS, 'kms-key-identifier': KEY_ARN })
    expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('operation: rollback') })
  })

  test('whose conflict is not listed is tried again', async () => {
    await using run = await operationRun()
    await run.service.fault({
      operation: 'StartDeployment',
      fault: 'status',
      status: 409,
      error: 'ConflictException',
      times: 7,
    })
    const { outcome } = await run.perform(INPUTS)
    expect(outcome.kind).toBe('complete')
  })
})

describe('a wait for a busy environment', () => {
  test('goes on after polls that fail', async () => {
    await using run = await operationRun()
    await startByAnother(run.service)
    await run.service.fault(failing('GetDeployment', { skip: 2, times: 2 }))
    const { outcome, log } = await run.perform(INPUTS)
    expect(outcome.kind).toBe('complete')
    expect(log.join('\n')).toMatch(/could not poll deployment 1/i)
  })

  test('ends when the other has ended before it is looked at', async () => {
    await using run = await operationRun()
    await startByAnother(run.service)
    await run.service.fault({
      operation: 'GetDeployment',
      fault: 'rewrite',
      times: 1,
      body: { State: 'COMPLETE' },
    })
    const { outcome } = await run.perform(INPUTS)
    expect(outcome.kind).toBe('complete')
  })
})

describe('a clean-up', () => {
  test.each([
    ['found by its marker', 'reset-after', true],
    ['not carried out', 'reset-before', false],
  ] as const)('of a start that was cut off by the cancel: %s', async (_, fault, isStarted) => {
    await using run = await operationRun()
    await run.service.fault({ operation: 'StartDeployment', fault, times: 1 })
    const asked = run.service.requests
    run.at(0, async () => {
      await asked('StartDeployment')
      run.cancel()
    })
    const { outcome, facts, outputs } = await run.perform(STEPS)
    expect(outcome.kind).toBe('cancelled')
    expect(facts.startUnconfirmed).toBe(!isStarted)
    expect(facts.pending?.phase).toBe(isStarted ? 'done' : 'starting')
    expect(outputs['deployment-number']).toBe(isStarted ? '1' : undefined)
  })

  test('that cannot see the end of a stop leaves it to post', async () => {
    await using run = await operationRun()
    run.at(1.5 * MINUTE_MS, async () => {
      await run.service.fault(refusal('GetDeployment'))
      run.cancel()
    })
    const { outcome, facts, warnings } = await run.perform(STEPS)
    expect(outcome.kind).toBe('cancelled')
    expect(facts.pending).toMatchObject({ phase: 'started', number: 1 })
    expect(facts.stopAccepted).toBe(true)
    expect(warnings.join()).toMatch(/deployment 1/i)
  })

  test('of a start that cannot be looked for says how to', async () => {
    await using run = await operationRun()
    await run.service.fault({ operation: 'StartDeployment', fault: 'reset-after', times: 1 })
    await run.service.fault(refusal('ListDeployments', { skip: 1 }))
    const { facts, warnings } = await run.perform(STEPS)
    expect(facts.pending).toMatchObject({ phase: 'starting' })
    expect(facts.startUnconfirmed).toBe(true)
    expect(warnings.join()).toContain('list-deployments')
  })
})

describe('a watch', () => {
  test.each([
    [{}, /no deployment/i],
    [{ 'configuration-profile': 'flags' }, /flags/],
    [{ 'deployment-number': '9' }, /9/],
  ])('of nothing with %j', async (inputs, message) => {
    await using run = await operationRun()
    const { outcome } = await run.perform({
      operation: 'watch',
      application: 'shop',
      environment: 'production',
      ...inputs,
    })
    expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringMatching(message) })
  })

  test('that was cancelled at once', async () => {
    await using run = await operationRun()
    await startByAnother(run.service)
    run.at(1, cancelled(run))
    const { outcome } = await run.perform({
      operation: 'watch',
      application: 'shop',
      environment: 'production',
    })
    expect(outcome.kind).toBe('cancelled')
  })
})

describe('remove-environment', () => {
  const PREVIEW = { ...STEPS, environment: 'pr-12', 'create-environment': 'true', 'wait-for': 'started' }
  const REMOVE = { operation: 'remove-environment', application: 'shop', environment: 'pr-12' }

  test('keeps what does not stop', async () => {
    await using run = await operationRun()
    await run.perform(PREVIEW)
    for (const operation of ['StopDeployment', 'GetDeployment']) {
      await run.service.fault({ operation, fault: 'rewrite', times: 9999, body: { State: 'ROLLING_BACK' } })
    }
    const { outcome } = await run.perform(REMOVE)
    expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('deployment 1') })
  })

  test('whose settings cannot be read has the words of AWS', async () => {
    await using run = await operationRun()
    await run.perform({ ...PREVIEW, 'deployment-strategy': 'Instant' })
    await run.service.fault({
      operation: 'DeleteEnvironment',
      fault: 'status',
      status: 400,
      error: 'BadRequestException',
      times: 99,
    })
    await run.service.fault(refusal('GetAccountSettings'))
    const { outcome } = await run.perform(REMOVE)
    expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('DeleteEnvironment') })
  })
})
