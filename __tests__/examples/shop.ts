import { join } from 'node:path'
import { GetDeploymentCommand, type Deployment, ListDeploymentsCommand } from '@aws-sdk/client-appconfig'
import { REPOSITORY } from '../../scripts/step-runner.js'
import { defaultSeed } from '../../simulator/default-seed.js'
import { TOKEN } from '../github-api/github-api.js'
import { ALARM_ARN, type SimulatedAws, simulatedAws } from '../simulated-aws.js'
import { oidcIssuer } from './oidc-issuer.js'
import type { Surroundings } from './surroundings.js'
import { readWorkflow, type Workflow } from './workflow-file.js'
import type { WorkflowRun } from './workflow-run.js'

/** The shop that the examples release to, with one AppConfig for each region, and GitHub's part. */
export interface Shop extends AsyncDisposable {
  readonly surroundings: Surroundings
  readonly aws: (region: string) => SimulatedAws
  /** How many OIDC tokens GitHub has given. */
  readonly tokens: () => number
}

export interface ShopOptions {
  readonly regions?: readonly string[]
  readonly minuteMs?: number
  /** Where GitHub's API is. */
  readonly apiUrl?: string
  /** The clock of AppConfig. */
  readonly now?: () => number
}

export const PRODUCTION = { ApplicationId: 'shop001', EnvironmentId: 'prod001' }
export const STAGING = { ApplicationId: 'shop001', EnvironmentId: 'stag001' }
export const FLAGS = { ConfigurationProfileId: 'flags01' }
export { ALARM_ARN }

/** A minute of these tests: the hour of AWS's recommended strategy takes 1.5 s. */
const MINUTE_MS = 25
const ONE_DAY = {
  Id: 'oneday1',
  Name: 'OneDay',
  DeploymentDurationInMinutes: 1440,
  GrowthFactor: 10,
  FinalBakeTimeInMinutes: 60,
}
const seed = { ...defaultSeed, strategies: [...(defaultSeed.strategies ?? []), ONE_DAY] }

export async function shop({
  regions = ['eu-central-1'],
  minuteMs = MINUTE_MS,
  apiUrl = 'https://api.github.com',
  now,
}: ShopOptions = {}): Promise<Shop> {
  const everywhere = await Promise.all(
    regions.map((region) =>
      simulatedAws({ minuteMs, seed: { ...seed, region }, ...(now === undefined ? {} : { now }) }),
    ),
  )
  const issuer = await oidcIssuer()
  const aws = Object.fromEntries(regions.map((region, index) => [region, everywhere[index]!]))
  return {
    surroundings: {
      aws,
      minuteMs,
      tokenUrl: issuer.url,
      repository: join(REPOSITORY, 'examples'),
      vars: {
        APPCONFIG_PLAN_ROLE: role('plan'),
        APPCONFIG_PREVIEW_ROLE: role('preview'),
        APPCONFIG_RELEASE_ROLE: role('release'),
        APPCONFIG_ROLLBACK_ROLE: role('rollback'),
        APPCONFIG_WATCH_ROLE: role('watch'),
      },
      github: (event) => ({ ...github(event), api_url: apiUrl }),
    },
    aws: (region) => aws[region]!,
    tokens: issuer.given,
    [Symbol.asyncDispose]: async () => {
      await issuer[Symbol.asyncDispose]()
      await Promise.all(everywhere.map((one) => one[Symbol.asyncDispose]()))
    },
  }
}

const role = (name: string) => `arn:aws:iam::123456789012:role/appconfig-${name}`

const github = (event: string) => ({
  event_name: event,
  actor: 'octocat',
  ref: 'refs/heads/main',
  ref_name: 'main',
  repository: 'octo-org/shop',
  run_id: '1234567890',
  run_attempt: '1',
  server_url: 'https://github.com',
  sha: 'ffac537e6cbbf934b08745a378932722df287a53',
  token: TOKEN,
})

/** One of the workflows that this repository offers. */
export const example = (name: string): Workflow =>
  readWorkflow(join(REPOSITORY, 'examples', 'workflows', name))

/** How every job, every step and every post went, as `step: conclusion` under the display name of the job. */
export function course({ jobs }: WorkflowRun): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    jobs.map((job) => [
      `${job.name}: ${job.conclusion}`,
      job.steps.map((step) => `${step.name}: ${step.conclusion}`),
    ]),
  )
}

/** The deployments of an environment, oldest first. */
export async function deployments(
  { client }: SimulatedAws,
  environment: typeof PRODUCTION,
): Promise<readonly Deployment[]> {
  const { Items = [] } = await client.send(new ListDeploymentsCommand(environment))
  return Promise.all(
    Items.toReversed().map(({ DeploymentNumber }) =>
      client.send(new GetDeploymentCommand({ ...environment, DeploymentNumber })),
    ),
  )
}

/** The whole log of a job. */
export const logOf = ({ jobs }: WorkflowRun, job: string): string =>
  jobs
    .filter(({ name }) => name === job)
    .flatMap(({ steps }) => steps.flatMap(({ log }) => log))
    .join('\n')

/** The errors that GitHub shows of a job. */
export const errorsOf = (run: WorkflowRun, job: string): readonly string[] =>
  [...logOf(run, job).matchAll(/^::error(?: [^:]*)?::(.*)$/gm)].map(([, message = '']) => message)
