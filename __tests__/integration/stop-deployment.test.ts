import { describe, expect, test } from '@jest/globals'
import { stopDeployment } from '../../src/aws/stop-deployment.js'
import { StopUnconfirmedError } from '../../src/aws/stop-request.js'
import {
  ENVIRONMENT,
  failureKindOf,
  MINUTE_MS,
  startByAnother,
  virtualRun,
  type VirtualRun,
} from './virtual-run.js'

const stop = (run: VirtualRun, number = 1, patienceMs = MINUTE_MS) =>
  stopDeployment(run.aws, { ...ENVIRONMENT, number }, patienceMs)

describe('a stop', () => {
  test.each([
    ['DEPLOYING', 1],
    ['BAKING', 5],
  ])('ends a deployment that is %s', async (_, afterMinutes) => {
    await using run = await virtualRun()
    await startByAnother(run.service)
    run.pass(afterMinutes * MINUTE_MS)

    const stopped = await stop(run)

    expect(stopped.state).toBe('ROLLED_BACK')
    expect(stopped.events.at(-1)).toMatchObject({ type: 'ROLLBACK_COMPLETED', triggeredBy: 'USER' })
    const requests = await run.service.requests('StopDeployment')
    expect(requests.map(({ headers }) => headers['allow-revert'])).toEqual([undefined])
  })

  test('leaves a deployment alone that has completed', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service, { DeploymentStrategyId: 'instant' })

    expect((await stop(run)).state).toBe('COMPLETE')
  })

  test('tells how a deployment ended that was stopped before', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service)
    await stop(run)

    expect((await stop(run)).state).toBe('ROLLED_BACK')
  })

  test('allows a revert when a plain stop is refused in progress', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service)
    await run.service.fault({ operation: 'StopDeployment', fault: 'status', status: 400 })

    expect((await stop(run)).state).toBe('ROLLED_BACK')
    const requests = await run.service.requests('StopDeployment')
    expect(requests.map(({ headers }) => headers['allow-revert'])).toEqual([undefined, 'true'])
  })

  test('waits for the end of a rollback that is under way', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service)
    await run.service.alarm('ALARM')

    expect((await stop(run)).state).toBe('ROLLED_BACK')
  })

  test.each([
    ['the answer is lost', { operation: 'StopDeployment', fault: 'reset-after' as const }],
    ['the answer is cut', { operation: 'StopDeployment', fault: 'truncate' as const }],
    ['it does not arrive', { operation: 'StopDeployment', fault: 'reset-before' as const, times: 2 }],
    ['it is throttled', { operation: 'StopDeployment', fault: 'status' as const, status: 429, times: 3 }],
    [
      'the look after it fails',
      { operation: 'GetDeployment', fault: 'status' as const, status: 500, times: 2 },
    ],
  ])('ends the deployment although %s', async (_, fault) => {
    await using run = await virtualRun()
    await startByAnother(run.service)
    await run.service.fault(fault)

    expect((await stop(run)).state).toBe('ROLLED_BACK')
  })

  test('without the permission to stop fails at once', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service)
    await run.service.fault({ operation: 'StopDeployment', fault: 'status', status: 403, times: 9 })

    expect(await failureKindOf(stop(run))).toBe('access-denied')
    expect(run.elapsedMs()).toBe(0)
  })

  test('without the permission to look says at once that the stop was accepted', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service)
    await run.service.fault({ operation: 'GetDeployment', fault: 'status', status: 403, times: 9 })

    await expect(stop(run)).rejects.toThrow(StopUnconfirmedError)
    expect(run.elapsedMs()).toBe(0)
  })

  test('of a deployment that does not exist fails', async () => {
    await using run = await virtualRun()

    expect(await failureKindOf(stop(run, 7))).toBe('not-found')
  })

  test('that never gets through fails when the patience is over', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service)
    await run.service.fault({ operation: 'StopDeployment', fault: 'status', status: 500, times: 999 })

    expect(await failureKindOf(stop(run, 1, 5000))).toBe('server-error')
    expect(run.elapsedMs()).toBeGreaterThanOrEqual(5000)
    expect(run.elapsedMs()).toBeLessThan(7000)
  })
})
