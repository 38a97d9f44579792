import { describe, expect, test } from '@jest/globals'
import { deploymentsOf, startByAnother } from '../integration/virtual-run.js'
import { type SimulatedAws, simulatedAws } from '../simulated-aws.js'
import {
  annotations,
  BAKING,
  deployStep,
  ENDLESS,
  LONG_MS,
  MINUTE_MS,
  seedWith,
  StepProcess,
  whenLogged,
  whenRequested,
} from './action-process.js'

interface BusyAws {
  readonly aws: SimulatedAws
  /** Lets the other deployment come to its end. */
  readonly otherEnds: () => Promise<void>
}

/** An environment in which somebody else's deployment stands still until the test lets it end. */
async function withOther(strategyId: 'endless' | 'baking1', use: (busy: BusyAws) => Promise<void>) {
  let aheadMs = 0
  await using aws = await simulatedAws({
    minuteMs: MINUTE_MS,
    seed: seedWith(),
    now: () => Date.now() + aheadMs,
  })
  await startByAnother(aws, {
    DeploymentStrategyId: strategyId,
    Description: 'octo-org/other@1234567 [appconfig-deploy:00000000-0000-0000-0000-000000000000]',
  })
  // The step to all targets takes AppConfig five seconds, after which a strategy without duration bakes.
  if (strategyId === 'baking1') aheadMs = MINUTE_MS
  const otherEnds = () => {
    aheadMs = LONG_MS
    return Promise.resolve()
  }
  await use({ aws, otherEnds })
}

const statesOf = async (aws: SimulatedAws) =>
  (await deploymentsOf(aws)).map(({ DeploymentNumber: number, State: state }) => ({ number, state }))

describe('if-busy: wait', () => {
  test.concurrent.each([
    ['DEPLOYING', 'endless', 0],
    ['BAKING', 'baking1', 100],
  ] as const)('waits for a deployment that is %s, tells of it, and starts when it ended', (...row) => {
    const [state, strategyId, percentage] = row
    return withOther(strategyId, async ({ aws, otherEnds }) => {
      const progress = whenLogged('Deployment 1: ', otherEnds)

      const end = await deployStep(aws, {}, progress)
      await progress.done()

      expect(annotations(end, 'error')).toEqual([])
      expect(end.exitCode).toBe(0)
      expect(end.outputs).toMatchObject({ 'deployment-number': '2', state: 'COMPLETE' })
      expect(end.log).toContain(
        `The environment is busy with deployment 1 of settings version 1, ${state} at ${String(percentage)} %: octo-org/other@1234567`,
      )
      expect(end.log).toContainEqual(expect.stringMatching(/^Waiting up to .* for deployment 1 to end$/))
      expect(end.log).toContainEqual(expect.stringMatching(new RegExp(`^Deployment 1: .* ${state} `)))
      expect(end.log).toContain('Deployment 1 has ended: COMPLETE')
      expect(await statesOf(aws)).toEqual([
        { number: 2, state: 'COMPLETE' },
        { number: 1, state: 'COMPLETE' },
      ])
      expect(await aws.requests('StopDeployment')).toEqual([])
    })
  })

  test.concurrent('gives up when busy-timeout is over, and touches nothing', () =>
    withOther('endless', async ({ aws }) => {
      const end = await deployStep(aws, { 'busy-timeout': '1s' })

      expect(end.exitCode).toBe(1)
      expect(annotations(end, 'error')).toEqual([
        'Environment production is busy with deployment 1, so nothing was started.\nRun again when it has ended, or set if-busy: wait with a longer busy-timeout, or if-busy: stop.',
      ])
      expect(end.outputs).toMatchObject({ changed: 'false' })
      expect(end.outputs).not.toHaveProperty('deployment-number')
      expect(end.summary).toContain('Deployment 1 is in progress there')
      expect(await aws.requests('StopDeployment')).toEqual([])
      expect(await statesOf(aws)).toEqual([{ number: 1, state: 'DEPLOYING' }])
    }),
  )

  test.concurrent('ends when the run is cancelled: nothing is started, and the other goes on', () =>
    withOther('endless', async ({ aws }) => {
      const step = new StepProcess()
      const waiting = whenLogged('Waiting up to', () => {
        step.signal('SIGINT')
        return Promise.resolve()
      })

      const end = await deployStep(aws, {}, { ...waiting, onProcess: step.onProcess })
      await waiting.done()

      expect(step.sinceSignalMs()).toBeLessThan(7500)
      expect(end.exitCode).toBe(1)
      expect(annotations(end, 'error')).toEqual(['The run was cancelled before a deployment was started.'])
      expect(end.outputs).not.toHaveProperty('deployment-number')
      expect(await statesOf(aws)).toEqual([{ number: 1, state: 'DEPLOYING' }])
      expect(await aws.requests('StopDeployment')).toEqual([])
    }),
  )

  test.concurrent('gives two runs that wait for the same environment their turn, one after the other', () =>
    withOther('endless', async ({ aws, otherEnds }) => {
      let waiting = 0
      const wait = () =>
        whenLogged('Waiting up to', () => {
          waiting += 1
          return waiting === 2 ? otherEnds() : Promise.resolve()
        })

      const ends = await Promise.all(
        [wait(), wait()].map((step) =>
          deployStep(aws, { 'deployment-strategy': 'Steps', 'if-unchanged': 'deploy' }, step),
        ),
      )

      expect(ends.flatMap((end) => annotations(end, 'error'))).toEqual([])
      expect(ends.map(({ exitCode }) => exitCode)).toEqual([0, 0])
      expect(ends.map(({ outputs }) => outputs['deployment-number']).sort()).toEqual(['2', '3'])
      const [last, middle, first] = await deploymentsOf(aws)
      expect([first, middle, last].map((deployment) => deployment?.State)).toEqual(
        Array<string>(3).fill('COMPLETE'),
      )
      expect(last?.StartedAt?.getTime()).toBeGreaterThanOrEqual(middle?.CompletedAt?.getTime() ?? Infinity)
    }),
  )
})

test.concurrent('if-busy: fail starts nothing beside a deployment that is BAKING', () =>
  withOther('baking1', async ({ aws }) => {
    const end = await deployStep(aws, { 'if-busy': 'fail' })

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([
      'Environment production is busy with deployment 1, so nothing was started.\nRun again when it has ended, or set if-busy: wait with a longer busy-timeout, or if-busy: stop.',
    ])
    expect(await aws.requests('StartDeployment')).toHaveLength(1)
    expect(await statesOf(aws)).toEqual([{ number: 1, state: 'BAKING' }])
  }),
)

test.concurrent.each([
  [ENDLESS, 'endless'],
  [BAKING, 'baking1'],
] as const)('if-busy: stop rolls back the other one (%s) and deploys', (_, strategyId) =>
  withOther(strategyId, async ({ aws }) => {
    const end = await deployStep(aws, { 'if-busy': 'stop' })

    expect(annotations(end, 'error')).toEqual([])
    expect(end.exitCode).toBe(0)
    expect(end.outputs).toMatchObject({ 'deployment-number': '2', state: 'COMPLETE' })
    expect(end.log).toContain('Stopping deployment 1, as if-busy says')
    expect(end.log).toContain('Deployment 1 is ROLLED_BACK')
    expect(await statesOf(aws)).toEqual([
      { number: 2, state: 'COMPLETE' },
      { number: 1, state: 'ROLLED_BACK' },
    ])
  }),
)

describe('a conflict that shows only at StartDeployment', () => {
  // Neither the text of the simulator's fault nor, in one row, its status is AppConfig's: the name is all there is.
  test.concurrent.each([409, 400])(
    'is known by its name (status %d), and the start is tried again',
    async (status) => {
      await using aws = await simulatedAws({ minuteMs: MINUTE_MS })
      await aws.fault({ operation: 'StartDeployment', fault: 'status', status, error: 'ConflictException' })

      const end = await deployStep(aws)

      expect(annotations(end, 'error')).toEqual([])
      expect(end.exitCode).toBe(0)
      // A bad request would be sent again without the number that guards against a second start.
      const starts = await aws.requests('StartDeployment')
      expect(starts.map((request) => [request.status, request.body])).toEqual([
        [status, expect.objectContaining({ LatestDeploymentNumber: 0 })],
        [201, expect.objectContaining({ LatestDeploymentNumber: 0 })],
      ])
      expect(await statesOf(aws)).toEqual([{ number: 1, state: 'COMPLETE' }])
    },
  )

  test.concurrent(
    'because another was faster fails with if-busy: fail, and leaves the other alone',
    async () => {
      let other: Promise<number> | undefined
      const onRequest = whenRequested(
        'ListDeployments',
        () => {
          other = startByAnother(aws, { DeploymentStrategyId: 'endless' })
        },
        { moment: 'done' },
      )
      await using aws = await simulatedAws({ minuteMs: MINUTE_MS, seed: seedWith(), onRequest })
      // The run sees an environment that is free, and learns so only when it no longer is.
      await aws.fault({ operation: 'ListDeployments', fault: 'slow', ms: 500 })

      const end = await deployStep(aws, { 'if-busy': 'fail' })

      expect(await other).toBe(1)
      expect((await aws.requests('StartDeployment')).map((request) => request.status)).toEqual([201, 409])
      expect(end.exitCode).toBe(1)
      expect(annotations(end, 'error')).toEqual([
        'Environment production is busy with deployment 1, so nothing was started.\nRun again when it has ended, or set if-busy: wait with a longer busy-timeout, or if-busy: stop.',
      ])
      expect(await statesOf(aws)).toEqual([{ number: 1, state: 'DEPLOYING' }])
    },
  )
})
