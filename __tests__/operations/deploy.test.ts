import { describe, expect, test } from '@jest/globals'
import { DeleteHostedConfigurationVersionCommand, StopDeploymentCommand } from '@aws-sdk/client-appconfig'
import { ENVIRONMENT, MINUTE_MS, startByAnother } from '../integration/virtual-run.js'
import { ALARM_ARN, KEY_ARN } from '../simulated-aws.js'
import { FILE, INPUTS, operationRun, STEPS } from './operation-run.js'

describe('a deploy', () => {
  test('completes, with its facts and outputs', async () => {
    await using run = await operationRun()

    const end = await run.perform(STEPS)

    expect(end).toMatchObject({
      outcome: { kind: 'complete' },
      defects: [],
      warnings: [],
      outputs: {
        'deployment-number': '1',
        state: 'COMPLETE',
        changed: 'true',
        'configuration-version': '2',
        'percentage-complete': '100',
        'application-id': 'shop001',
        'deployment-strategy-id': 'steps01',
      },
      facts: { pending: { phase: 'done' }, startUnconfirmed: false },
    })
    expect(run.elapsedMs()).toBeGreaterThanOrEqual(6 * MINUTE_MS)
    expect(end.outputs).not.toHaveProperty('rollback-reason')
  })

  test.each([
    ['started', 'started', 0],
    ['deployed', 'deployed', 4],
    ['complete', 'complete', 6],
  ])('waits for %s', async (waitFor, kind, minutes) => {
    await using run = await operationRun()
    const { outcome } = await run.perform({ ...STEPS, 'wait-for': waitFor })
    expect(outcome).toEqual({ kind })
    expect(run.elapsedMs()).toBeGreaterThanOrEqual(minutes * MINUTE_MS)
    expect(run.elapsedMs()).toBeLessThan((minutes + 1) * MINUTE_MS)
  })

  test('saves the start before it is sent, and the number as soon as it is known', async () => {
    await using run = await operationRun()
    const { steps } = await run.perform(INPUTS, { provenanceId: 'this-run' })
    const phases = steps.flatMap(({ pending }) => (pending === undefined ? [] : [pending]))
    expect(phases).toMatchObject([
      { phase: 'starting', start: { latestNumber: 0, provenanceId: 'this-run', onCancel: 'stop' } },
      { phase: 'started', number: 1 },
      { phase: 'done' },
    ])
  })

  test.each([
    ['a label', { 'configuration-profile': 'flags', 'configuration-version': 'v1.0' }, '1'],
    ['latest', { 'configuration-version': 'latest' }, '2'],
    ['a parameter', { 'configuration-profile': 'parameter', 'configuration-version': '1' }, '1'],
  ])('of %s', async (_, inputs, version) => {
    await using run = await operationRun()
    const { outcome, outputs } = await run.perform({ ...INPUTS, ...inputs })
    expect(outcome.kind).toBe('complete')
    expect(outputs['configuration-version']).toBe(version)
  })

  test.each([
    ['a version that does not exist', { 'configuration-version': '7' }, /7.*newest.*2, 1/],
    [
      'a label of a parameter',
      { 'configuration-profile': 'parameter', 'configuration-version': 'v1' },
      /number/,
    ],
    [
      'the latest of a parameter',
      { 'configuration-profile': 'parameter', 'configuration-version': 'latest' },
      /hosted/,
    ],
    ['a misspelled environment', { environment: 'prodution' }, /production/],
    ['a misspelled strategy', { 'deployment-strategy': 'Instnt' }, /Instant/],
  ])('of %s starts nothing, and says what there is', async (_, inputs, message) => {
    await using run = await operationRun()
    const { outcome, outputs, facts } = await run.perform({ ...INPUTS, ...inputs })
    expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringMatching(message) })
    expect(outputs['changed']).toBe('false')
    expect(facts.pending?.phase ?? 'done').toBe('done')
  })

  test('rolled back by an alarm says which, and what is live', async () => {
    await using run = await operationRun()
    await run.perform({ ...INPUTS, 'configuration-version': '1' })
    run.at(2.5 * MINUTE_MS, () => run.service.alarm('ALARM'))

    const { outcome, outputs, facts } = await run.perform(STEPS)

    expect(outcome).toEqual({ kind: 'rolled-back', requested: false })
    expect(outputs['state']).toBe('ROLLED_BACK')
    expect(outputs['rollback-reason']).toContain('checkout-errors')
    expect(facts).toMatchObject({
      rollbackReason: { alarmArn: ALARM_ARN, kind: 'rollback' },
      liveVersion: { configurationVersion: '1', number: 1 },
      pending: { phase: 'done' },
    })
  })

  test('polls again after polls that fail', async () => {
    await using run = await operationRun()
    await run.service.fault({ operation: 'GetDeployment', fault: 'status', status: 500, times: 3, skip: 2 })
    const { outcome, log } = await run.perform(STEPS)
    expect(outcome.kind).toBe('complete')
    expect(log.filter((line) => /could not poll/i.test(line))).toHaveLength(3)
  })

  test('says something at least every few minutes', async () => {
    await using run = await operationRun()
    const strategy = { ...STEPS, 'deployment-strategy': 'AppConfig.Canary10Percent20Minutes' }
    const { outcome, log } = await run.perform(strategy)
    expect(outcome.kind).toBe('complete')
    expect(log.length).toBeGreaterThan(6)
  })
})

describe('a deploy that runs out of time', () => {
  test.each([
    ['leave', false, 'DEPLOYING', 'true'],
    ['stop', true, 'ROLLED_BACK', 'true'],
  ])('with on-timeout: %s', async (onTimeout, stopped, state, changed) => {
    await using run = await operationRun()
    const { outcome, outputs, facts } = await run.perform({
      ...STEPS,
      timeout: '2m',
      'on-timeout': onTimeout,
    })
    expect(outcome).toEqual({ kind: 'timed-out', stopped, afterMs: 2 * MINUTE_MS })
    expect(outputs).toMatchObject({ state, changed })
    expect(facts.pending).toEqual({ phase: 'done' })
  })
})

describe('a deploy that is cancelled', () => {
  test.each([
    ['stop', { kind: 'cancelled', stopped: true }, 'ROLLED_BACK'],
    ['leave', { kind: 'cancelled', stopped: false }, 'DEPLOYING'],
  ])('with on-cancel: %s', async (onCancel, outcome, state) => {
    await using run = await operationRun()
    run.at(1.5 * MINUTE_MS, () => {
      run.cancel()
      return Promise.resolve()
    })
    const end = await run.perform({ ...STEPS, 'on-cancel': onCancel })
    expect(end.outcome).toEqual(outcome)
    expect(end.outputs['state']).toBe(state)
    expect(end.facts.pending).toEqual({ phase: 'done' })
    expect(end.warnings).toEqual([])
  })

  test('before its start sends no start', async () => {
    await using run = await operationRun()
    run.cancel()
    const { outcome, facts } = await run.perform(STEPS)
    expect(outcome).toEqual({ kind: 'cancelled', stopped: false })
    expect(facts.pending).toBeUndefined()
    expect(await run.service.requests('StartDeployment')).toEqual([])
  })

  test('whose stop is refused leaves the deployment to post, by its number', async () => {
    await using run = await operationRun()
    await run.service.fault({
      operation: 'StopDeployment',
      fault: 'status',
      status: 403,
      error: 'AccessDeniedException',
      times: 9,
    })
    run.at(1.5 * MINUTE_MS, () => {
      run.cancel()
      return Promise.resolve()
    })
    const { outcome, facts, warnings } = await run.perform(STEPS)
    expect(outcome).toEqual({ kind: 'cancelled', stopped: false })
    expect(facts.pending).toMatchObject({ phase: 'started', number: 1 })
    expect(warnings.join()).toMatch(/deployment 1/i)
  })

  test('by a failure, stops what it started', async () => {
    await using run = await operationRun()
    await run.service.fault({
      operation: 'GetDeployment',
      fault: 'status',
      status: 403,
      error: 'AccessDeniedException',
      times: 1,
      skip: 2,
    })
    const { outcome, facts } = await run.perform(STEPS)
    expect(outcome).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('appconfig:GetDeployment'),
    })
    expect(facts).toMatchObject({ pending: { phase: 'done' }, deployment: { state: 'ROLLED_BACK' } })
  })
})

describe('an unchanged environment', () => {
  test('is left as it is', async () => {
    await using run = await operationRun()
    await run.perform(INPUTS)
    const { outcome, outputs } = await run.perform({ ...INPUTS, 'if-unchanged': 'skip' })
    expect(outcome).toEqual({ kind: 'unchanged' })
    expect(outputs).toMatchObject({ changed: 'false', 'deployment-number': '1' })
  })

  test.each([
    ['another version', { 'configuration-version': '1' }],
    ['a key', { 'kms-key-identifier': KEY_ARN }],
    ['if-unchanged: deploy', { 'if-unchanged': 'deploy' }],
  ])('is deployed to for %s', async (_, inputs) => {
    await using run = await operationRun()
    await run.perform(INPUTS)
    const { outcome, outputs } = await run.perform({ ...INPUTS, 'if-unchanged': 'skip', ...inputs })
    expect(outcome.kind).toBe('complete')
    expect(outputs['deployment-number']).toBe('2')
  })

  test('behind more than a page of other deployments is found', async () => {
    await using run = await operationRun()
    await run.perform({ ...INPUTS, 'configuration-profile': 'flags', 'configuration-version': '1' })
    for (let count = 0; count < 55; count++)
      await startByAnother(run.service, { DeploymentStrategyId: 'instant' })
    const { outcome } = await run.perform({
      ...INPUTS,
      'configuration-profile': 'flags',
      'configuration-version': 'v1.0',
    })
    expect(outcome).toEqual({ kind: 'unchanged' })
  })

  test('whose version was deleted is deployed to, and can be planned for', async () => {
    await using run = await operationRun()
    await run.perform({ ...INPUTS, 'configuration-version': '1' })
    await run.service.client.send(
      new DeleteHostedConfigurationVersionCommand({
        ApplicationId: 'shop001',
        ConfigurationProfileId: 'setting',
        VersionNumber: 1,
      }),
    )
    const files = { 'settings.json': '{"count": 5}' }
    expect((await run.perform({ ...FILE, operation: 'plan' }, { files })).outcome).toEqual({
      kind: 'planned',
      hasChanges: true,
    })
    expect((await run.perform(FILE, { files })).outcome.kind).toBe('complete')
  })

  test('with an experiment is the release before it', async () => {
    await using run = await operationRun()
    const flags = { ...INPUTS, 'configuration-profile': 'flags', 'configuration-version': '1' }
    await run.perform(flags)
    await run.service.experiment({ FlagKey: 'checkout', Status: 'RUNNING' })
    expect((await run.perform(flags)).outcome).toEqual({ kind: 'unchanged' })
    const rollback = { operation: 'rollback', application: 'shop', environment: 'production' }
    const { outputs } = await run.perform(rollback)
    expect(outputs['deployment-number']).toBe('1')
  })

  test('with the same file publishes nothing', async () => {
    await using run = await operationRun()
    const file = { ...FILE, 'if-unchanged': 'skip' }
    const files = { 'settings.json': '{ "count": 2 }' }
    await run.perform(INPUTS)
    expect((await run.perform(file, { files })).outcome).toEqual({ kind: 'unchanged' })
    expect(await run.service.requests('CreateHostedConfigurationVersion')).toEqual([])
    const changed = await run.perform(file, { files: { 'settings.json': '{ "count": 3 }' } })
    expect(changed.outputs).toMatchObject({ 'configuration-version': '3', changed: 'true' })
  })
})

describe('a busy environment', () => {
  test('is waited for', async () => {
    await using run = await operationRun()
    await startByAnother(run.service)
    const { outcome, outputs, log } = await run.perform(INPUTS)
    expect(outcome.kind).toBe('complete')
    expect(outputs['deployment-number']).toBe('2')
    expect(log.join('\n')).toMatch(/Deployment 1/)
    expect(run.elapsedMs()).toBeGreaterThanOrEqual(6 * MINUTE_MS)
  })

  test.each([
    ['fail', {}, { kind: 'busy', otherNumber: 1 }],
    ['wait', { 'busy-timeout': '1m' }, { kind: 'busy', otherNumber: 1 }],
    ['stop', {}, { kind: 'complete' }],
  ])('with if-busy: %s', async (ifBusy, inputs, outcome) => {
    await using run = await operationRun()
    await startByAnother(run.service)
    const end = await run.perform({ ...INPUTS, 'if-busy': ifBusy, ...inputs })
    expect(end.outcome).toEqual(outcome)
    expect(end.outputs['changed']).toBe(String(ifBusy === 'stop'))
  })

  test('that comes to run this has nothing to start', async () => {
    await using run = await operationRun()
    await startByAnother(run.service, { ConfigurationVersion: '2' })
    const { outcome, outputs } = await run.perform(INPUTS)
    expect(outcome).toEqual({ kind: 'unchanged' })
    expect(outputs).toMatchObject({ changed: 'false', 'deployment-number': '1' })
    expect(await run.service.requests('StartDeployment')).toHaveLength(1)
  })

  test('is not waited for after a cancel', async () => {
    await using run = await operationRun()
    await startByAnother(run.service)
    run.at(MINUTE_MS, () => {
      run.cancel()
      return Promise.resolve()
    })
    const { outcome } = await run.perform(INPUTS)
    expect(outcome).toEqual({ kind: 'cancelled', stopped: false })
    expect(await run.service.requests('StopDeployment')).toEqual([])
  })
})

describe('a deploy with a key', () => {
  test.each(['alias/appconfig', KEY_ARN])('is encrypted with %s', async (key) => {
    await using run = await operationRun()
    const { outcome, facts, outputs } = await run.perform({ ...INPUTS, 'kms-key-identifier': key })
    expect(outcome.kind).toBe('complete')
    expect(outputs['kms-key-arn']).toBe(KEY_ARN)
    expect(facts.kms).toEqual({ requested: key, arn: KEY_ARN })
  })

  test('that AppConfig does not use is stopped', async () => {
    await using run = await operationRun()
    const other = KEY_ARN.replace('1111', '2222')
    await run.service.key({ KeyId: other.split('/')[1]!, State: 'Enabled' })
    await run.service.fault({
      operation: 'StartDeployment',
      fault: 'rewrite',
      times: 1,
      body: { KmsKeyArn: other, KmsKeyIdentifier: other },
    })
    const { outcome, facts } = await run.perform({ ...STEPS, 'kms-key-identifier': KEY_ARN })
    expect(outcome.kind).toBe('failed')
    expect(facts).toMatchObject({ deployment: { state: 'ROLLED_BACK' }, pending: { phase: 'done' } })
  })
})

test('somebody else who stops the deployment rolls it back', async () => {
  await using run = await operationRun()
  run.at(2 * MINUTE_MS, async () => {
    await run.service.client.send(
      new StopDeploymentCommand({
        ApplicationId: ENVIRONMENT.applicationId,
        EnvironmentId: ENVIRONMENT.environmentId,
        DeploymentNumber: 1,
      }),
    )
  })
  const { outcome, facts } = await run.perform(STEPS)
  expect(outcome).toEqual({ kind: 'rolled-back', requested: false })
  expect(facts.rollbackReason).toMatchObject({ triggeredBy: 'USER' })
})
