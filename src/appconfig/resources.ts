import {
  type DeploymentStrategy,
  GetApplicationCommand,
  GetConfigurationProfileCommand,
  GetDeploymentStrategyCommand,
  GetEnvironmentCommand,
  paginateListApplications,
  paginateListConfigurationProfiles,
  paginateListDeploymentStrategies,
  paginateListEnvironments,
} from '@aws-sdk/client-appconfig'
import type { StrategyNumbers } from '../deployment/deployment.js'
import { InputError } from '../input-error.js'
import { choose, type Named } from '../input-values/choice.js'
import type { AppConfig } from './client.js'
import { AwsRequestError, failureKind, request } from './failure.js'

export interface Environment extends Named {
  /** The ARNs of the CloudWatch alarms that AppConfig watches while it deploys. */
  readonly alarmArns: readonly string[]
}

export interface ConfigurationProfile extends Named {
  readonly locationUri: string
  /** `AWS.Freeform` or `AWS.AppConfig.FeatureFlags`. */
  readonly type: string
}

export interface Strategy extends Named {
  readonly numbers: StrategyNumbers
}

/** Whether a reference has the form of the IDs that AppConfig makes. A name may have it too. */
export function looksLikeId(reference: string): boolean {
  return /^[a-z0-9]{4,7}$/.test(reference)
}

/** The application with this ID or name. @throws InputError when there is not exactly one */
export function findApplication(
  appconfig: AppConfig,
  reference: string,
  signal: AbortSignal,
): Promise<Named> {
  const { retrying } = appconfig
  return find({
    kind: 'application',
    input: 'application',
    reference,
    isIdLike: looksLikeId(reference),
    get: () =>
      request('GetApplication', `application ${reference}`, async () =>
        named(
          await retrying.send(new GetApplicationCommand({ ApplicationId: reference }), {
            abortSignal: signal,
          }),
        ),
      ),
    list: () =>
      request('ListApplications', 'the applications', () =>
        allItems(paginateListApplications({ client: retrying }, {}, { abortSignal: signal }), named),
      ),
  })
}

/** The environment of an application with this ID or name. @throws InputError when there is not exactly one */
export function findEnvironment(
  appconfig: AppConfig,
  applicationId: string,
  reference: string,
  signal: AbortSignal,
): Promise<Environment> {
  const { retrying } = appconfig
  const within = { ApplicationId: applicationId }
  return find({
    kind: 'environment',
    input: 'environment',
    reference,
    isIdLike: looksLikeId(reference),
    get: () =>
      request('GetEnvironment', `environment ${reference}`, async () => {
        const command = new GetEnvironmentCommand({ ...within, EnvironmentId: reference })
        return environment(await retrying.send(command, { abortSignal: signal }))
      }),
    list: () =>
      request('ListEnvironments', `the environments of application ${applicationId}`, () =>
        allItems(
          paginateListEnvironments({ client: retrying }, within, { abortSignal: signal }),
          environment,
        ),
      ),
  })
}

/** The configuration profile of an application with this ID or name. @throws InputError when there is not exactly one */
export function findProfile(
  appconfig: AppConfig,
  applicationId: string,
  reference: string,
  signal: AbortSignal,
): Promise<ConfigurationProfile> {
  const { retrying } = appconfig
  const within = { ApplicationId: applicationId }
  return find({
    kind: 'configuration profile',
    input: 'configuration-profile',
    reference,
    isIdLike: looksLikeId(reference),
    get: () =>
      request('GetConfigurationProfile', `configuration profile ${reference}`, async () => {
        const command = new GetConfigurationProfileCommand({ ...within, ConfigurationProfileId: reference })
        return profile(await retrying.send(command, { abortSignal: signal }))
      }),
    list: () =>
      request('ListConfigurationProfiles', `the configuration profiles of application ${applicationId}`, () =>
        allItems(
          paginateListConfigurationProfiles({ client: retrying }, within, { abortSignal: signal }),
          profile,
        ),
      ),
  })
}

/** The deployment strategy with this ID or name, the predefined ones included. @throws InputError as above */
export function findStrategy(
  appconfig: AppConfig,
  reference: string,
  signal: AbortSignal,
): Promise<Strategy> {
  const { retrying } = appconfig
  return find({
    kind: 'deployment strategy',
    input: 'deployment-strategy',
    reference,
    isIdLike: looksLikeId(reference) || PREDEFINED.test(reference),
    get: () =>
      request('GetDeploymentStrategy', `deployment strategy ${reference}`, async () => {
        const command = new GetDeploymentStrategyCommand({ DeploymentStrategyId: reference })
        return strategy(await retrying.send(command, { abortSignal: signal }))
      }),
    list: () =>
      request('ListDeploymentStrategies', 'the deployment strategies', () =>
        allItems(
          paginateListDeploymentStrategies({ client: retrying }, {}, { abortSignal: signal }),
          strategy,
        ),
      ),
  })
}

/** The numbers of a strategy, as a strategy or a deployment tells them, with AppConfig's defaults. */
export function strategyNumbers(answer: {
  readonly DeploymentDurationInMinutes?: number | undefined
  readonly FinalBakeTimeInMinutes?: number | undefined
  readonly GrowthType?: string | undefined
  readonly GrowthFactor?: number | undefined
}): StrategyNumbers {
  return {
    durationMinutes: answer.DeploymentDurationInMinutes ?? 0,
    bakeMinutes: answer.FinalBakeTimeInMinutes ?? 0,
    growthType: answer.GrowthType === 'EXPONENTIAL' ? 'EXPONENTIAL' : 'LINEAR',
    growthFactor: answer.GrowthFactor ?? 100,
  }
}

const PREDEFINED = /^AppConfig\.[A-Za-z0-9]{9,40}$/

interface Search<T extends Named> {
  readonly kind: string
  readonly input: string
  readonly reference: string
  readonly isIdLike: boolean
  readonly get: () => Promise<T>
  readonly list: () => Promise<readonly T[]>
}

/** What looks like an ID is asked for directly; only when nothing has it is it taken for a name. */
async function find<T extends Named>(search: Search<T>): Promise<T> {
  if (search.isIdLike) {
    try {
      return await search.get()
    } catch (error) {
      const kind = failureKind(error)
      if (kind !== 'not-found' && kind !== 'bad-request') throw error
    }
  }
  const choice = choose(search.reference, await listed(search), search.kind)
  if (!choice.ok) throw new InputError([`${search.input} ${choice.problem}`])
  return choice.value
}

/** The parent may have been taken for an ID and not exist: then there are no candidates. */
async function listed<T extends Named>(search: Search<T>): Promise<readonly T[]> {
  try {
    return await search.list()
  } catch (error) {
    if (error instanceof AwsRequestError && error.failure.kind === 'not-found') return []
    throw error
  }
}

async function allItems<Item, T>(
  pages: AsyncIterable<{ readonly Items?: readonly Item[] | undefined }>,
  read: (item: Item) => T,
): Promise<readonly T[]> {
  const items: T[] = []
  for await (const page of pages) items.push(...(page.Items ?? []).map(read))
  return items
}

interface Answer {
  readonly Id?: string | undefined
  readonly Name?: string | undefined
}

function named(answer: Answer): Named {
  const id = answer.Id ?? ''
  return { id, name: answer.Name ?? id }
}

function environment(
  answer: Answer & {
    readonly Monitors?: readonly { readonly AlarmArn?: string | undefined }[] | null | undefined
  },
): Environment {
  return { ...named(answer), alarmArns: (answer.Monitors ?? []).flatMap(({ AlarmArn }) => AlarmArn ?? []) }
}

function profile(
  answer: Answer & { readonly LocationUri?: string | undefined; readonly Type?: string | undefined },
): ConfigurationProfile {
  return { ...named(answer), locationUri: answer.LocationUri ?? '', type: answer.Type ?? 'AWS.Freeform' }
}

function strategy(answer: DeploymentStrategy): Strategy {
  return { ...named(answer), numbers: strategyNumbers(answer) }
}
