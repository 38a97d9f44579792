import { InputError } from '../inputs/input-error.js'
import type { NamedResource } from '../deployment/deployment.js'
import type { Aws } from './client.js'
import { type Environment, findEnvironment } from './environments.js'
import { referenceForm } from './resource-search.js'
import {
  type ConfigurationProfile,
  findApplication,
  findProfile,
  findStrategy,
  type Strategy,
} from './resources.js'

/** What is deployed where, and how. */
export interface Target<FoundEnvironment = Environment> {
  readonly application: NamedResource
  readonly environment: FoundEnvironment
  readonly profile: ConfigurationProfile
  readonly strategy: Strategy
}

/** The names or IDs of a target's resources, as the inputs give them. */
export interface TargetReferences {
  readonly application: string
  readonly environment: string
  readonly configurationProfile: string
  readonly deploymentStrategy: string
}

/** How an environment is looked for: `findEnvironment`, or `findEnvironmentIfAny` where it may be missing. */
export type EnvironmentSearch<FoundEnvironment> = (
  aws: Aws,
  applicationId: string,
  reference: string,
) => Promise<FoundEnvironment>

/** Where deployments are, and of which profile when it matters. */
export interface EnvironmentTarget {
  readonly application: NamedResource
  readonly environment: Environment
  readonly profile?: ConfigurationProfile
}

/** The names or IDs of its resources. */
export interface EnvironmentReferences {
  readonly application: string
  readonly environment: string
  readonly configurationProfile?: string
}

/**
 * Finds the resources that the inputs name. What does not depend on each other is asked for at the same time; with
 * an application ID nothing waits for the application to be confirmed.
 * @throws InputError with every reference that means nothing, or several things, and its candidates
 * @throws AwsRequestError when a request fails
 */
export async function findTarget<FoundEnvironment>(
  aws: Aws,
  references: TargetReferences,
  environmentOf: EnvironmentSearch<FoundEnvironment>,
): Promise<Target<FoundEnvironment>> {
  const [within, strategy] = await Promise.all([
    ended(findWithin(aws, references, environmentOf, profileSearch(references.configurationProfile))),
    ended(findStrategy(aws, references.deploymentStrategy)),
  ])
  if (!within.ok || !strategy.ok) throw combined([within, strategy])
  return { ...within.value, strategy: strategy.value }
}

/**
 * Finds the environment, and the profile when one is named, in the way of `findTarget`.
 * @throws InputError with every reference that means nothing, or several things, and its candidates
 * @throws AwsRequestError when a request fails
 */
export async function findEnvironmentTarget(
  aws: Aws,
  references: EnvironmentReferences,
): Promise<EnvironmentTarget> {
  const { configurationProfile } = references
  if (configurationProfile === undefined) {
    return findEnvironmentOf(aws, references, findOneEnvironment)
  }
  return findWithin(aws, references, findOneEnvironment, profileSearch(configurationProfile))
}

/**
 * Finds the application and its environment alone, in the way of `findTarget`.
 * @throws InputError, AwsRequestError as above
 */
export async function findEnvironmentOf<FoundEnvironment>(
  aws: Aws,
  references: Pick<EnvironmentReferences, 'application' | 'environment'>,
  environmentOf: EnvironmentSearch<FoundEnvironment>,
): Promise<{ readonly application: NamedResource; readonly environment: FoundEnvironment }> {
  const noProfile = () => Promise.resolve(undefined)
  const { application, environment } = await findWithin(aws, references, environmentOf, noProfile)
  return { application, environment }
}

/** The environment that a reference means. @throws InputError when there is not exactly one */
export const findOneEnvironment: EnvironmentSearch<Environment> = (aws, applicationId, reference) =>
  findEnvironment(aws, applicationId, reference)

type ProfileSearch<Profile> = (aws: Aws, applicationId: string) => Promise<Profile>

function profileSearch(reference: string): ProfileSearch<ConfigurationProfile> {
  return (aws, applicationId) => findProfile(aws, applicationId, reference)
}

async function findWithin<FoundEnvironment, Profile>(
  aws: Aws,
  references: Pick<EnvironmentReferences, 'application' | 'environment'>,
  environmentOf: EnvironmentSearch<FoundEnvironment>,
  profileOf: ProfileSearch<Profile>,
): Promise<{
  readonly application: NamedResource
  readonly environment: FoundEnvironment
  readonly profile: Profile
}> {
  const within = (applicationId: string, until: Aws) =>
    [
      ended(environmentOf(until, applicationId, references.environment)),
      ended(profileOf(until, applicationId)),
    ] as const
  const superseded = new AbortController()
  const early =
    referenceForm(references.application) === 'id'
      ? within(references.application, { ...aws, signal: AbortSignal.any([aws.signal, superseded.signal]) })
      : undefined
  const application = await findApplication(aws, references.application).catch((error: unknown) => {
    superseded.abort()
    throw error
  })
  const isEarlyRight = early !== undefined && application.id === references.application
  // A name that looks like an ID: what was asked for too early must not go on in the background.
  if (!isEarlyRight) superseded.abort()
  const [environment, profile] = await Promise.all(isEarlyRight ? early : within(application.id, aws))
  if (!environment.ok || !profile.ok) throw combined([environment, profile])
  return { application, environment: environment.value, profile: profile.value }
}

type End<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown }

/** The search's end as a value, so that a search whose end turns out not to matter can't fail the process. */
async function ended<T>(search: Promise<T>): Promise<End<T>> {
  try {
    return { ok: true, value: await search }
  } catch (error) {
    return { ok: false, error }
  }
}

/** One error for all searches: a failed request first, since it says why nothing was found, else all problems. */
function combined(ends: readonly End<unknown>[]): unknown {
  const errors = ends.flatMap((end) => (end.ok ? [] : [end.error]))
  const failed = errors.find((error) => !(error instanceof InputError))
  if (failed !== undefined) return failed
  return new InputError(errors.flatMap((error) => (error instanceof InputError ? error.problems : [])))
}
