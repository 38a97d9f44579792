import {
  type DeploymentSummary,
  ListDeploymentsCommand,
  StartDeploymentCommand,
  type StartDeploymentCommandInput,
} from '@aws-sdk/client-appconfig'
import '../errors-of-node.js'
import type { SimulatorOptions } from '../../simulator/simulator.js'
import { type Aws, connect, type Connection } from '../../src/aws/client.js'
import { AwsRequestError } from '../../src/aws/failure.js'
import type { Clock } from '../../src/aws/clock.js'
import { CREDENTIALS, REGION, type SimulatedAws, simulatedAws } from '../simulated-aws.js'

/** What src/aws works with, and a service that shares its clock: hours pass in no time. */
export interface VirtualRun extends AsyncDisposable {
  readonly service: SimulatedAws
  readonly aws: Aws
  /** Another connection to the same service, as for the seconds after a cancel. */
  readonly connectAgain: () => Connection
  /** How much virtual time has passed since the run began, in milliseconds. */
  readonly elapsedMs: () => number
  /** Lets time pass at AWS without the run having waited. */
  readonly pass: (ms: number) => void
  /** Something that happens when the run has waited until then, in milliseconds since it began. */
  readonly at: (ms: number, happening: () => Promise<void>) => void
}

export const MINUTE_MS = 60_000

export const ENVIRONMENT = { applicationId: 'shop001', environmentId: 'prod001' }

/** @param runnerAheadMs by how much the clock of the runner is ahead of the service's */
export async function virtualRun(
  options: Omit<SimulatorOptions, 'now'> = {},
  runnerAheadMs = 0,
): Promise<VirtualRun> {
  // The present: a service whose clock is off is a reason for the SDK to sign and try again.
  const startMs = Date.now()
  let nowMs = startMs
  const happenings: { readonly atMs: number; readonly happening: () => Promise<void> }[] = []
  const clock: Clock = {
    nowMs: () => nowMs + runnerAheadMs,
    minuteMs: MINUTE_MS,
    sleep: async (ms, signal) => {
      const endMs = nowMs + ms
      while (!signal.aborted) {
        const next = happenings.sort((a, b) => a.atMs - b.atMs)[0]
        if (next === undefined || next.atMs > endMs) break
        happenings.shift()
        nowMs = Math.max(nowMs, next.atMs)
        await next.happening()
      }
      if (!signal.aborted) nowMs = Math.max(nowMs, endMs)
    },
  }
  const service = await simulatedAws({ minuteMs: MINUTE_MS, ...options, now: () => nowMs })
  process.env['AWS_ENDPOINT_URL_APPCONFIG'] = service.url
  process.env['AWS_ENDPOINT_URL_STS'] = service.url
  const connectAgain = () => connect({ region: REGION, clock, env: {}, credentials: CREDENTIALS })
  const connection = connectAgain()
  return {
    service,
    connectAgain,
    aws: { connection, clock, signal: new AbortController().signal },
    elapsedMs: () => nowMs - startMs,
    pass: (ms) => {
      nowMs += ms
    },
    at: (ms, happening) => {
      happenings.push({ atMs: startMs + ms, happening })
    },
    [Symbol.asyncDispose]: async () => {
      connection.close()
      await service[Symbol.asyncDispose]()
    },
  }
}

/** The deployments that AWS has in an environment, newest first. */
export async function deploymentsOf(
  { client }: SimulatedAws,
  address = ENVIRONMENT,
): Promise<readonly DeploymentSummary[]> {
  const answer = await client.send(
    new ListDeploymentsCommand({
      ApplicationId: address.applicationId,
      EnvironmentId: address.environmentId,
    }),
  )
  return answer.Items ?? []
}

/** A deployment that somebody else starts. */
export async function startByAnother(
  { client }: SimulatedAws,
  request: Partial<StartDeploymentCommandInput> = {},
): Promise<number> {
  const answer = await client.send(
    new StartDeploymentCommand({
      ApplicationId: ENVIRONMENT.applicationId,
      EnvironmentId: ENVIRONMENT.environmentId,
      ConfigurationProfileId: 'setting',
      DeploymentStrategyId: 'steps01',
      ConfigurationVersion: '1',
      ...request,
    }),
  )
  return answer.DeploymentNumber ?? 0
}

/** The kind of failure with which a request was refused; fails the test when it was not. */
export async function failureKindOf(request: Promise<unknown>): Promise<string> {
  try {
    await request
  } catch (error) {
    if (error instanceof AwsRequestError) return error.failure.kind
    throw error
  }
  throw new Error('The request did not fail')
}
