import { describe, expect, test } from '@jest/globals'
import { StopDeploymentCommand } from '@aws-sdk/client-appconfig'
import { getDeployment } from '../../src/aws/deployments.js'
import { watchDeployment, type WatchEnd, type WatchSettings } from '../../src/aws/watch-deployment.js'
import type { NewEvent } from '../../src/deployment/events.js'
import { ALARM_ARN } from '../simulated-aws.js'
import {
  ENVIRONMENT,
  failureKindOf,
  MINUTE_MS,
  startByAnother,
  virtualRun,
  type VirtualRun,
} from './virtual-run.js'

const HOUR_MS = 60 * MINUTE_MS

interface Watched {
  /** Every event that was yielded, as `TYPE description`, in the order of yielding. */
  readonly told: readonly string[]
  readonly failedPolls: readonly string[]
  readonly end: WatchEnd
}

async function watch(
  run: Pick<VirtualRun, 'aws'>,
  settings: Partial<WatchSettings> = {},
  number = 1,
): Promise<Watched> {
  const told: string[] = []
  const failedPolls: string[] = []
  const first = await getDeployment(run.aws, { ...ENVIRONMENT, number })
  const polls = watchDeployment(run.aws, first, { waitFor: 'complete', timeoutMs: HOUR_MS, ...settings })
  for (;;) {
    const next = await polls.next()
    if (next.done === true) return { told, failedPolls, end: next.value }
    if (next.value.ok) told.push(...next.value.newEvents.map(text))
    else failedPolls.push(next.value.failure.kind)
  }
}

const text = (news: NewEvent): string =>
  news.kind === 'event'
    ? `${news.event.type} ${news.event.description}`
    : `invocation ${news.invocation.actionName ?? ''}`

const START = 'DEPLOYMENT_STARTED Deployment started'
const reached = (percentage: string) =>
  `PERCENTAGE_UPDATED Configuration available to ${percentage}% of clients`
const BAKE = 'BAKE_TIME_STARTED Deployment bake time started'
const COMPLETE = 'DEPLOYMENT_COMPLETED Deployment completed'
const STEPS = [START, ...['25.00', '50.00', '75.00', '100.00'].map(reached), BAKE, COMPLETE]

describe('a deployment that nothing disturbs', () => {
  test.each([
    ['of linear steps', 'steps01', STEPS],
    [
      'of exponential steps',
      'expone1',
      [START, ...['10.00', '20.00', '40.00', '80.00', '100.00'].map(reached), BAKE, COMPLETE],
    ],
    ['to all at once', 'AppConfig.AllAtOnce', [START, reached('100.00'), BAKE, COMPLETE]],
    ['in an instant', 'instant', [START, 'DEPLOYMENT_COMPLETED Deployment completed instantly']],
  ])('%s is told event by event, each once and in order, to its end', async (_, strategy, events) => {
    await using run = await virtualRun()
    await startByAnother(run.service, { DeploymentStrategyId: strategy })

    const { told, failedPolls, end } = await watch(run)

    expect(told).toEqual(events)
    expect(failedPolls).toEqual([])
    expect(end).toMatchObject({ kind: 'reached', deployment: { state: 'COMPLETE', percentageComplete: 100 } })
  })

  test.each(['D/N', 'D/(N+1)'] as const)(
    'is seen to complete soon after it has, with steps of %s',
    async (linearInterval) => {
      await using run = await virtualRun({ linearInterval })
      await startByAnother(run.service)

      const { end } = await watch(run)

      expect(end.deployment.completedAtMs).toBeDefined()
      expect(run.aws.clock.nowMs() - (end.deployment.completedAtMs ?? 0)).toBeLessThan(2000)
    },
  )

  test.each([
    ['an hour behind', -HOUR_MS],
    ['right', 0],
    ['an hour ahead', HOUR_MS],
  ])('is looked at by the clock of the service, where that of the runner is %s', async (_, runnerAheadMs) => {
    await using run = await virtualRun({}, runnerAheadMs)
    await startByAnother(run.service)

    const { end } = await watch(run)

    const { startedAtMs = NaN, completedAtMs = NaN } = end.deployment
    const looksMs = await lookedAtMs(run)
    // The Date headers tell the service's time to half a second and a little.
    for (const expectedMs of [startedAtMs + MINUTE_MS + 2_000, completedAtMs]) {
      const nearest = Math.min(...looksMs.map((ms) => Math.abs(ms - expectedMs)))
      expect(nearest).toBeLessThan(1_300)
    }
    expect((looksMs.at(-1) ?? NaN) - completedAtMs).toBeLessThan(2_000)
  })

  test('is looked at some dozens of times in six minutes, not hundreds', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service)

    await watch(run)

    expect((await run.service.requests('GetDeployment')).length).toBeLessThan(70)
  })

  test('is told in full to a watch that begins late', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service)
    run.pass(3.5 * MINUTE_MS)

    expect((await watch(run)).told).toEqual(STEPS)
  })
})

describe('waiting', () => {
  test('for deployed ends when the bake time begins', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service)

    const { told, end } = await watch(run, { waitFor: 'deployed' })

    expect(told).toEqual(STEPS.slice(0, -1))
    expect(end).toMatchObject({ kind: 'reached', deployment: { state: 'BAKING' } })
  })

  test('for started ends at once', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service)

    const { told, end } = await watch(run, { waitFor: 'started' })

    expect(told).toEqual([START])
    expect(end).toMatchObject({ kind: 'reached', deployment: { state: 'DEPLOYING' } })
    expect(run.elapsedMs()).toBe(0)
  })

  test('ends when the time is up, on the dot', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service)

    const { told, end } = await watch(run, { timeoutMs: 2.5 * MINUTE_MS })

    expect(told).toEqual([START, reached('25.00'), reached('50.00')])
    expect(end).toMatchObject({ kind: 'timed-out', deployment: { state: 'DEPLOYING' } })
    expect(run.elapsedMs()).toBe(2.5 * MINUTE_MS)
  })

  test('ends at once when the run is cancelled', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service)
    const controller = new AbortController()
    run.at(MINUTE_MS, async () => {
      controller.abort()
      await Promise.resolve()
    })

    const { end } = await watch({ aws: { ...run.aws, signal: controller.signal } })

    expect(end).toMatchObject({ kind: 'cancelled', deployment: { state: 'DEPLOYING' } })
    expect(run.elapsedMs()).toBe(MINUTE_MS)
  })
})

describe('a deployment that is taken back', () => {
  const STARTED = [START, reached('25.00'), reached('50.00')]

  test('by an alarm is told with its cause', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service)
    run.at(2.5 * MINUTE_MS, () => run.service.alarm('ALARM'))

    const { told, end } = await watch(run)

    expect(told).toEqual([
      ...STARTED,
      `ROLLBACK_STARTED Rollback started: CloudWatch alarm ${ALARM_ARN} went into ALARM`,
      `ROLLBACK_COMPLETED Deployment rolled back: CloudWatch alarm ${ALARM_ARN} went into ALARM`,
    ])
    expect(end).toMatchObject({ kind: 'failed', deployment: { state: 'ROLLED_BACK', percentageComplete: 0 } })
    expect(run.elapsedMs()).toBeLessThan(2.5 * MINUTE_MS + 15_000)
  })

  test('by an alarm in the bake time is told too', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service)
    run.at(5 * MINUTE_MS, () => run.service.alarm('ALARM'))

    const { told, end } = await watch(run)

    expect(told.slice(0, 6)).toEqual(STEPS.slice(0, 6))
    expect(end).toMatchObject({ kind: 'failed', deployment: { state: 'ROLLED_BACK' } })
  })

  test('by a user is told with its cause', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service)
    run.at(2.5 * MINUTE_MS, () => stopByAnother(run))

    const { told, end } = await watch(run)

    expect(told).toEqual([...STARTED, 'ROLLBACK_COMPLETED Deployment rolled back by user request'])
    expect(end).toMatchObject({ kind: 'failed', deployment: { state: 'ROLLED_BACK' } })
  })

  test('after it had completed is told as reverted', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service)
    run.pass(6 * MINUTE_MS)
    await stopByAnother(run, true)

    const { told, end } = await watch(run)

    expect(told).toEqual([...STEPS, 'REVERT_COMPLETED Deployment reverted by user request'])
    expect(end).toMatchObject({ kind: 'failed', deployment: { state: 'REVERTED' } })
  })
})

describe('a look that fails', () => {
  test.each([
    ['a server error', { fault: 'status' as const, status: 500 }, 'server-error'],
    ['throttling', { fault: 'status' as const, status: 429 }, 'throttled'],
    ['a bad gateway', { fault: 'status' as const, status: 502 }, 'server-error'],
    ['a connection cut before', { fault: 'reset-before' as const }, 'network'],
    ['a connection cut after', { fault: 'reset-after' as const }, 'network'],
    ['half an answer', { fault: 'truncate' as const }, 'network'],
  ])('with %s is repeated, and nothing is told twice', async (_, fault, kind) => {
    await using run = await virtualRun()
    await startByAnother(run.service)
    await run.service.fault({ operation: 'GetDeployment', skip: 3, times: 4, ...fault })

    const { told, failedPolls, end } = await watch(run)

    expect(failedPolls).toEqual([kind, kind, kind, kind])
    expect(told).toEqual(STEPS)
    expect(end).toMatchObject({ kind: 'reached', deployment: { state: 'COMPLETE' } })
  })

  test.each([
    ['access denied', 403, undefined, 'access-denied'],
    ['not found', 404, undefined, 'not-found'],
    ['an expired token', 400, 'ExpiredTokenException', 'expired-credentials'],
    ['an unknown access key', 403, 'UnrecognizedClientException', 'invalid-credentials'],
  ])('with %s ends the watch at once', async (_, status, error, kind) => {
    await using run = await virtualRun()
    await startByAnother(run.service)
    await run.service.fault({
      operation: 'GetDeployment',
      fault: 'status',
      skip: 3,
      times: 9,
      status,
      ...(error === undefined ? {} : { error }),
    })

    expect(await failureKindOf(watch(run))).toBe(kind)
    expect(await run.service.requests('GetDeployment')).toHaveLength(4)
    expect(run.elapsedMs()).toBeLessThan(MINUTE_MS)
  })

  test('because of throttling makes the looks rarer, until one succeeds', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service)
    await run.service.fault({ operation: 'GetDeployment', fault: 'status', skip: 2, times: 3, status: 429 })

    await watch(run)

    const looks = await lookedAtMs(run)
    const pauses = looks.map((at, index) => at - (looks[index - 1] ?? at))
    const [before, first, second, third, after] = pauses.slice(2)
    expect(first).toBeGreaterThan(1.5 * before!)
    expect(second).toBeGreaterThan(1.5 * first!)
    expect(third).toBeGreaterThan(1.5 * second!)
    expect(after).toBeLessThan(1.5 * before!)
  })

  test('for as long as the watch lasts is a time-out', async () => {
    await using run = await virtualRun()
    await startByAnother(run.service)
    await run.service.fault({
      operation: 'GetDeployment',
      fault: 'status',
      skip: 2,
      times: 9999,
      status: 500,
    })

    const { end } = await watch(run, { timeoutMs: 3 * MINUTE_MS })

    expect(end.kind).toBe('timed-out')
    expect(run.elapsedMs()).toBe(3 * MINUTE_MS)
    expect((await run.service.requests('GetDeployment')).length).toBeLessThan(20)
  })
})

/** When the service was asked for the deployment, in its own time. */
async function lookedAtMs({ service }: VirtualRun): Promise<readonly number[]> {
  return (await service.requests('GetDeployment')).map(({ at }) => at)
}

async function stopByAnother({ service }: VirtualRun, AllowRevert = false): Promise<void> {
  await service.client.send(
    new StopDeploymentCommand({
      ApplicationId: ENVIRONMENT.applicationId,
      EnvironmentId: ENVIRONMENT.environmentId,
      DeploymentNumber: 1,
      AllowRevert,
    }),
  )
}
