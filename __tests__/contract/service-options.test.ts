import { setTimeout as realTime } from 'node:timers/promises'
import { describe, expect } from '@jest/globals'
import {
  AppConfigClient,
  CreateApplicationCommand,
  CreateHostedConfigurationVersionCommand,
  GetDeploymentCommand,
  GetEnvironmentCommand,
  ListApplicationsCommand,
  ListDeploymentsCommand,
  StartDeploymentCommand,
  StopDeploymentCommand,
} from '@aws-sdk/client-appconfig'
import { contractAccount, refusal, SETTINGS, STAGING, STEPS, testLocally as test } from './account.js'

const account = contractAccount()

const start = () => account.client.send(new StartDeploymentCommand({ ...STAGING, ...STEPS }))
const first = { ...STAGING, DeploymentNumber: 1 }
const listed = async () => {
  const { Items = [] } = await account.client.send(new ListDeploymentsCommand(STAGING))
  return Items.map(({ DeploymentNumber }) => DeploymentNumber)
}

describe('lag', () => {
  const lag = (operation: string, requests: number) =>
    account.control('options', { lag: { operation, requests } })

  test('a deployment is not listed by as many requests; GetDeployment has it at once', async () => {
    await lag('ListDeployments', 2)
    await start()
    expect((await account.client.send(new GetDeploymentCommand(first))).DeploymentNumber).toBe(1)
    expect([await listed(), await listed(), await listed()]).toEqual([[], [], [1]])
  })

  test('every change lags by as many requests', async () => {
    await lag('ListApplications', 1)
    await account.client.send(new CreateApplicationCommand({ Name: 'second' }))
    const names = async () =>
      (await account.client.send(new ListApplicationsCommand({}))).Items?.map(({ Name }) => Name)
    expect([await names(), await names()]).toEqual([['shop'], ['shop', 'second']])
    await account.client.send(new CreateApplicationCommand({ Name: 'third' }))
    expect([await names(), await names()]).toEqual([
      ['shop', 'second'],
      ['shop', 'second', 'third'],
    ])
  })

  test('a refused request is no change; what is there goes on by the clock', async () => {
    await start()
    await lag('ListDeployments', 1)
    await refusal(start())
    account.pass(5)
    const { Items } = await account.client.send(new ListDeploymentsCommand(STAGING))
    expect(Items).toMatchObject([{ DeploymentNumber: 1, State: 'BAKING' }])
  })

  test('no requests, or a reset, ends it', async () => {
    await lag('ListDeployments', 3)
    await lag('ListDeployments', 0)
    await start()
    expect(await listed()).toEqual([1])
    await lag('ListDeployments', 3)
    await account.control('reset', {})
    await start()
    expect(await listed()).toEqual([1])
  })

  test('only a read can lag', async () => {
    for (const operation of ['StartDeployment', 'ListNothing']) {
      expect((await lag(operation, 1)).status).toBe(400)
    }
  })
})

describe('slow starts and stops', () => {
  test('a start is carried out after its time, although the client is gone', async () => {
    await account.control('options', { startMs: 200 })
    const controller = new AbortController()
    const start = new StartDeploymentCommand({ ...STAGING, ...STEPS })
    const aborted = account.client.send(start, { abortSignal: controller.signal })
    await realTime(20)
    controller.abort()
    await expect(aborted).rejects.toThrow()
    expect(await listed()).toEqual([])
    while ((await listed()).length === 0) await realTime(20)
    expect(await listed()).toEqual([1])
  })

  test('its answer comes after its time', async () => {
    await account.control('options', { startMs: 100 })
    const before = performance.now()
    expect((await start()).State).toBe('DEPLOYING')
    expect(performance.now() - before).toBeGreaterThan(90)
  })

  test('a stop takes its time; what was set before stays', async () => {
    await start()
    await account.control('options', { stopMs: 100 })
    await account.control('options', { startMs: 1 })
    const before = performance.now()
    const stopping = account.client.send(new StopDeploymentCommand(first))
    expect((await account.client.send(new GetDeploymentCommand(first))).State).toBe('DEPLOYING')
    expect((await stopping).State).toBe('ROLLED_BACK')
    expect(performance.now() - before).toBeGreaterThan(90)
  })
})

describe('the time of a signature', () => {
  const checked = contractAccount({ checkSignatureTime: true })
  const clientOff = (offsetMs: number, maxAttempts: number) =>
    new AppConfigClient({
      endpoint: checked.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
      maxAttempts,
      systemClockOffset: offsetMs,
    })
  const fromRealTime = () => Date.parse('2026-01-01T00:00:00Z') - Date.now()

  test.each([
    ['ten minutes behind', -10, 'Signature expired'],
    ['three hours ahead', 180, 'Signature not yet current'],
  ])('%s: refused, and the SDK finds the offset when it may try again', async (_, minutes, words) => {
    const offset = fromRealTime() + minutes * 60_000
    const refused = await refusal(clientOff(offset, 1).send(new GetEnvironmentCommand(STAGING)))
    expect(refused.name).toBe('InvalidSignatureException')
    expect(refused.message).toContain(words)
    const { Name } = await clientOff(offset, 3).send(new GetEnvironmentCommand(STAGING))
    expect(Name).toBe('staging')
  })

  test('four minutes are accepted', async () => {
    for (const minutes of [-4, 4]) {
      const client = clientOff(fromRealTime() + minutes * 60_000, 1)
      expect((await client.send(new GetEnvironmentCommand(STAGING))).Name).toBe('staging')
    }
  })

  test('nothing is carried out, and the option ends it', async () => {
    const skewed = clientOff(fromRealTime() + 6 * 60_000, 1)
    await refusal(skewed.send(new StartDeploymentCommand({ ...STAGING, ...STEPS })))
    await checked.control('options', { checkSignatureTime: false })
    const { DeploymentNumber } = await skewed.send(new StartDeploymentCommand({ ...STAGING, ...STEPS }))
    expect(DeploymentNumber).toBe(1)
  })

  test('is not checked in virtual time unless it is asked for', async () => {
    expect((await account.client.send(new GetEnvironmentCommand(STAGING))).Name).toBe('staging')
  })
})

describe('rewrite', () => {
  const rewrite = (operation: string, body: object) =>
    account.control('faults', { operation, fault: 'rewrite', body })

  test('replaces and removes members of one answer', async () => {
    await rewrite('StartDeployment', { State: 'PAUSED', DeploymentNumber: null })
    expect(await start()).toMatchObject({ State: 'PAUSED', ConfigurationName: 'settings' })
    const { DeploymentNumber, State } = await account.client.send(new GetDeploymentCommand(first))
    expect([DeploymentNumber, State]).toEqual([1, 'DEPLOYING'])
  })

  test('a missing number', async () => {
    await rewrite('StartDeployment', { DeploymentNumber: null })
    expect((await start()).DeploymentNumber).toBeUndefined()
  })

  test('a member that travels in a header', async () => {
    await rewrite('CreateHostedConfigurationVersion', { VersionNumber: null, ContentType: 'text/plain' })
    const version = { ...SETTINGS, Content: Buffer.from('{"count":3}'), ContentType: 'application/json' }
    const answer = await account.client.send(new CreateHostedConfigurationVersionCommand(version))
    expect([answer.VersionNumber, answer.ContentType]).toEqual([undefined, 'text/plain'])
    expect(Buffer.from(answer.Content ?? []).toString()).toBe('{"count":3}')
  })

  test('leaves errors alone', async () => {
    await rewrite('GetDeployment', { State: 'PAUSED' })
    const refused = await refusal(account.client.send(new GetDeploymentCommand(first)))
    expect(refused.name).toBe('ResourceNotFoundException')
  })

  test('needs a body', async () => {
    const fault = { operation: 'GetDeployment', fault: 'rewrite' }
    expect((await account.control('faults', fault)).body).toEqual({
      message: 'body: a rewrite fault needs it',
    })
  })
})
