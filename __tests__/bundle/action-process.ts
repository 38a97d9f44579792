import {
  ListDeploymentsCommand,
  StartDeploymentCommand,
  type StartDeploymentCommandInput,
} from '@aws-sdk/client-appconfig'
import type { ChildProcess } from 'node:child_process'
import type { RunRecord } from '../../src/deployment/run-record.js'
import { runStep, type Step, type StepEnd } from '../../scripts/step-runner.js'
import { defaultSeed } from '../../simulator/default-seed.js'
import type { RequestMoment } from '../../simulator/served.js'
import type { Seed, SimulatorOptions } from '../../simulator/simulator.js'
import { CREDENTIALS, REGION, type SimulatedAws } from '../simulated-aws.js'

/** An AppConfig minute of these tests: a deployment with steps and bake time takes about half a second. */
export const MINUTE_MS = 100

/** Inputs that deploy a freeform configuration at once and succeed. */
export const INPUTS: Readonly<Record<string, string>> = {
  application: 'shop',
  environment: 'production',
  'configuration-profile': 'settings',
  'deployment-strategy': 'Instant',
  'configuration-version': '2',
}

/** A strategy whose deployment has a hundred small steps: whatever is done to it, it is still in progress. */
export const SLOW = 'Slow'
const SLOW_STRATEGY = { Id: 'slow001', Name: SLOW, DeploymentDurationInMinutes: 100, GrowthFactor: 1 }

/** A strategy whose bake time no test sees the end of. */
export const LONG_BAKE = {
  Id: 'bake001',
  Name: 'Long bake',
  DeploymentDurationInMinutes: 4,
  GrowthFactor: 50,
  FinalBakeTimeInMinutes: 600,
}

/** Strategies whose deployments stand still for as long as a test lasts, while rolling out and while baking. */
export const ENDLESS = 'Endless'
export const BAKING = 'Baking'
const LONGEST_MINUTES = 1440
const STANDING_STRATEGIES = [
  { Id: 'endless', Name: ENDLESS, DeploymentDurationInMinutes: LONGEST_MINUTES, GrowthFactor: 50 },
  {
    Id: 'baking1',
    Name: BAKING,
    DeploymentDurationInMinutes: 0,
    GrowthFactor: 100,
    FinalBakeTimeInMinutes: LONGEST_MINUTES,
  },
]
/** Longer than any deployment of these tests takes. */
export const LONG_MS = 2 * LONGEST_MINUTES * MINUTE_MS

/** The default seed, with the slow strategies and whatever a test needs. */
export function seedWith(change: Partial<Seed> = {}): Seed {
  return {
    ...defaultSeed,
    strategies: [...(defaultSeed.strategies ?? []), SLOW_STRATEGY, ...STANDING_STRATEGIES],
    ...change,
  }
}

/** The environment of a job whose credentials are in place, pointed at the simulator. */
export function jobEnvironment(aws: SimulatedAws): Readonly<Record<string, string>> {
  return {
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL_APPCONFIG: aws.url,
    AWS_ENDPOINT_URL_STS: aws.url,
    APPCONFIG_DEPLOY_MINUTE: `${MINUTE_MS}ms`,
    GITHUB_REPOSITORY: 'octo-org/shop',
    GITHUB_RUN_ID: '1234567890',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: 'ffac537e6cbbf934b08745a378932722df287a53',
  }
}

/** Runs the action as a step: the inputs that succeed, with those of a test on top. */
export function deployStep(
  aws: SimulatedAws,
  inputs: Readonly<Record<string, string>> = {},
  step: Partial<Omit<Step, 'inputs'>> = {},
): Promise<StepEnd> {
  return runStep({ env: jobEnvironment(aws), ...step, inputs: { ...INPUTS, ...inputs } })
}

/** Runs the action as a step of another operation, about deployments in production. */
export function operationStep(
  operation: 'apply' | 'watch' | 'rollback' | 'remove-environment',
  aws: SimulatedAws,
  inputs: Readonly<Record<string, string>> = {},
  step: Partial<Omit<Step, 'inputs'>> = {},
): Promise<StepEnd> {
  const place = { application: 'shop', environment: 'production' }
  return runStep({ env: jobEnvironment(aws), ...step, inputs: { operation, ...place, ...inputs } })
}

/** A deployment of settings that somebody else starts in production; `slow001` is the slow strategy. */
export async function startByAnother(
  { client }: SimulatedAws,
  request: Partial<StartDeploymentCommandInput> = {},
): Promise<void> {
  await client.send(
    new StartDeploymentCommand({
      ApplicationId: 'shop001',
      EnvironmentId: 'prod001',
      ConfigurationProfileId: 'setting',
      DeploymentStrategyId: 'instant',
      ConfigurationVersion: '1',
      ...request,
    }),
  )
}

/** The states of the deployments that AWS has in production, oldest first. */
export async function statesOf({ client }: SimulatedAws): Promise<readonly (string | undefined)[]> {
  const answer = await client.send(
    new ListDeploymentsCommand({ ApplicationId: 'shop001', EnvironmentId: 'prod001' }),
  )
  return (answer.Items ?? []).map(({ State }) => State).reverse()
}

/** Does something once, when a line of the log says a text for the first time; `done` tells how that went. */
export function whenLogged(
  text: string,
  act: () => Promise<void>,
): { readonly onLine: (line: string) => void; readonly done: () => Promise<void> } {
  let acting: Promise<void> | undefined
  return {
    onLine: (line) => {
      if (line.includes(text)) acting ??= act()
    },
    done: () => acting ?? Promise.reject(new Error(`The log never said ${text}`)),
  }
}

/** Does something once, when AWS has received a request of an operation for the nth time, or has done it. */
export function whenRequested(
  operation: string,
  act: () => void,
  { moment = 'received', nth = 1 }: { moment?: RequestMoment; nth?: number } = {},
): NonNullable<SimulatorOptions['onRequest']> {
  let seen = 0
  return (request, at) => {
    if (request.operation !== operation || at !== moment) return
    seen += 1
    if (seen === nth) act()
  }
}

/** The process of a step, to be signalled as the runner does it. */
export class StepProcess {
  private child: ChildProcess | undefined
  private firstSignalAtMs: number | undefined

  readonly onProcess = (child: ChildProcess): void => {
    this.child = child
  }

  readonly signal = (...signals: readonly NodeJS.Signals[]): void => {
    this.firstSignalAtMs ??= performance.now()
    for (const signal of signals) this.child?.kill(signal)
  }

  /** Closes what the step writes its log to, as a runner that has crashed does. */
  readonly closeLog = (): void => {
    this.child?.stdout?.destroy()
    this.child?.stderr?.destroy()
  }

  /** How long ago the first signal was sent; fails the test when there was none. */
  sinceSignalMs(): number {
    if (this.firstSignalAtMs === undefined) throw new Error('The process was never signalled')
    return performance.now() - this.firstSignalAtMs
  }
}

/** The messages of the annotations of a level, as GitHub shows them. */
export function annotations(end: StepEnd, level: 'error' | 'warning'): readonly string[] {
  return end.log.flatMap((line) => {
    const message = new RegExp(`^::${level}(?: [^:]*)?::(.*)$`).exec(line)?.[1]
    return message === undefined ? [] : [decoded(message)]
  })
}

/** The commands that fold the resources of a run in its log. */
export const GROUPED = ['group', 'endgroup']

/** Every workflow command that the runner would carry out, by its name. */
export function commandsOf(end: StepEnd): readonly string[] {
  return end.log.flatMap((line) => {
    const atStart = /^\s*::([\w-]+)/.exec(line)?.[1]
    return [...(atStart === undefined ? [] : [atStart]), ...(line.match(/##\[[^\]]*\]/g) ?? [])]
  })
}

/** The types of the events that the log of the step shows, in its order. */
export function loggedEvents(end: StepEnd): readonly string[] {
  return end.log.flatMap(
    (line) => /^\d\d:\d\d:\d\d {2}\[.{10}\] +\d+ % {2}([A-Z_]+)/.exec(line)?.slice(1) ?? [],
  )
}

const decoded = (message: string): string =>
  message.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')

/** What the step kept for `post` of what it would leave behind in AWS, as a phase; undefined when it kept nothing. */
export function pendingPhase({ state }: Pick<StepEnd, 'state'>): string | undefined {
  return keptIn(state, (record) => record.pending.phase)
}

/** What the step kept for `post` of its report to GitHub, as a phase; undefined when it kept nothing. */
export function reportPhase({ state }: Pick<StepEnd, 'state'>): string | undefined {
  return keptIn(state, (record) => record.report.phase)
}

function keptIn(state: StepEnd['state'], phase: (record: RunRecord) => string): string | undefined {
  const text = state['run']
  return text === undefined ? undefined : phase(JSON.parse(text) as RunRecord)
}
