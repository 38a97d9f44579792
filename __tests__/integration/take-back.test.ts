import { describe, expect, test } from '@jest/globals'
import { StopUnconfirmedError } from '../../src/aws/stop-request.js'
import { RevertTooLateError, rollBack } from '../../src/operations/steps/roll-back.js'
import {
  ENVIRONMENT,
  failureKindOf,
  MINUTE_MS,
  startByAnother,
  virtualRun,
  type VirtualRun,
} from './virtual-run.js'

const HOURS_MS = 60 * MINUTE_MS
const INSTANT = { DeploymentStrategyId: 'instant' }

const back = (run: VirtualRun, patienceMs = MINUTE_MS) =>
  rollBack(run.aws, { ...ENVIRONMENT, number: 1 }, patienceMs)
const allowed = async ({ service }: VirtualRun) =>
  (await service.requests('StopDeployment')).map(({ headers }) => headers['allow-revert'])

describe('taking a deployment back', () => {
  test.each<[string, number, string, readonly (string | undefined)[]]>([
    ['DEPLOYING', 1, 'ROLLED_BACK', [undefined]],
    ['BAKING', 5, 'ROLLED_BACK', [undefined]],
    ['COMPLETE', 7, 'REVERTED', ['true']],
  ])('that is %s after %d min makes it %s', async (_, afterMinutes, state, stops) => {
    await using run = await virtualRun()
    await startByAnother(run.service)
    run.pass(afterMinutes * MINUTE_MS)

    expect((await back(run)).state).toBe(state)
    expect(await allowed(run)).toEqual(stops)
  })

  test('that completes before the stop arrives reverts it, since a rollback was asked for', async () => {
    await using run = await virtualRun({
      onRequest: ({ operation }, moment) => {
        if (operation === 'StopDeployment' && moment === 'received') run.pass(10 * MINUTE_MS)
      },
    })
    await startByAnother(run.service)

    expect((await back(run)).state).toBe('REVERTED')
    expect(await allowed(run)).toEqual([undefined, 'true'])
  })

  test('that an alarm rolls back already waits for it', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service)
    await run.service.alarm('ALARM')

    const taken = await back(run)

    expect(taken.state).toBe('ROLLED_BACK')
    expect(taken.events.at(-1)?.triggeredBy).toBe('CLOUDWATCH_ALARM')
  })

  test('a second time asks for nothing', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service, INSTANT)
    await back(run)

    expect((await back(run)).state).toBe('REVERTED')
    expect(await allowed(run)).toEqual(['true'])
  })

  test.each<[number, 'reverted' | 'too late']>([
    [71.9, 'reverted'],
    [72.1, 'too late'],
  ])('%d hours after its completion is %s', async (hours, expected) => {
    await using run = await virtualRun()
    await startByAnother(run.service, INSTANT)
    run.pass(hours * HOURS_MS)

    if (expected === 'reverted') expect((await back(run)).state).toBe('REVERTED')
    else {
      await expect(back(run)).rejects.toThrow(RevertTooLateError)
      expect(await allowed(run)).toEqual([])
    }
  })
})

describe('a revert', () => {
  test.each([
    ['the answer is lost', [{ operation: 'StopDeployment', fault: 'reset-after' as const }]],
    ['the answer is cut', [{ operation: 'StopDeployment', fault: 'truncate' as const }]],
    ['it does not arrive', [{ operation: 'StopDeployment', fault: 'reset-before' as const, times: 2 }]],
    ['it is throttled', [{ operation: 'StopDeployment', fault: 'status' as const, status: 429, times: 3 }]],
    [
      'the answer is lost, the look fails and the repetition is refused',
      [
        { operation: 'StopDeployment', fault: 'reset-after' as const },
        { operation: 'GetDeployment', fault: 'status' as const, status: 500, skip: 1 },
      ],
    ],
  ])('is done although %s', async (_, faults) => {
    await using run = await virtualRun()
    await startByAnother(run.service, INSTANT)
    for (const fault of faults) await run.service.fault(fault)

    expect((await back(run)).state).toBe('REVERTED')
  })

  test('that AWS refuses fails at once', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service, INSTANT)
    await run.service.fault({ operation: 'StopDeployment', fault: 'status', status: 400, times: 9 })

    expect(await failureKindOf(back(run))).toBe('bad-request')
    expect(run.elapsedMs()).toBe(0)
    expect(await allowed(run)).toEqual(['true'])
  })

  test('that is refused after one that may have been taken is looked for until the patience ends', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service, INSTANT)
    await run.service.fault({ operation: 'StopDeployment', fault: 'reset-before' })
    await run.service.fault({ operation: 'StopDeployment', fault: 'status', status: 400, times: 9 })

    expect(await failureKindOf(back(run, 5000))).toBe('bad-request')
    expect(run.elapsedMs()).toBeGreaterThanOrEqual(5000)
    expect(await allowed(run)).toEqual(['true', 'true'])
  })

  test('that was taken and that nobody may look at says that it was accepted', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service, INSTANT)
    await run.service.fault({ operation: 'GetDeployment', fault: 'status', status: 403, skip: 1, times: 9 })

    await expect(back(run)).rejects.toThrow(StopUnconfirmedError)
  })

  test('that never gets through fails when the patience is over', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service, INSTANT)
    await run.service.fault({ operation: 'StopDeployment', fault: 'status', status: 500, times: 999 })

    expect(await failureKindOf(back(run, 5000))).toBe('server-error')
    expect(run.elapsedMs()).toBeLessThan(7000)
  })
})
