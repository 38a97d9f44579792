import type { ChildProcess } from 'node:child_process'
import { describe, expect, test } from '@jest/globals'
import { simulatedAws } from '../simulated-aws.js'
import {
  annotations,
  LONG_BAKE,
  loggedEvents,
  MINUTE_MS,
  operationStep,
  seedWith,
  startByAnother,
  statesOf,
  pendingPhase,
} from './action-process.js'

const ROLLING_OUT = { DeploymentStrategyId: 'endless', ConfigurationVersion: '2' }
/** All targets at once, then a bake time that no test sees the end of. */
const BAKING = { DeploymentStrategyId: LONG_BAKE.Id, ConfigurationVersion: '2' }
const VERSION_2 = { ConfigurationVersion: '2' }
const FLAGS = { ConfigurationProfileId: 'flags01' }
const LIVE_AGAIN = 'settings version 1 from deployment 1 is live again.'

const SEED = seedWith({ strategies: [...(seedWith().strategies ?? []), LONG_BAKE] })

/** An AppConfig whose time can be moved ahead. */
async function simulated() {
  let aheadMs = 0
  const aws = await simulatedAws({ minuteMs: MINUTE_MS, seed: SEED, now: () => Date.now() + aheadMs })
  return {
    aws,
    passMinutes: (minutes: number) => {
      aheadMs += minutes * MINUTE_MS
    },
    [Symbol.asyncDispose]: () => aws[Symbol.asyncDispose](),
  }
}

const stops = async ({ aws }: Awaited<ReturnType<typeof simulated>>) =>
  (await aws.requests('StopDeployment')).map(({ headers }) => headers['allow-revert'])

describe('a rollback', () => {
  test.each<[string, Record<string, string>, number, readonly string[]]>([
    ['that is DEPLOYING', ROLLING_OUT, 0, ['DEPLOYMENT_STARTED']],
    ['that is BAKING', BAKING, 5, ['DEPLOYMENT_STARTED', 'PERCENTAGE_UPDATED', 'BAKE_TIME_STARTED']],
  ])('of a deployment %s stops it, and says what is live', async (_, request, minutes, before) => {
    await using simulation = await simulated()
    const { aws } = simulation
    await startByAnother(aws)
    await startByAnother(aws, request)
    simulation.passMinutes(minutes)

    const end = await operationStep('rollback', aws)

    expect(end.exitCode).toBe(0)
    expect(end.log.join('\n')).toMatch(
      /Rolling back deployment 2 of settings version 2, (DEPLOYING|BAKING) at/,
    )
    expect(end.log).toContain(LIVE_AGAIN)
    expect(loggedEvents(end)).toEqual(['ROLLBACK_COMPLETED'])
    expect(await stops(simulation)).toEqual([undefined])
    expect(await statesOf(aws)).toEqual(['COMPLETE', 'ROLLED_BACK'])
    const { 'event-log': eventLog = '', ...outputs } = end.outputs
    expect(outputs).toMatchObject({
      'deployment-number': '2',
      state: 'ROLLED_BACK',
      changed: 'true',
      'configuration-profile-id': 'setting',
      'rollback-reason': expect.stringContaining('by a user'),
    })
    for (const type of before) expect(eventLog).toContain(type)
    expect(end.summary).toMatch(
      /^## ✅ Rolled back <strong>settings<\/strong> version 2 in <strong>production<\/strong>, as requested/,
    )
    expect(end.summary).toContain(LIVE_AGAIN)
    expect(pendingPhase(end)).toBe('done')
  })

  test('of a COMPLETE deployment reverts it, and says what is live', async () => {
    await using simulation = await simulated()
    const { aws } = simulation
    await startByAnother(aws)
    await startByAnother(aws, VERSION_2)
    simulation.passMinutes(71 * 60)

    const end = await operationStep('rollback', aws)

    expect(end.exitCode).toBe(0)
    expect(await stops(simulation)).toEqual(['true'])
    expect(await statesOf(aws)).toEqual(['COMPLETE', 'REVERTED'])
    expect(loggedEvents(end)).toEqual(['REVERT_COMPLETED'])
    expect(end.outputs).toMatchObject({ 'deployment-number': '2', state: 'REVERTED', changed: 'true' })
    expect(end.log).toContain(LIVE_AGAIN)
    expect(end.summary).toMatch(/^## ✅ Reverted .*, as requested/)
    expect(end.summary).toContain(LIVE_AGAIN)
  })

  test('says which version is live, past deployments of other profiles and those taken back', async () => {
    await using simulation = await simulated()
    const { aws } = simulation
    await startByAnother(aws)
    await startByAnother(aws, FLAGS)
    await startByAnother(aws, VERSION_2)
    await operationStep('rollback', aws)
    await startByAnother(aws, ROLLING_OUT)

    const end = await operationStep('rollback', aws)

    expect(await statesOf(aws)).toEqual(['COMPLETE', 'COMPLETE', 'REVERTED', 'ROLLED_BACK'])
    expect(end.log).toContain(LIVE_AGAIN)
  })

  test('says so when no other version is known', async () => {
    await using simulation = await simulated()
    await startByAnother(simulation.aws, ROLLING_OUT)

    const end = await operationStep('rollback', simulation.aws)

    expect(end.exitCode).toBe(0)
    expect(end.summary).toContain('No other completed deployment of settings is known in this environment')
  })

  test.each<[string, Record<string, string>, readonly string[]]>([
    ['in progress', ROLLING_OUT, ['COMPLETE', 'ROLLED_BACK']],
    ['complete', VERSION_2, ['COMPLETE', 'REVERTED']],
  ])('of a deployment that was %s does nothing the second time', async (_, request, states) => {
    await using simulation = await simulated()
    const { aws } = simulation
    await startByAnother(aws)
    await startByAnother(aws, request)
    await operationStep('rollback', aws)

    const end = await operationStep('rollback', aws)

    expect(end.exitCode).toBe(0)
    expect(end.outputs).toMatchObject({ 'deployment-number': '2', state: states[1], changed: 'false' })
    expect(end.log.join('\n')).toContain('Nothing to roll back: deployment 2 of settings version 2')
    expect(end.log).toContain(LIVE_AGAIN)
    expect(end.summary).toMatch(/^## ✅ Nothing to do: .* was (rolled back|reverted) before/)
    expect(await stops(simulation)).toHaveLength(1)
    expect(await statesOf(aws)).toEqual(states)
  })

  test('of the newest deployment of a profile leaves that of another profile, and warns', async () => {
    await using simulation = await simulated()
    const { aws } = simulation
    await startByAnother(aws, VERSION_2)
    await startByAnother(aws, FLAGS)

    const end = await operationStep('rollback', aws, { 'configuration-profile': 'settings' })

    expect(end.exitCode).toBe(0)
    expect(await statesOf(aws)).toEqual(['REVERTED', 'COMPLETE'])
    expect(annotations(end, 'warning')).toEqual([
      expect.stringMatching(
        /^Deployment 1 is not the newest of the environment: deployment 2 \(flags version 1, COMPLETE\) is\. /,
      ),
    ])
  })

  test('of a deployment by its number does not claim what AWS does not document', async () => {
    await using simulation = await simulated()
    const { aws } = simulation
    await startByAnother(aws)
    await startByAnother(aws, VERSION_2)

    const end = await operationStep('rollback', aws, { 'deployment-number': '1' })

    expect(await statesOf(aws)).toEqual(['REVERTED', 'COMPLETE'])
    expect(annotations(end, 'warning')).toHaveLength(1)
    expect(end.log.join('\n')).not.toMatch(/from deployment \d+ is live/)
    expect(end.summary).toContain('AWS does not document which version is live after such a revert')
  })
})

describe('a rollback that cannot be', () => {
  test('after 72 hours is red before anything is asked for, and says what to do', async () => {
    await using simulation = await simulated()
    const { aws } = simulation
    await startByAnother(aws)
    await startByAnother(aws, VERSION_2)
    simulation.passMinutes(73 * 60)

    const end = await operationStep('rollback', aws)

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([
      expect.stringMatching(
        /^Deployment 2 can't be reverted: it completed at \d{4}-.* UTC, and AppConfig reverts within 72 hours of completion only\.\nTo go back .*operation: deploy/,
      ),
    ])
    expect(await stops(simulation)).toEqual([])
    expect(end.outputs).toMatchObject({ 'deployment-number': '2', state: 'COMPLETE', changed: 'false' })
    expect(end.summary).toMatch(/^## ❌ Failed to roll back <strong>settings<\/strong> version 2/)
    expect(pendingPhase(end)).toBe('done')
  })

  test('because AWS refuses the revert is red, with what AWS says and why', async () => {
    await using simulation = await simulated()
    const { aws } = simulation
    await startByAnother(aws)
    await aws.fault({
      operation: 'StopDeployment',
      fault: 'status',
      status: 400,
      error: 'BadRequestException',
      times: 9,
    })

    const end = await operationStep('rollback', aws)

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([
      expect.stringMatching(/^AWS refused StopDeployment for deployment 1\.\n[^]*at most 72 hours ago/),
    ])
    expect(await stops(simulation)).toEqual(['true'])
    expect(end.outputs).toMatchObject({ state: 'COMPLETE', changed: 'false' })
  })

  test('without the permission is red, names it, and says that the deployment goes on', async () => {
    await using simulation = await simulated()
    const { aws } = simulation
    await startByAnother(aws, ROLLING_OUT)
    await aws.fault({ operation: 'StopDeployment', fault: 'status', status: 403, times: 9 })

    const end = await operationStep('rollback', aws)

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([
      expect.stringMatching(
        /^The AWS role of this step lacks the permission appconfig:StopDeployment, needed for deployment 1\.[^]*Deployment 1 goes on in AWS/,
      ),
    ])
    expect(await stops(simulation)).toHaveLength(1)
    expect(end.outputs).toMatchObject({ state: 'DEPLOYING', changed: 'false' })
    expect(await statesOf(aws)).toEqual(['DEPLOYING'])
  })

  test('for want of a deployment is red', async () => {
    await using simulation = await simulated()

    const end = await operationStep('rollback', simulation.aws)

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual(['environment "production" has no deployments yet'])
    expect(end.summary).toMatch(/^## ❌ Failed to roll back /)
  })
})

describe('a rollback on the way to which something fails', () => {
  test.each(['reset-before', 'reset-after', 'truncate'] as const)(
    'on StopDeployment (%s) is done all the same',
    async (fault) => {
      await using simulation = await simulated()
      const { aws } = simulation
      await startByAnother(aws, VERSION_2)
      await aws.fault({ operation: 'StopDeployment', fault })

      const end = await operationStep('rollback', aws)

      expect(end.exitCode).toBe(0)
      expect(await statesOf(aws)).toEqual(['REVERTED'])
      expect(end.outputs).toMatchObject({ state: 'REVERTED', changed: 'true' })
    },
  )

  test('to find the live version is done, with a warning', async () => {
    await using simulation = await simulated()
    const { aws } = simulation
    await startByAnother(aws, ROLLING_OUT)
    await aws.fault({ operation: 'ListDeployments', fault: 'status', status: 403, times: 9 })

    const end = await operationStep('rollback', aws, { 'deployment-number': '1' })

    expect(end.exitCode).toBe(0)
    expect(annotations(end, 'warning')).toEqual([
      expect.stringMatching(
        /^Which version is live after the rollback could not be found out\. ListDeployments/,
      ),
    ])
    expect(await statesOf(aws).catch(() => 'still refused')).not.toEqual(['DEPLOYING'])
  })
})

describe('a rollback that is cancelled', () => {
  /** Signals the step while its StopDeployment hangs, or is about to be sent. */
  function signalledWhile(said: string, signal: NodeJS.Signals) {
    let child: ChildProcess | undefined
    return {
      onProcess: (process: ChildProcess) => {
        child = process
      },
      onLine: (line: string) => {
        if (line.includes(said)) child?.kill(signal)
      },
    }
  }

  test.each<[string, Record<string, string>, string]>([
    ['in progress', ROLLING_OUT, 'ROLLED_BACK'],
    ['complete', VERSION_2, 'REVERTED'],
  ])('stands when the deployment is %s', async (_, request, state) => {
    await using simulation = await simulated()
    const { aws } = simulation
    await startByAnother(aws, request)
    await aws.fault({ operation: 'StopDeployment', fault: 'hang' })

    const end = await operationStep('rollback', aws, {}, signalledWhile('Rolling back deployment', 'SIGINT'))

    expect(end.log).toContain('Finishing the rollback that was asked for')
    expect(end.exitCode).toBe(0)
    expect(end.outputs).toMatchObject({ state, changed: 'true' })
    expect(await statesOf(aws)).toEqual([state])
    expect(pendingPhase(end)).toBe('done')
  })

  test('by a kill is finished by post', async () => {
    await using simulation = await simulated()
    const { aws } = simulation
    await startByAnother(aws, VERSION_2)
    await aws.fault({ operation: 'StopDeployment', fault: 'hang' })
    let child: ChildProcess | undefined
    const running = operationStep(
      'rollback',
      aws,
      {},
      {
        onProcess: (process) => {
          child = process
        },
      },
    )
    while ((await aws.requests('StopDeployment')).length === 0) await new Promise(setImmediate)
    child?.kill('SIGKILL')
    const killed = await running

    const post = await operationStep('rollback', aws, {}, { state: killed.state })

    expect(post.log).toContain('Deployment 1, which the step was to roll back, has ended as REVERTED.')
    expect(post.summary).toContain('was to roll back, has ended as REVERTED')
    expect(await statesOf(aws)).toEqual(['REVERTED'])
  })
})
