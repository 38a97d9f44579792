import { InputError } from '../input-error.js'
import type { Named } from '../input-values/choice.js'
import type { AppConfig } from './client.js'
import {
  type ConfigurationProfile,
  type Environment,
  findApplication,
  findEnvironment,
  findProfile,
  findStrategy,
  looksLikeId,
  type Strategy,
} from './resources.js'

/** What is deployed where, and how. */
export interface Target {
  readonly application: Named
  readonly environment: Environment
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
export async function findTarget(
  appconfig: AppConfig,
  references: TargetReferences,
  signal: AbortSignal,
): Promise<Target> {
  const [within, strategy] = await Promise.all([
    settled(
      findWithin(appconfig, references, signal, (applicationId, within) =>
        findProfile(appconfig, applicationId, references.configurationProfile, within),
      ),
    ),
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
    return findWithin(appconfig, references, signal, (applicationId, within) =>
      findProfile(appconfig, applicationId, reference, within),
    )
  }
  const { application, environment } = await findWithin(appconfig, references, signal, () =>
    Promise.resolve(undefined),
  )
  return { application, environment }
}

async function findWithin<Profile>(
  appconfig: AppConfig,
  references: PlaceReferences,
  signal: AbortSignal,
  profileOf: (applicationId: string, signal: AbortSignal) => Promise<Profile>,
): Promise<{ readonly application: Named; readonly environment: Environment; readonly profile: Profile }> {
  const within = (applicationId: string, until: AbortSignal) =>
    [
      settled(findEnvironment(appconfig, applicationId, references.environment, until)),
      settled(profileOf(applicationId, until)),
    ] as const
  const needless = new AbortController()
  const early = looksLikeId(references.application)
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
