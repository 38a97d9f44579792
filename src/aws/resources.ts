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
import type { NamedResource } from '../deployment/deployment.js'
import type { Aws } from './client.js'
import { request } from './failure.js'
import { allItems, type Answer, find, referenceForm, named } from './resource-search.js'

export interface ConfigurationProfile extends NamedResource {
  readonly locationUri: string
  /** `AWS.Freeform` or `AWS.AppConfig.FeatureFlags`. */
  readonly type: string
}

export interface Strategy extends NamedResource {
  readonly numbers: StrategyNumbers
}

/** The application with this ID or name. @throws InputError when there is not exactly one */
export function findApplication(aws: Aws, reference: string): Promise<NamedResource> {
  const { retrying } = aws.connection
  return find({
    kind: 'application',
    input: 'application',
    reference,
    form: referenceForm(reference),
    get: () =>
      request('GetApplication', `application ${reference}`, async () =>
        named(
          await retrying.send(new GetApplicationCommand({ ApplicationId: reference }), {
            abortSignal: aws.signal,
          }),
        ),
      ),
    list: () =>
      request('ListApplications', 'the applications', () =>
        allItems(paginateListApplications({ client: retrying }, {}, { abortSignal: aws.signal }), named),
      ),
  })
}

/** The configuration profile of an application with this ID or name. @throws InputError when there is not exactly one */
export function findProfile(
  aws: Aws,
  applicationId: string,
  reference: string,
): Promise<ConfigurationProfile> {
  const { retrying } = aws.connection
  const within = { ApplicationId: applicationId }
  return find({
    kind: 'configuration profile',
    input: 'configuration-profile',
    reference,
    form: referenceForm(reference),
    get: () =>
      request('GetConfigurationProfile', `configuration profile ${reference}`, async () => {
        const command = new GetConfigurationProfileCommand({ ...within, ConfigurationProfileId: reference })
        return profile(await retrying.send(command, { abortSignal: aws.signal }))
      }),
    list: () =>
      request('ListConfigurationProfiles', `the configuration profiles of application ${applicationId}`, () =>
        allItems(
          paginateListConfigurationProfiles({ client: retrying }, within, { abortSignal: aws.signal }),
          profile,
        ),
      ),
  })
}

/** The deployment strategy with this ID or name, the predefined ones included. @throws InputError as above */
export function findStrategy(aws: Aws, reference: string): Promise<Strategy> {
  const { retrying } = aws.connection
  return find({
    kind: 'deployment strategy',
    input: 'deployment-strategy',
    reference,
    form: PREDEFINED.test(reference) ? 'id' : referenceForm(reference),
    get: () =>
      request('GetDeploymentStrategy', `deployment strategy ${reference}`, async () => {
        const command = new GetDeploymentStrategyCommand({ DeploymentStrategyId: reference })
        return strategy(await retrying.send(command, { abortSignal: aws.signal }))
      }),
    list: () =>
      request('ListDeploymentStrategies', 'the deployment strategies', () =>
        allItems(
          paginateListDeploymentStrategies({ client: retrying }, {}, { abortSignal: aws.signal }),
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
