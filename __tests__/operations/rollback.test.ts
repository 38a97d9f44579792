import { StopDeploymentCommand } from '@aws-sdk/client-appconfig'
import { describe, expect, test } from '@jest/globals'
import { ENVIRONMENT, MINUTE_MS, startByAnother } from '../integration/virtual-run.js'
import { INPUTS, operationRun, STEPS } from './operation-run.js'

const ROLLBACK = { operation: 'rollback', application: 'shop', environment: 'production' }
const refused = (operation: string) =>
  ({ operation, fault: 'status', status: 403, error: 'AccessDeniedException', times: 99 }) as const

describe('a rollback', () => {
  test('stops what is in progress, and says what is live then', async () => {
    await using run = await operationRun()
    await run.perform({ ...INPUTS, 'configuration-version': '1' })
    await startByAnother(run.service, { ConfigurationVersion: '2' })
    run.pass(MINUTE_MS)

    const { outcome, outputs, facts } = await run.perform(ROLLBACK)

    expect(outcome).toEqual({ kind: 'rolled-back', requested: true })
    expect(outputs).toMatchObject({ 'deployment-number': '2', state: 'ROLLED_BACK', changed: 'true' })
    expect(facts).toMatchObject({ liveVersion: { configurationVersion: '1' }, pending: { phase: 'done' } })
  })

  test.each([
    ['the newest', {}, '2'],
    ['the newest of a profile', { 'configuration-profile': 'flags' }, '2'],
    ['a number', { 'deployment-number': '2' }, '2'],
  ])('reverts %s that has completed', async (_, inputs, number) => {
    await using run = await operationRun()
    await run.perform(INPUTS)
    await run.perform({ ...INPUTS, 'configuration-profile': 'flags', 'configuration-version': '1' })

    const { outcome, outputs } = await run.perform({ ...ROLLBACK, ...inputs })

    expect(outcome).toEqual({ kind: 'reverted', requested: true })
    expect(outputs).toMatchObject({ 'deployment-number': number, state: 'REVERTED', changed: 'true' })
  })

  test('of what was rolled back before changes nothing', async () => {
    await using run = await operationRun()
    await run.perform(INPUTS)
    await run.perform(ROLLBACK)
    const { outcome, outputs } = await run.perform({ ...ROLLBACK, 'deployment-number': '1' })
    expect(outcome).toEqual({ kind: 'reverted', requested: true, wasBefore: true })
    expect(outputs['changed']).toBe('false')
  })

  test('more than 72 hours after the completion is refused before it is asked for', async () => {
    await using run = await operationRun()
    await run.perform(INPUTS)
    run.pass(73 * 60 * MINUTE_MS)
    const { outcome, outputs, facts } = await run.perform(ROLLBACK)
    expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('72') })
    expect(outputs['changed']).toBe('false')
    expect(facts.pending).toEqual({ phase: 'done' })
    expect(await run.service.requests('StopDeployment')).toEqual([])
  })

  test('of an environment without deployments has nothing to roll back', async () => {
    await using run = await operationRun()
    const { outcome, outputs } = await run.perform(ROLLBACK)
    expect(outcome.kind).toBe('failed')
    expect(outputs['changed']).toBe('false')
  })

  describe('that is run again', () => {
    const again = { workflowRun: { attempt: 2 } }

    test('does not roll back newer work', async () => {
      await using run = await operationRun()
      for (const version of ['1', '2']) await run.perform({ ...INPUTS, 'configuration-version': version })
      expect((await run.perform(ROLLBACK)).outputs['deployment-number']).toBe('2')
      await run.perform({ ...INPUTS, 'configuration-version': '2' })
      for (const workflowRun of [{ attempt: 2 }, { attempt: 3 }]) {
        const { outcome, outputs } = await run.perform(ROLLBACK, { workflowRun })
        expect(outcome).toMatchObject({
          kind: 'failed',
          message: expect.stringContaining('deployment-number: 3'),
        })
        expect(outputs['changed']).toBe('false')
      }
      expect(await run.service.requests('StopDeployment')).toHaveLength(1)
      const named = await run.perform({ ...ROLLBACK, 'deployment-number': '3' }, again)
      expect(named.outcome).toEqual({ kind: 'reverted', requested: true })
    })

    test('after it did nothing rolls back what it meant', async () => {
      await using run = await operationRun()
      for (const version of ['1', '2']) await run.perform({ ...INPUTS, 'configuration-version': version })
      await run.service.fault({ ...refused('StopDeployment'), times: 1 })
      expect((await run.perform(ROLLBACK)).outcome.kind).toBe('failed')
      const { outcome, outputs } = await run.perform(ROLLBACK, again)
      expect(outcome.kind).toBe('reverted')
      expect(outputs['deployment-number']).toBe('2')
    })

    test('after it rolled back has nothing to do', async () => {
      await using run = await operationRun()
      await run.perform(INPUTS)
      await run.perform(ROLLBACK)
      const { outcome } = await run.perform(ROLLBACK, again)
      expect(outcome).toEqual({ kind: 'reverted', requested: true, wasBefore: true })
    })
  })

  test('that AWS refuses is not left to post', async () => {
    await using run = await operationRun()
    await startByAnother(run.service)
    await run.service.fault(refused('StopDeployment'))
    const { outcome, outputs, facts } = await run.perform(ROLLBACK)
    expect(outcome).toMatchObject({
      kind: 'failed',
      message: expect.stringContaining('appconfig:StopDeployment'),
    })
    expect(outputs['changed']).toBe('false')
    expect(facts.pending).toEqual({ phase: 'done' })
  })

  test('whose live version cannot be read is a success with a warning', async () => {
    await using run = await operationRun()
    await startByAnother(run.service)
    await run.service.fault({ ...refused('ListDeployments'), skip: 1 })
    const { outcome, warnings } = await run.perform(ROLLBACK)
    expect(outcome.kind).toBe('rolled-back')
    expect(warnings).toHaveLength(1)
  })

  test('of an older deployment warns that there is a newer one', async () => {
    await using run = await operationRun()
    await run.perform(INPUTS)
    await run.perform({ ...INPUTS, 'configuration-profile': 'flags', 'configuration-version': '1' })
    const { warnings } = await run.perform({ ...ROLLBACK, 'deployment-number': '1' })
    expect(warnings.join()).toContain('deployment 2')
  })

  test('that lasts longer than its timeout is left to post', async () => {
    await using run = await operationRun()
    await startByAnother(run.service)
    for (const operation of ['StopDeployment', 'GetDeployment']) {
      await run.service.fault({ operation, fault: 'rewrite', times: 9999, body: { State: 'ROLLING_BACK' } })
    }
    const { outcome, facts } = await run.perform({ ...ROLLBACK, timeout: '1m' })
    expect(outcome).toMatchObject({ kind: 'failed' })
    expect(facts.pending).toMatchObject({ phase: 'rolling-back', number: 1 })
    expect(facts.deployment?.state).toBe('ROLLING_BACK')
  })

  test('that is cancelled is finished all the same', async () => {
    await using run = await operationRun()
    await run.perform({ ...STEPS, 'wait-for': 'started' })
    await run.service.fault({ operation: 'StopDeployment', fault: 'status', status: 500, times: 1 })
    run.at(1, () => {
      run.cancel()
      return Promise.resolve()
    })
    const { outcome, outputs } = await run.perform(ROLLBACK)
    expect(outcome).toEqual({ kind: 'rolled-back', requested: true })
    expect(outputs['state']).toBe('ROLLED_BACK')
  })
})

describe('a watch', () => {
  const WATCH = { operation: 'watch', application: 'shop', environment: 'production' }

  test.each([
    ['the newest', {}],
    ['a number', { 'deployment-number': '1' }],
    ['the newest of a profile', { 'configuration-profile': 'settings' }],
  ])('of %s follows it to its end', async (_, inputs) => {
    await using run = await operationRun()
    await startByAnother(run.service)
    const { outcome, outputs, facts } = await run.perform({ ...WATCH, ...inputs })
    expect(outcome).toEqual({ kind: 'complete' })
    expect(outputs).toMatchObject({ 'deployment-number': '1', changed: 'false', state: 'COMPLETE' })
    expect(facts.pending).toEqual({ phase: 'done' })
  })

  test.each([
    ['a rollback', 'ROLLED_BACK', 'rolled-back'],
    ['a revert', 'REVERTED', 'reverted'],
  ])('of what ended before by %s', async (_, state, kind) => {
    await using run = await operationRun()
    await startByAnother(run.service, { DeploymentStrategyId: kind === 'reverted' ? 'instant' : 'steps01' })
    run.pass(MINUTE_MS)
    await run.service.client.send(
      new StopDeploymentCommand({
        ApplicationId: ENVIRONMENT.applicationId,
        EnvironmentId: ENVIRONMENT.environmentId,
        DeploymentNumber: 1,
        AllowRevert: kind === 'reverted',
      }),
    )
    run.pass(MINUTE_MS)
    const { outcome, outputs } = await run.perform({ ...WATCH, 'deployment-number': '1' })
    expect(outcome).toEqual({ kind, requested: false })
    expect(outputs).toMatchObject({ state, changed: 'false' })
  })

  test.each([
    ['leave', false, 'DEPLOYING', 'false'],
    ['stop', true, 'ROLLED_BACK', 'true'],
  ])('that is cancelled with on-cancel: %s', async (onCancel, stopped, state, changed) => {
    await using run = await operationRun()
    await startByAnother(run.service)
    run.at(MINUTE_MS, () => {
      run.cancel()
      return Promise.resolve()
    })
    const { outcome, outputs } = await run.perform({ ...WATCH, 'on-cancel': onCancel })
    expect(outcome).toEqual({ kind: 'cancelled', stopped })
    expect(outputs).toMatchObject({ state, changed })
  })

  test('of a deployment that does not exist says which there are', async () => {
    await using run = await operationRun()
    await startByAnother(run.service)
    const { outcome } = await run.perform({ ...WATCH, 'deployment-number': '7' })
    expect(outcome).toMatchObject({ kind: 'failed', message: expect.stringContaining('7') })
  })
})
