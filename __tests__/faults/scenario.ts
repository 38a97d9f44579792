import type { ChildProcess } from 'node:child_process'
import { setTimeout as startTimer } from 'node:timers'
import { setTimeout } from 'node:timers/promises'
import {
  AppConfigClient,
  CreateExtensionAssociationCommand,
  CreateExtensionCommand,
  ListDeploymentsCommand,
  ListExtensionAssociationsCommand,
  ListExtensionsCommand,
  ListHostedConfigurationVersionsCommand,
} from '@aws-sdk/client-appconfig'
import { join } from 'node:path'
import { runStep, type StepEnd } from '../../scripts/step-runner.js'
import { type RecordedRequest, type Simulator, startSimulator } from '../../simulator/simulator.js'
import { type Truth, violations } from './invariants.js'
import type { Schedule } from './schedule.js'

export interface ScheduleEnd {
  readonly violations: readonly string[]
  /** The operations that the main run asked for, in order. */
  readonly operations: readonly string[]
  readonly log: readonly string[]
}

const ENVIRONMENT_ARN = 'arn:aws:appconfig:us-east-1:123456789012:application/shop001/environment/prod001'
const ACTION = {
  Name: 'tell',
  Uri: 'arn:aws:sns:us-east-1:123456789012:releases',
  RoleArn: 'arn:aws:iam::123456789012:role/notify',
}
const EXTENSION = { Name: 'notify', Actions: { ON_DEPLOYMENT_START: [ACTION] } }
/** It passes the validator of its profile, and differs from the versions that there are. */
const CONFIGURATION = join(import.meta.dirname, 'settings.json')
/** A run watches well before it is ended: its third look at the deployment has come. */
const LOOKS_BEFORE_END = 3
const TEN_MINUTES_MS = 600_000
const PATIENCE_MS = 120_000

/**
 * Runs the action as the runner does, main and then post, with all that the schedule lets happen to it, and
 * holds what it did and said against what AWS has then. The deployment stands still until the run watches it, so that
 * one that is left behind is found in progress.
 */
export async function runSchedule(schedule: Schedule): Promise<ScheduleEnd> {
  const stage = new Stage(schedule)
  const simulator = await startSimulator({
    now: () => Date.now() + stage.aheadMs,
    latestDeploymentNumber: schedule.latestDeploymentNumber ?? 'checked',
    onRequest: (request, moment) => {
      stage.onRequest(request, moment)
    },
  })
  try {
    const client = awsClient(simulator)
    await prepare(client)
    for (const { occurrence, ...fault } of schedule.faults) {
      await control(simulator, 'POST', 'faults', { ...fault, skip: occurrence })
    }
    const startedAt = performance.now()
    stage.phase = 'main'
    const main = await runStep({
      ...step(schedule, simulator, 'main'),
      onProcess: (child) => {
        stage.attach(child)
      },
    })
    const endedAt = performance.now()
    const operations = [...stage.operations]
    stage.phase = 'post'
    const post = await runStep({
      ...step(schedule, simulator, 'post'),
      state: main.state,
      onProcess: (child) => {
        stage.attach(child)
      },
    })
    await stage.lateRequests()
    stage.phase = 'over'
    await control(simulator, 'DELETE', 'faults')
    const observed = {
      main,
      post,
      truth: await readTruth(client),
      mainMs: endedAt - startedAt,
      cancelMs: stage.signalledAt === undefined ? undefined : endedAt - stage.signalledAt,
      requestsOfPost: stage.requestsOfPost,
    }
    client.destroy()
    return { violations: violations(schedule, observed), operations, log: logOf(main, post) }
  } finally {
    stage.end()
    await simulator.close()
  }
}

/** Follows the requests of the run, and does to it what the schedule says. */
class Stage {
  phase: 'preparing' | 'main' | 'post' | 'over' = 'preparing'
  aheadMs = 0
  signalledAt: number | undefined
  requestsOfPost = 0
  readonly operations: string[] = []
  private readonly done: string[] = []
  private child: ChildProcess | undefined
  private watchdog: ReturnType<typeof startTimer> | undefined

  constructor(private readonly schedule: Schedule) {}

  attach(child: ChildProcess): void {
    this.child = child
    clearTimeout(this.watchdog)
    this.watchdog = startTimer(() => child.kill('SIGKILL'), PATIENCE_MS)
  }

  /** Resolves once every request of the run that is carried out late has been. */
  async lateRequests(): Promise<void> {
    const late = this.schedule.faults.filter(({ fault }) => fault === 'late')
    for (const { operation } of late) {
      const received = this.operations.filter((name) => name === operation).length
      while (this.done.filter((name) => name === operation).length < received) await setTimeout(20)
    }
  }

  end(): void {
    clearTimeout(this.watchdog)
  }

  onRequest({ operation, headers }: RecordedRequest, moment: 'received' | 'done'): void {
    if (operation === null || (this.phase !== 'main' && this.phase !== 'post')) return
    if (moment === 'done') this.done.push(operation)
    if (moment === 'received') this.operations.push(operation)
    // What a killed main had sent may be read only after its end: who sent a request is told by the request.
    if (moment === 'received' && headers['user-agent']?.includes('app/post')) this.requestsOfPost += 1
    if (this.phase !== 'main') return
    const { kill } = this.schedule
    const occurrence = this.operations.filter((name) => name === operation).length - 1
    if (kill?.operation === operation && kill.moment === moment && kill.occurrence === occurrence) {
      this.signal(kill.signal)
    }
    const isWatched =
      operation === 'GetDeployment' && occurrence + 1 === LOOKS_BEFORE_END && moment === 'received'
    if (!isWatched) return
    if (this.schedule.end === 'cancel') this.signal('SIGINT')
    else this.aheadMs = TEN_MINUTES_MS
  }

  private signal(signal: 'SIGINT' | 'SIGKILL'): void {
    this.signalledAt ??= performance.now()
    this.child?.kill(signal)
  }
}

function step(schedule: Schedule, simulator: Simulator, phase: 'main' | 'post') {
  return {
    inputs: {
      application: 'shop',
      environment: 'production',
      'configuration-profile': 'settings',
      'deployment-strategy': schedule.strategy ?? 'Steps',
      ...(schedule.source === 'file'
        ? { 'configuration-file': CONFIGURATION }
        : { 'configuration-version': 'latest' }),
      extension: JSON.stringify({ ...EXTENSION, Description: 'changed' }),
      'extension-association': 'environment',
      'kms-key-identifier': 'alias/appconfig',
      'on-cancel': schedule.onCancel,
      timeout: '30m',
    },
    env: {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_ENDPOINT_URL: simulator.url,
      // The SDK puts it into the User-Agent header of every request.
      AWS_SDK_UA_APP_ID: phase,
      // Looks come quickly; how long a minute of the deployment lasts is the simulator's own matter.
      APPCONFIG_DEPLOY_MINUTE: '1200ms',
    },
  }
}

/** Version 1 of the extension is associated, so that a run publishes version 2 and repoints the association. */
async function prepare(client: AppConfigClient): Promise<void> {
  const { Id } = await client.send(new CreateExtensionCommand(EXTENSION))
  const association = { ExtensionIdentifier: Id, ResourceIdentifier: ENVIRONMENT_ARN }
  await client.send(new CreateExtensionAssociationCommand(association))
}

async function readTruth(client: AppConfigClient): Promise<Truth> {
  const environment = { ApplicationId: 'shop001', EnvironmentId: 'prod001' }
  const deployments = await client.send(new ListDeploymentsCommand(environment))
  const extensions = await client.send(new ListExtensionsCommand({ Name: EXTENSION.Name }))
  const versions = await client.send(
    new ListHostedConfigurationVersionsCommand({
      ApplicationId: 'shop001',
      ConfigurationProfileId: 'setting',
    }),
  )
  const associations = await client.send(
    new ListExtensionAssociationsCommand({ ResourceIdentifier: ENVIRONMENT_ARN }),
  )
  return {
    deployments: (deployments.Items ?? []).map(({ DeploymentNumber = 0, State = '' }) => ({
      number: DeploymentNumber,
      state: State,
    })),
    newestHostedVersion: versions.Items?.[0]?.VersionNumber ?? 0,
    newestExtensionVersion: extensions.Items?.[0]?.VersionNumber ?? 0,
    associatedVersions: (associations.Items ?? []).map(({ ExtensionArn = '' }) =>
      Number(ExtensionArn.split('/').at(-1)),
    ),
  }
}

function awsClient(simulator: Simulator): AppConfigClient {
  return new AppConfigClient({
    endpoint: simulator.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
  })
}

async function control(simulator: Simulator, method: string, path: string, body?: unknown): Promise<void> {
  const answer = await fetch(`${simulator.url}/_simulator/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`)
}

function logOf(main: StepEnd, post: StepEnd): readonly string[] {
  return [...main.log, `-- main ended with ${String(main.exitCode ?? main.signal)}; post:`, ...post.log]
}
