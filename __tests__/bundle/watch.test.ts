import type { ChildProcess } from 'node:child_process'
import { describe, expect, test } from '@jest/globals'
import { StopDeploymentCommand } from '@aws-sdk/client-appconfig'
import { ALARM_ARN, simulatedAws } from '../simulated-aws.js'
import {
  annotations,
  LONG_BAKE,
  loggedEvents,
  MINUTE_MS,
  operationStep,
  seedWith,
  startByAnother,
  statesOf,
  whenLogged,
  pendingPhase,
} from './action-process.js'

const STEPS = { DeploymentStrategyId: 'steps01', ConfigurationVersion: '2' }
const SLOW = { DeploymentStrategyId: 'slow001', ConfigurationVersion: '2' }
const FLAGS = { ConfigurationProfileId: 'flags01' }

const simulated = () => simulatedAws({ minuteMs: MINUTE_MS, seed: seedWith() })

describe('a watch', () => {
  test('of the newest deployment is green at its end, with log, outputs and summary, and changes nothing', async () => {
    await using aws = await simulated()
    await startByAnother(aws)
    await startByAnother(aws, STEPS)

    const end = await operationStep('watch', aws)

    expect(end.exitCode).toBe(0)
    expect(end.log.join('\n')).toContain('Watching deployment 2 of settings version 2, ')
    expect(loggedEvents(end)).toEqual([
      'DEPLOYMENT_STARTED',
      ...Array.from({ length: 4 }, () => 'PERCENTAGE_UPDATED'),
      'BAKE_TIME_STARTED',
      'DEPLOYMENT_COMPLETED',
    ])
    expect(end.outputs).toMatchObject({
      'deployment-number': '2',
      state: 'COMPLETE',
      changed: 'false',
      'application-id': 'shop001',
      'environment-id': 'prod001',
      'configuration-profile-id': 'setting',
      'deployment-strategy-id': 'steps01',
      'configuration-version': '2',
      'percentage-complete': '100',
      'event-log': expect.stringContaining('Deployment completed'),
      'console-url': expect.stringContaining('/deployments/2'),
    })
    expect(end.summary).toMatch(
      /^## ✅ Deployed <strong>settings<\/strong> version 2 to <strong>production<\/strong>/,
    )
    expect(end.summary).toContain('DEPLOYMENT_COMPLETED')
    expect(pendingPhase(end)).toBe('done')
    const changes = (await aws.requests()).filter(({ method }) => method !== 'GET')
    // Those with which the test itself started the two.
    expect(changes.map(({ operation }) => operation)).toEqual(['StartDeployment', 'StartDeployment'])
  })

  test.each<[string, Record<string, string>, string]>([
    ['by its number', { 'deployment-number': '1' }, '1'],
    ['that is the newest of a profile, by its name', { 'configuration-profile': 'flags' }, '2'],
    ['that is the newest of a profile, by its ID', { 'configuration-profile': 'setting' }, '3'],
    ['by its number and its profile', { 'deployment-number': '2', 'configuration-profile': 'flags' }, '2'],
  ])('of a deployment %s, of several, tells its end at once', async (_, inputs, number) => {
    await using aws = await simulated()
    await startByAnother(aws)
    await startByAnother(aws, FLAGS)
    await startByAnother(aws)

    const end = await operationStep('watch', aws, inputs)

    expect(end.exitCode).toBe(0)
    expect(end.outputs).toMatchObject({ 'deployment-number': number, state: 'COMPLETE', changed: 'false' })
    expect(await aws.requests('GetDeployment')).toHaveLength(1)
  })

  test('finds the newest deployment of a profile behind a page of others', async () => {
    await using aws = await simulated()
    await startByAnother(aws, FLAGS)
    for (let count = 0; count < 51; count++) await startByAnother(aws)

    const end = await operationStep('watch', aws, { 'configuration-profile': 'flags' })

    expect(end.outputs).toMatchObject({ 'deployment-number': '1', 'configuration-profile-id': 'flags01' })
    expect(await aws.requests('ListDeployments')).toHaveLength(2)
  })

  test('ends when the bake time begins, with wait-for: deployed', async () => {
    const strategies = [...(seedWith().strategies ?? []), LONG_BAKE]
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS, seed: seedWith({ strategies }) })
    await startByAnother(aws, { DeploymentStrategyId: LONG_BAKE.Id })

    const end = await operationStep('watch', aws, { 'wait-for': 'deployed' })

    expect(end.exitCode).toBe(0)
    expect(loggedEvents(end).at(-1)).toBe('BAKE_TIME_STARTED')
    expect(end.outputs).toMatchObject({ state: 'BAKING' })
    expect(end.summary).toContain('bake time goes on')
  })

  test('of a deployment that an alarm rolls back meanwhile is red, with the reason', async () => {
    await using aws = await simulated()
    await startByAnother(aws, SLOW)
    const alarm = whenLogged('Watching', () => aws.alarm('ALARM'))

    const end = await operationStep('watch', aws, {}, alarm)
    await alarm.done()

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([
      expect.stringMatching(
        /^Deployment 1 of settings to production was rolled back .*by CloudWatch alarm checkout-errors/,
      ),
    ])
    expect(end.outputs).toMatchObject({
      state: 'ROLLED_BACK',
      changed: 'false',
      'rollback-reason': expect.stringContaining(ALARM_ARN),
    })
  })

  test('of a deployment that was rolled back before is red, with the reason', async () => {
    await using aws = await simulated()
    await startByAnother(aws, SLOW)
    await aws.client.send(
      new StopDeploymentCommand({ ApplicationId: 'shop001', EnvironmentId: 'prod001', DeploymentNumber: 1 }),
    )

    const end = await operationStep('watch', aws)

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([
      expect.stringMatching(
        /^Deployment 1 of settings to production was rolled back at \d+ % by a user: Deployment rolled back by user request\.\nNo other completed deployment of settings is known/,
      ),
    ])
  })

  test('whose time is up leaves the deployment, or stops it with on-timeout: stop', async () => {
    await using aws = await simulated()
    await startByAnother(aws, SLOW)

    const left = await operationStep('watch', aws, { timeout: '1s' })
    expect(left.exitCode).toBe(1)
    expect(annotations(left, 'error')[0]).toContain('or operation: watch with deployment-number: 1')
    expect(left.outputs).toMatchObject({ changed: 'false', state: 'DEPLOYING' })
    expect(await statesOf(aws)).toEqual(['DEPLOYING'])

    const stopped = await operationStep('watch', aws, { timeout: '1s', 'on-timeout': 'stop' })
    expect(stopped.exitCode).toBe(1)
    expect(stopped.outputs).toMatchObject({ changed: 'true', state: 'ROLLED_BACK' })
    expect(await statesOf(aws)).toEqual(['ROLLED_BACK'])
  })
})

describe('a watch of what is not there', () => {
  test.each<[string, Record<string, string>, string]>([
    ['no deployment at all', {}, 'environment "staging" has no deployments yet'],
    [
      'no deployment with the number',
      { 'deployment-number': '9', environment: 'production' },
      'deployment-number is 9, but environment "production" has no such deployment; the newest are: 2 (settings version 2, COMPLETE), 1 (settings version 1, COMPLETE)',
    ],
    [
      'no deployment of the profile',
      { 'configuration-profile': 'flags', environment: 'production' },
      'configuration-profile is "flags", but environment "production" has no deployment of it; the newest are: 2 (settings version 2, COMPLETE), 1 (settings version 1, COMPLETE)',
    ],
    [
      'a deployment of another profile',
      { 'deployment-number': '1', 'configuration-profile': 'flags', environment: 'production' },
      'deployment-number is 1, but that is a deployment of configuration profile "settings", not of "flags"',
    ],
  ])('%s is red, and says what there is', async (_, inputs, message) => {
    await using aws = await simulated()
    await startByAnother(aws)
    await startByAnother(aws, { ConfigurationVersion: '2' })

    const end = await operationStep('watch', aws, { environment: 'staging', ...inputs })

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([message])
    expect(end.outputs).not.toHaveProperty('deployment-number')
    expect(end.summary).toMatch(/^## ❌ Failed to watch /)
    expect(end.summary).not.toContain('Nothing was started')
  })

  test('names each of several wrong names', async () => {
    await using aws = await simulated()

    const end = await operationStep('watch', aws, {
      environment: 'prodution',
      'configuration-profile': 'setings',
    })

    expect(annotations(end, 'error')).toEqual([
      expect.stringMatching(/No environment "prodution"[^]*No configuration profile "setings"/),
    ])
  })
})

describe('a watch that is cut short', () => {
  /** Signals the step once it watches. */
  function signalled(signal: NodeJS.Signals) {
    let child: ChildProcess | undefined
    const watching = whenLogged('DEPLOYMENT_STARTED', () => {
      child?.kill(signal)
      return Promise.resolve()
    })
    return {
      onLine: watching.onLine,
      onProcess: (process: ChildProcess) => {
        child = process
      },
    }
  }

  test.each<[string, Record<string, string>, string, string, RegExp]>([
    ['leaves the deployment', {}, 'DEPLOYING', 'false', /deployment 1 .* is DEPLOYING\./],
    ['stops it with on-cancel: stop', { 'on-cancel': 'stop' }, 'ROLLED_BACK', 'true', /was stopped\./],
  ])('by a cancel %s', async (_, inputs, state, changed, message) => {
    await using aws = await simulated()
    await startByAnother(aws, SLOW)

    const end = await operationStep('watch', aws, inputs, signalled('SIGINT'))

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([expect.stringMatching(message)])
    expect(end.outputs).toMatchObject({ 'deployment-number': '1', state, changed })
    expect(await statesOf(aws)).toEqual([state])
    expect(pendingPhase(end)).toBe('done')
  })

  test.each<[string, Record<string, string>, string, string]>([
    [
      'leaves the deployment',
      {},
      'DEPLOYING',
      'which the step watched, is left in progress, as on-cancel says',
    ],
    [
      'stops it with on-cancel: stop',
      { 'on-cancel': 'stop' },
      'ROLLED_BACK',
      'which the step watched, has ended as ROLLED_BACK.',
    ],
  ])('by a kill has post, which %s', async (_, inputs, state, message) => {
    await using aws = await simulated()
    await startByAnother(aws, SLOW)
    const killed = await operationStep('watch', aws, inputs, signalled('SIGKILL'))

    const post = await operationStep('watch', aws, inputs, { state: killed.state })

    expect(killed.signal).toBe('SIGKILL')
    expect(post.log.join('\n')).toContain(message)
    expect(await statesOf(aws)).toEqual([state])
  })

  test('by a refusal leaves the deployment, and post nothing to do', async () => {
    await using aws = await simulated()
    await startByAnother(aws, SLOW)
    await aws.fault({ operation: 'GetDeployment', fault: 'status', status: 403, times: 99, skip: 1 })

    const end = await operationStep('watch', aws)

    expect(annotations(end, 'error')).toEqual([
      expect.stringMatching(
        /^The AWS role of this step lacks the permission appconfig:GetDeployment[^]*Deployment 1 goes on in AWS/,
      ),
    ])
    expect(annotations(end, 'warning')).toEqual([])
    expect(pendingPhase(end)).toBe('done')
    expect(await aws.requests('StopDeployment')).toEqual([])
  })
})
