import { AppConfigClient } from '@aws-sdk/client-appconfig'
import type { Fault } from '../simulator/faults.js'
import type { RecordedRequest } from '../simulator/recording.js'
import { type SimulatorOptions, startSimulator } from '../simulator/simulator.js'

export const REGION = 'us-east-1'
export const CREDENTIALS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret' }
export const ALARM_ARN = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:checkout-errors'
/** As the default seed has it in production. */
export const MONITOR = { alarmArn: ALARM_ARN, alarmRoleArn: 'arn:aws:iam::123456789012:role/appconfig' }
export const KEY_ID = '11111111-2222-3333-4444-555555555555'
export const KEY_ARN = `arn:aws:kms:us-east-1:123456789012:key/${KEY_ID}`

/** A local AppConfig of one test, with what happens to it from outside, and a client to prepare it and to ask it. */
export interface SimulatedAws extends AsyncDisposable {
  readonly url: string
  readonly client: AppConfigClient
  readonly fault: (
    fault: Pick<Fault, 'operation' | 'fault'> & Partial<Omit<Fault, 'operation' | 'fault'>>,
  ) => Promise<void>
  readonly alarm: (state: 'ALARM' | 'OK', alarmArn?: string) => Promise<void>
  readonly key: (key: {
    KeyId: string
    Alias?: string
    State: 'Enabled' | 'Disabled' | 'AccessDenied'
  }) => Promise<void>
  readonly extensionFailure: (failure: {
    Uri: string
    ErrorCode: string
    ErrorMessage: string
  }) => Promise<void>
  /** An experiment on a flag of production that starts or is done, each with a MANAGED deployment. */
  readonly experiment: (experiment: { FlagKey: string; Status: 'RUNNING' | 'DONE' }) => Promise<void>
  /** The requests so far, of one operation or of all. */
  readonly requests: (operation?: string) => Promise<readonly RecordedRequest[]>
}

export async function simulatedAws(options: SimulatorOptions = {}): Promise<SimulatedAws> {
  const simulator = await startSimulator(options)
  const client = new AppConfigClient({
    endpoint: simulator.url,
    region: REGION,
    credentials: CREDENTIALS,
    maxAttempts: 1,
  })
  const control = async (path: string, body: object) => {
    const answer = await fetch(`${simulator.url}/_simulator/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`)
  }
  return {
    url: simulator.url,
    client,
    fault: (fault) => control('faults', fault),
    alarm: (state, alarmArn = ALARM_ARN) => control('alarms', { AlarmArn: alarmArn, State: state }),
    key: (key) => control('keys', key),
    extensionFailure: (failure) => control('extension-failures', failure),
    experiment: (experiment) =>
      control('experiments', {
        ApplicationId: 'shop001',
        EnvironmentId: 'prod001',
        ConfigurationProfileId: 'flags01',
        ...experiment,
      }),
    requests: async (operation) => {
      const answer = await fetch(`${simulator.url}/_simulator/requests`)
      const requests = (await answer.json()) as readonly RecordedRequest[]
      return requests.filter((request) => operation === undefined || request.operation === operation)
    },
    [Symbol.asyncDispose]: async () => {
      client.destroy()
      await simulator.close()
    },
  }
}
