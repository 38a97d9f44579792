import { InputError } from '../inputs/input-error.js'
import type { Named } from '../inputs/values/choice.js'
import type { AppConfig } from './client.js'
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
  readonly application: Named
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
  appconfig: AppConfig,
  applicationId: string,
  reference: string,
  signal: AbortSignal,
) => Promise<FoundEnvironment>

/** Where deployments are, and of which profile when it matters. */
export interface Place {
  readonly application: Named
  readonly environment: Environment
  readonly profile?: ConfigurationProfile
}

/** The names or IDs of a place. */
export interface PlaceReferences {
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
  appconfig: AppConfig,
  references: TargetReferences,
  environmentOf: EnvironmentSearch<FoundEnvironment>,
  signal: AbortSignal,
): Promise<Target<FoundEnvironment>> {
  const profileOf = (applicationId: string, within: AbortSignal) =>
    findProfile(appconfig, applicationId, references.configurationProfile, within)
  const [within, strategy] = await Promise.all([
    settled(findWithin(appconfig, references, environmentOf, profileOf, signal)),
    settled(findStrategy(appconfig, references.deploymentStrategy, signal)),
  ])
  if (!within.ok || !strategy.ok) throw combined([within, strategy])
  return { ...within.value, strategy: strategy.value }
}

/**
 * Finds the environment, and the profile when one is named, in the way of `findTarget`.
 * @throws InputError with every reference that means nothing, or several things, and its candidates
 * @throws AwsRequestError when a request fails
 */
export async function findPlace(
  appconfig: AppConfig,
  references: PlaceReferences,
  signal: AbortSignal,
): Promise<Place> {
  const { configurationProfile: reference } = references
  if (reference !== undefined) {
    const profileOf = (applicationId: string, within: AbortSignal) =>
      findProfile(appconfig, applicationId, reference, within)
    return findWithin(appconfig, references, findEnvironment, profileOf, signal)
  }
  return findEnvironmentPlace(appconfig, references, findEnvironment, signal)
}

/**
 * Finds the environment alone, in the way of `findTarget`.
 * @throws InputError, AwsRequestError as above
 */
export async function findEnvironmentPlace<FoundEnvironment>(
  appconfig: AppConfig,
  references: Pick<PlaceReferences, 'application' | 'environment'>,
  environmentOf: EnvironmentSearch<FoundEnvironment>,
  signal: AbortSignal,
): Promise<{ readonly application: Named; readonly environment: FoundEnvironment }> {
  const noProfile = () => Promise.resolve(undefined)
  const { application, environment } = await findWithin(
    appconfig,
    references,
    environmentOf,
    noProfile,
    signal,
  )
  return { application, environment }
}

async function findWithin<FoundEnvironment, Profile>(
  appconfig: AppConfig,
  references: Pick<PlaceReferences, 'application' | 'environment'>,
  environmentOf: EnvironmentSearch<FoundEnvironment>,
  profileOf: (applicationId: string, signal: AbortSignal) => Promise<Profile>,
  signal: AbortSignal,
): Promise<{
  readonly application: Named
  readonly environment: FoundEnvironment
  readonly profile: Profile
}> {
  const within = (applicationId: string, until: AbortSignal) =>
    [
      settled(environmentOf(appconfig, applicationId, references.environment, until)),
      settled(profileOf(applicationId, until)),
    ] as const
  const needless = new AbortController()
  const early =
    referenceForm(references.application) === 'id'
      ? within(references.application, AbortSignal.any([signal, needless.signal]))
      : undefined
  const application = await findApplication(appconfig, references.application, signal).catch(
    (error: unknown) => {
      needless.abort()
      throw error
    },
  )
  const isEarlyRight = early !== undefined && application.id === references.application
  // A name that looks like an ID: what was asked for too early must not go on in the background.
  if (!isEarlyRight) needless.abort()
  const [environment, profile] = await Promise.all(isEarlyRight ? early : within(application.id, signal))
  if (!environment.ok || !profile.ok) throw combined([environment, profile])
  return { application, environment: environment.value, profile: profile.value }
}

type Settled<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown }

/** The search's end as a value, so that a search whose end turns out not to matter can't fail the process. */
async function settled<T>(search: Promise<T>): Promise<Settled<T>> {
  try {
    return { ok: true, value: await search }
  } catch (error) {
    return { ok: false, error }
  }
}

/** One error for all searches: a failed request first, since it says why nothing was found, else all problems. */
function combined(ends: readonly Settled<unknown>[]): unknown {
  const errors = ends.flatMap((end) => (end.ok ? [] : [end.error]))
  const failed = errors.find((error) => !(error instanceof InputError))
  if (failed !== undefined) return failed
  return new InputError(errors.flatMap((error) => (error instanceof InputError ? error.problems : [])))
}
