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
  const within = (applicationId: string) =>
    [
      settled(findEnvironment(appconfig, applicationId, references.environment, signal)),
      settled(findProfile(appconfig, applicationId, references.configurationProfile, signal)),
    ] as const
  const strategySearch = settled(findStrategy(appconfig, references.deploymentStrategy, signal))
  const early = looksLikeId(references.application) ? within(references.application) : undefined
  const application = await settled(findApplication(appconfig, references.application, signal))
  if (!application.ok) throw combined([application, await strategySearch])
  const isEarlyRight = early !== undefined && application.value.id === references.application
  const [environment, profile, strategy] = await Promise.all([
    ...(isEarlyRight ? early : within(application.value.id)),
    strategySearch,
  ])
  if (!environment.ok || !profile.ok || !strategy.ok) throw combined([environment, profile, strategy])
  return {
    application: application.value,
    environment: environment.value,
    profile: profile.value,
    strategy: strategy.value,
  }
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
