import { describe, expect, test } from '@jest/globals'
import { MINUTE_MS, startByAnother } from '../integration/virtual-run.js'
import { KEY_ARN } from '../simulated-aws.js'
import { FILE, INPUTS, operationRun, seedWith, STEPS } from './operation-run.js'

const WATCH = { operation: 'watch', application: 'shop', environment: 'production' }
const refusal = (operation: string, more: object = {}) =>
  ({ operation, fault: 'status', status: 403, error: 'AccessDeniedException', times: 99, ...more }) as const

describe('a watch that fails', () => {
  test.each([
    ['leave', 'DEPLOYING', 'done'],
    ['stop', 'ROLLED_BACK', 'done'],
  ])('with on-cancel: %s leaves its deployment %s', async (onCancel, state, phase) => {
    await using run = await operationRun()
    await startByAnother(run.service)
    await run.service.fault({ ...refusal('GetDeployment', { skip: 3 }), times: 1 })
    const { outcome, facts } = await run.perform({ ...WATCH, 'on-cancel': onCancel })
    expect(outcome.kind).toBe('failed')
    expect(facts).toMatchObject({ pending: { phase }, deployment: { state } })
  })

  test('of a number of another profile says so', async () => {
    await using run = await operationRun()
    await startByAnother(run.service)
    const { outcome } = await run.perform({
      ...WATCH,
      'configuration-profile': 'flags',
      'deployment-number': '1',
    })
    expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('settings') })
  })

  test('among hundreds of deployments finds the newest of its profile', async () => {
    await using run = await operationRun()
    await startByAnother(run.service, { ConfigurationProfileId: 'flags01', DeploymentStrategyId: 'instant' })
    for (let count = 0; count < 60; count++)
      await startByAnother(run.service, { DeploymentStrategyId: 'instant' })
    const { outputs } = await run.perform({ ...WATCH, 'configuration-profile': 'flags' })
    expect(outputs['deployment-number']).toBe('1')
    const missing = await run.perform({ ...WATCH, 'deployment-number': '99' })
    expect(missing.outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('99') })
  })
})

describe('a plan of flags', () => {
  const flags = (limit: number, enabled = true) =>
    JSON.stringify({
      version: '1',
      flags: { checkout: { name: 'checkout', attributes: { limit: { constraints: { type: 'number' } } } } },
      values: { checkout: { enabled, limit } },
    })
  const PLAN = {
    ...FILE,
    operation: 'plan',
    'configuration-profile': 'flags',
    'configuration-file': 'flags.json',
  }

  test.each([
    ['switched off', flags(10, false), /off/],
    ['another value', flags(11), /11/],
  ])('that is %s', async (_, content, shown) => {
    await using run = await operationRun()
    await run.perform({ ...INPUTS, 'configuration-profile': 'flags', 'configuration-version': '1' })
    const { facts, outcome } = await run.perform(PLAN, { files: { 'flags.json': content } })
    expect(outcome).toEqual({ kind: 'planned', hasChanges: true })
    expect(facts.plan?.diff).toMatch(shown)
  })

  test('that nothing runs yet shows all of it', async () => {
    await using run = await operationRun()
    const { facts } = await run.perform(PLAN, { files: { 'flags.json': flags(12) } })
    expect(facts.plan?.diff).toContain('12')
  })

  test.each([
    ['false', {}, true],
    ['true', { 'kms-key-identifier': KEY_ARN }, false],
  ])('with show-diff: %s', async (showDiff, inputs, isHidden) => {
    await using run = await operationRun()
    const { facts } = await run.perform(
      { ...PLAN, 'show-diff': showDiff, ...inputs },
      { files: { 'flags.json': flags(12) } },
    )
    expect(facts.plan?.diff === undefined).toBe(isHidden)
    expect(facts.plan?.diffHidden === undefined).toBe(!isHidden)
  })
})

describe('a plan', () => {
  test.each([
    ['of a parameter', { 'configuration-profile': 'parameter', 'configuration-version': '1' }],
    [
      'of bytes',
      {
        'configuration-version': '',
        'configuration-file': 'bytes.bin',
        'content-type': 'application/octet-stream',
      },
    ],
  ])('%s says why there is no difference', async (_, inputs) => {
    await using run = await operationRun({
      seed: seedWith({}),
    })
    const { facts } = await run.perform(
      { ...INPUTS, operation: 'plan', ...inputs },
      { files: { 'bytes.bin': 'x' } },
    )
    expect(facts.plan).toBeDefined()
  })
})

describe('what a failure says', () => {
  test.each([
    ['throttled', { status: 429, error: 'ThrottlingException' }],
    ['failing', { status: 500, error: 'InternalServerException' }],
    ['out of credentials', { status: 403, error: 'ExpiredTokenException' }],
    ['without valid credentials', { status: 403, error: 'UnrecognizedClientException' }],
  ])('when AWS is %s', async (_, { status, error }) => {
    await using run = await operationRun()
    await run.service.fault({ operation: 'ListApplications', fault: 'status', status, error, times: 99 })
    const { outcome, defects, outputs } = await run.perform(INPUTS)
    expect(outcome.kind).toBe('failed')
    expect(defects).toEqual([])
    expect(outputs['changed']).toBe('false')
  })

  test('of an environment whose tags cannot be read is its own', async () => {
    await using run = await operationRun()
    await run.service.fault(refusal('ListTagsForResource'))
    await run.service.fault({
      operation: 'CreateEnvironment',
      fault: 'status',
      status: 402,
      error: 'ServiceQuotaExceededException',
      times: 9,
    })
    const { outcome } = await run.perform({ ...INPUTS, environment: 'pr-1', 'create-environment': 'true' })
    expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('quota') })
  })

  test('of an account that cannot be asked for is its own', async () => {
    await using run = await operationRun()
    await run.service.fault(refusal('GetCallerIdentity'))
    await run.service.fault({
      operation: 'CreateEnvironment',
      fault: 'status',
      status: 402,
      error: 'ServiceQuotaExceededException',
      times: 9,
    })
    const { outcome } = await run.perform({ ...INPUTS, environment: 'pr-1', 'create-environment': 'true' })
    expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('quota') })
  })
})

describe('a rollback', () => {
  const ROLLBACK = { operation: 'rollback', application: 'shop', environment: 'production' }

  test('whose revert is lost is a revert', async () => {
    await using run = await operationRun()
    await run.perform(INPUTS)
    await run.service.fault({ operation: 'StopDeployment', fault: 'reset-after', times: 1 })
    const { outcome } = await run.perform(ROLLBACK)
    expect(outcome).toEqual({ kind: 'reverted', requested: true })
  })

  test.each([
    [
      'is never seen',
      { operation: 'GetDeployment', fault: 'rewrite', times: 9999, skip: 1, body: { State: 'COMPLETE' } },
    ],
    ['cannot be asked for', { ...refusal('GetDeployment', { skip: 1 }) }],
  ] as const)('whose revert %s fails, and is left to post', async (_, fault) => {
    await using run = await operationRun()
    await run.perform(INPUTS)
    await run.service.fault(fault)
    const { outcome } = await run.perform({ ...ROLLBACK, timeout: '1m' })
    expect(outcome.kind).toBe('failed')
  })

  test('during the rollback of an alarm changes nothing itself', async () => {
    await using run = await operationRun()
    await run.perform({ ...STEPS, 'wait-for': 'started' })
    run.pass(MINUTE_MS)
    await run.service.fault({
      operation: 'GetDeployment',
      fault: 'rewrite',
      times: 1,
      body: { State: 'ROLLING_BACK' },
    })
    await run.service.alarm('ALARM')
    run.pass(MINUTE_MS)
    const { outcome } = await run.perform({ ...ROLLBACK, 'deployment-number': '1' })
    expect(outcome).toMatchObject({ kind: 'rolled-back', requested: true })
  })
})
