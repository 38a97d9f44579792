import {
  type DeploymentStrategy,
  GetApplicationCommand,
  GetConfigurationProfileCommand,
  GetDeploymentStrategyCommand,
  paginateListApplications,
  paginateListConfigurationProfiles,
  paginateListDeploymentStrategies,
} from '@aws-sdk/client-appconfig'
import type { StrategyNumbers } from '../deployment/deployment.js'
import type { Named } from '../inputs/values/choice.js'
import type { AppConfig } from './client.js'
import { request } from './failure.js'
import { allItems, type Answer, find, referenceForm, named } from './resource-search.js'

export interface ConfigurationProfile extends Named {
  readonly locationUri: string
  /** `AWS.Freeform` or `AWS.AppConfig.FeatureFlags`. */
  readonly type: string
}

export interface Strategy extends Named {
  readonly numbers: StrategyNumbers
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
    form: referenceForm(reference),
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
    form: referenceForm(reference),
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
    form: PREDEFINED.test(reference) ? 'id' : referenceForm(reference),
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

function profile(
  answer: Answer & { readonly LocationUri?: string | undefined; readonly Type?: string | undefined },
): ConfigurationProfile {
  return { ...named(answer), locationUri: answer.LocationUri ?? '', type: answer.Type ?? 'AWS.Freeform' }
}

function strategy(answer: DeploymentStrategy): Strategy {
  return { ...named(answer), numbers: strategyNumbers(answer) }
}
