import { randomUUID } from 'node:crypto'
import {
  AppConfigClient,
  CreateApplicationCommand,
  DeleteApplicationCommand,
  DeleteConfigurationProfileCommand,
  DeleteEnvironmentCommand,
  DeleteHostedConfigurationVersionCommand,
  paginateListConfigurationProfiles,
  paginateListEnvironments,
  paginateListHostedConfigurationVersions,
} from '@aws-sdk/client-appconfig'
import { afterEach, beforeEach, test } from '@jest/globals'
import { type Simulator, type SimulatorOptions, startSimulator } from '../../simulator/simulator.js'

const remote = process.env['APPCONFIG_CONTRACT'] === 'remote'

/** For what needs the simulator's seed, its control plane or its time; skipped against a real account. */
export const testLocally = remote ? test.skip : test

/** The seed's environments, as the identifiers of a request. */
export const STAGING = { ApplicationId: 'shop001', EnvironmentId: 'stag001' }
export const PRODUCTION = { ApplicationId: 'shop001', EnvironmentId: 'prod001' }
export const SETTINGS = { ApplicationId: 'shop001', ConfigurationProfileId: 'setting' }
export const ALARM = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:checkout-errors'
/** Starts `settings` version 2 with the strategy `Steps`: 4 minutes by 25 %, then 2 minutes of bake time. */
export const STEPS = {
  ConfigurationProfileId: 'setting',
  ConfigurationVersion: '2',
  DeploymentStrategyId: 'steps01',
}

export const START = Date.parse('2026-01-01T00:00:00Z')

/** One account for each test: a fresh simulator, or the real one, from which what a test made is removed. */
export interface ContractAccount {
  readonly client: AppConfigClient
  readonly url: string
  /** Lets so many AppConfig minutes pass. */
  readonly pass: (minutes: number) => void
  /** A request to the control plane; a POST when it has a body. Answers its status and JSON. */
  readonly control: (path: string, body?: unknown) => Promise<{ status: number; body: unknown }>
  /** Creates an application with a name of its own and returns its id. */
  readonly application: () => Promise<string>
}

export function contractAccount(options: SimulatorOptions = {}): ContractAccount {
  let simulator: Simulator | undefined
  let client: AppConfigClient
  let time = START
  const made: string[] = []
  beforeEach(async () => {
    time = START
    if (!remote) simulator = await startSimulator({ now: () => time, ...options })
    client = simulator === undefined ? new AppConfigClient() : localClient(simulator.url)
  })
  afterEach(async () => {
    if (remote) for (const id of made) await removeApplication(client, id)
    made.length = 0
    client.destroy()
    await simulator?.close()
  })
  return {
    get client() {
      return client
    },
    get url() {
      return simulator?.url ?? ''
    },
    pass: (minutes) => {
      time += minutes * (options.minuteMs ?? 60_000)
    },
    control: (path, body) => control(simulator?.url ?? '', path, body),
    application: async () => {
      const { Id = '' } = await client.send(
        new CreateApplicationCommand({ Name: `contract-${randomUUID()}` }),
      )
      made.push(Id)
      return Id
    },
  }
}

/** One attempt only: virtual time looks like clock skew to the SDK, and skewed requests are sent again. */
export const localClient = (url: string, region = 'us-east-1') =>
  new AppConfigClient({
    endpoint: url,
    region,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
  })

async function control(url: string, path: string, body: unknown) {
  const request = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
  const response = await fetch(`${url}/_simulator/${path}`, request)
  return { status: response.status, body: await response.json() }
}

/** What an operation was refused with. */
export async function refusal(answer: Promise<unknown>): Promise<{ name: string; message: string }> {
  try {
    await answer
  } catch (error) {
    const { name, message } = error as Error
    return { name, message }
  }
  throw new Error('The operation was not refused')
}

async function removeApplication(client: AppConfigClient, ApplicationId: string): Promise<void> {
  const inApplication = { ApplicationId }
  for await (const { Items = [] } of paginateListEnvironments({ client }, inApplication)) {
    for (const { Id: EnvironmentId } of Items) {
      await client.send(new DeleteEnvironmentCommand({ ...inApplication, EnvironmentId }))
    }
  }
  for await (const { Items = [] } of paginateListConfigurationProfiles({ client }, inApplication)) {
    for (const { Id: ConfigurationProfileId } of Items) {
      const profile = { ...inApplication, ConfigurationProfileId }
      for await (const { Items: versions = [] } of paginateListHostedConfigurationVersions(
        { client },
        profile,
      )) {
        for (const { VersionNumber } of versions) {
          await client.send(new DeleteHostedConfigurationVersionCommand({ ...profile, VersionNumber }))
        }
      }
      await client.send(new DeleteConfigurationProfileCommand(profile))
    }
  }
  await client.send(new DeleteApplicationCommand(inApplication))
}
