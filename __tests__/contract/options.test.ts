import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect } from '@jest/globals'
import { GetDeploymentCommand, StartDeploymentCommand } from '@aws-sdk/client-appconfig'
import { readSeed } from '../../simulator/seed-file.js'
import { startSimulator } from '../../simulator/simulator.js'
import { contractAccount, localClient, STAGING, START, STEPS, testLocally as test } from './account.js'

describe.each([
  ['D/N', 'steps01', [60, 120, 180, 240]],
  ['D/(N+1)', 'steps01', [48, 96, 144, 192]],
  ['D/N', 'expone1', [120, 240, 360, 480, 600]],
  ['D/(N+1)', 'expone1', [120, 240, 360, 480, 600]],
] as const)('linear interval %s, strategy %s', (linearInterval, DeploymentStrategyId, seconds) => {
  let time = START
  const account = contractAccount({ linearInterval, now: () => time })

  test('steps come when they should, the bake time at the end of the duration', async () => {
    time = START
    const { client } = account
    await client.send(new StartDeploymentCommand({ ...STAGING, ...STEPS, DeploymentStrategyId }))
    time += 60 * 60_000
    const { EventLog = [] } = await client.send(new GetDeploymentCommand({ ...STAGING, DeploymentNumber: 1 }))
    const at = (type: string) =>
      EventLog.filter(({ EventType }) => EventType === type)
        .map(({ OccurredAt }) => ((OccurredAt?.getTime() ?? NaN) - START) / 1000)
        .reverse()
    expect(at('PERCENTAGE_UPDATED')).toEqual(seconds)
    expect(at('BAKE_TIME_STARTED')).toEqual([DeploymentStrategyId === 'steps01' ? 240 : 600])
    const shares = EventLog.map(({ Description = '' }) => /to (.*)% of/.exec(Description)?.[1]).reverse()
    expect(shares.filter((share) => share !== undefined)).toEqual(
      DeploymentStrategyId === 'steps01'
        ? ['25.00', '50.00', '75.00', '100.00']
        : ['10.00', '20.00', '40.00', '80.00', '100.00'],
    )
  })
})

describe('an AppConfig minute of a second', () => {
  const account = contractAccount({ minuteMs: 1000 })

  test('makes the six minutes of Steps six seconds', async () => {
    const { client } = account
    await client.send(new StartDeploymentCommand({ ...STAGING, ...STEPS }))
    account.pass(6)
    const { State, CompletedAt } = await client.send(
      new GetDeploymentCommand({ ...STAGING, DeploymentNumber: 1 }),
    )
    expect([State, CompletedAt]).toEqual(['COMPLETE', new Date(START + 6000)])
  })
})

describe('an older service', () => {
  const account = contractAccount({ latestDeploymentNumber: 'ignored' })

  test('does not know LatestDeploymentNumber', async () => {
    const start = new StartDeploymentCommand({ ...STAGING, ...STEPS, LatestDeploymentNumber: 7 })
    expect((await account.client.send(start)).DeploymentNumber).toBe(1)
  })
})

test('close cuts a request that hangs', async () => {
  const simulator = await startSimulator()
  const fault = { operation: 'GetDeployment', fault: 'hang' }
  await fetch(`${simulator.url}/_simulator/faults`, { method: 'POST', body: JSON.stringify(fault) })
  const client = localClient(simulator.url)
  const hanging = client.send(new GetDeploymentCommand({ ...STAGING, DeploymentNumber: 1 }))
  const cut = expect(hanging).rejects.toThrow(/ECONNRESET|socket hang up/)
  await new Promise((resolve) => setTimeout(resolve, 100))
  await simulator.close()
  await cut
  client.destroy()
})

test('a seed file with problems has them all listed', () => {
  const seed = { region: 7, keys: [{ State: 'Lost' }], applications: [{ Name: 'a', Profiles: [] }] }
  expect(() => readSeed(JSON.stringify(seed))).toThrow(
    /4 problem[^]*region must be string[^]*additional properties \("Profiles"\)[^]*'KeyId'[^]*State must be equal/,
  )
  expect(() => readSeed('{')).toThrow('not valid JSON')
})

test('a seed sets the account, the region and the versions of a source', async () => {
  const seed = readSeed(
    JSON.stringify({
      region: 'eu-west-1',
      account: '999999999999',
      applications: [
        {
          Name: 'app',
          environments: [{ Name: 'env' }],
          profiles: [{ Name: 'pipe', LocationUri: 'codepipeline://p', sourceVersions: ['abc'] }],
        },
      ],
      keys: [{ KeyId: 'k', State: 'Enabled' }],
    }),
  )
  const simulator = await startSimulator({ seed })
  const client = localClient(simulator.url, 'eu-west-1')
  const start = (ConfigurationVersion: string) =>
    client.send(
      new StartDeploymentCommand({
        ApplicationId: 'app',
        EnvironmentId: 'env',
        ConfigurationProfileId: 'pipe',
        ConfigurationVersion,
        DeploymentStrategyId: 'AppConfig.AllAtOnce',
        KmsKeyIdentifier: 'k',
      }),
    )
  try {
    await expect(start('other')).rejects.toThrow(
      'Could not find configuration pipe with version number other',
    )
    expect((await start('abc')).KmsKeyArn).toBe('arn:aws:kms:eu-west-1:999999999999:key/k')
  } finally {
    client.destroy()
    await simulator.close()
  }
})

const command = (...flags: string[]) =>
  spawn(process.execPath, ['--import', 'tsx', 'simulator/command.ts', '--port', '0', ...flags])

test('the command says where it listens, and ends on SIGTERM', async () => {
  const child = command('--minute', '500ms')
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  const [, url = ''] = /^listening on (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(line.toString()) ?? []
  expect((await fetch(`${url}/_simulator/requests`)).status).toBe(200)
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('the command refuses a flag that it does not understand', async () => {
  const child = command('--minute', 'soon')
  const [text] = (await once(child.stderr, 'data')) as [Buffer]
  expect(text.toString()).toContain('--minute must be a duration like 500ms, 1s or 1m, not soon')
  if (child.exitCode === null) await once(child, 'exit')
  expect(child.exitCode).toBe(1)
})
