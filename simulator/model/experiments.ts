import type * as api from '@aws-sdk/client-appconfig'
import { badRequest, notFound } from '../errors.js'
import type { Asked } from '../operations.js'
import { page } from '../pagination.js'
import type { Account, Application, Experiment } from './account.js'
import { findApplication } from './applications.js'
import { findEnvironment } from './environments.js'
import { findProfile } from './profiles.js'

/** Of all applications, or of one; filtered by environment, profile and status. */
export function listExperiments(
  account: Account,
  request: api.ListExperimentDefinitionsRequest,
): api.ExperimentDefinitions {
  const { ApplicationIdentifier, EnvironmentIdentifier, ConfigurationProfileIdentifier, Status } = request
  const applications =
    ApplicationIdentifier === undefined
      ? [...account.applications.values()]
      : [findApplication(account, ApplicationIdentifier)]
  const matching = applications.flatMap((application) => {
    const environment = EnvironmentIdentifier && idOf(application.environments, EnvironmentIdentifier)
    const profile =
      ConfigurationProfileIdentifier && idOf(application.profiles, ConfigurationProfileIdentifier)
    return [...application.experiments.values()]
      .filter(
        (experiment) =>
          (environment === undefined || experiment.environmentId === environment) &&
          (profile === undefined || experiment.profileId === profile) &&
          (Status === undefined || statusOf(experiment) === Status),
      )
      .map((experiment) => summarised(application, experiment))
  })
  return page(matching, request)
}

export function getExperiment(
  account: Account,
  request: Asked<api.GetExperimentDefinitionRequest>,
): api.ExperimentDefinition {
  const application = findApplication(account, request.ApplicationIdentifier)
  const experiment = findExperiment(account, application, request.ExperimentDefinitionIdentifier)
  return {
    ...summarised(application, experiment),
    Control: { Key: 'control', Weight: 50, FlagValue: { Enabled: false } },
    Treatments: [{ Key: 'treatment-1', Weight: 50, FlagValue: { Enabled: true } }],
  }
}

/** Newest first. */
export function listExperimentRuns(
  account: Account,
  request: Asked<api.ListExperimentRunsRequest>,
): api.ExperimentRuns {
  const application = findApplication(account, request.ApplicationIdentifier)
  const experiment = findExperiment(account, application, request.ExperimentDefinitionIdentifier)
  const runs = experiment.runs.map(({ number, startedAt, endedAt }): api.ExperimentRunSummary => ({
    ExperimentDefinitionId: experiment.id,
    Run: number,
    Status: endedAt === undefined ? 'RUNNING' : 'DONE',
    StartedAt: new Date(startedAt),
    UpdatedAt: new Date(endedAt ?? startedAt),
    EndedAt: endedAt === undefined ? undefined : new Date(endedAt),
  }))
  const wanted = runs.filter(({ Status }) => request.Status === undefined || Status === request.Status)
  return page(wanted.toReversed(), request)
}

/** Archives the definition, or removes it with DeleteType DESTROY. */
export function deleteExperiment(
  account: Account,
  request: Asked<api.DeleteExperimentDefinitionRequest>,
): Record<string, never> {
  const application = findApplication(account, request.ApplicationIdentifier)
  const experiment = findExperiment(account, application, request.ExperimentDefinitionIdentifier)
  if (statusOf(experiment) === 'ACTIVE') {
    throw badRequest(
      `Cannot delete experiment definition ${experiment.id}, because it has a run in progress.`,
    )
  }
  if (request.DeleteType === 'DESTROY') application.experiments.delete(experiment.id)
  else experiment.archivedAt = account.clock.now()
  return {}
}

/** Starts or ends a run of the experiment on a flag, which is defined when there is none; each is a deployment. */
export interface ExperimentRunRequest {
  readonly ApplicationId: string
  readonly EnvironmentId: string
  readonly ConfigurationProfileId: string
  readonly FlagKey: string
  readonly Status: 'RUNNING' | 'DONE'
}

/**
 * The run whose start or end is to be deployed.
 *
 * @throws ServiceError for what is not there, a run that already is in progress, or none to end
 */
export function changeRun(account: Account, request: ExperimentRunRequest) {
  const application = findApplication(account, request.ApplicationId)
  const environment = findEnvironment(account, application, request.EnvironmentId)
  const profile = findProfile(account, application, request.ConfigurationProfileId)
  const known = [...application.experiments.values()].find(
    ({ environmentId, profileId, flagKey, archivedAt }) =>
      archivedAt === undefined &&
      environmentId === environment.id &&
      profileId === profile.id &&
      flagKey === request.FlagKey,
  )
  const now = account.clock.now()
  const experiment = known ?? {
    id: account.nextId(),
    name: `experiment on ${request.FlagKey}`,
    environmentId: environment.id,
    profileId: profile.id,
    flagKey: request.FlagKey,
    createdAt: now,
    runs: [],
  }
  const newest = experiment.runs.at(-1)
  const running = newest?.endedAt === undefined ? newest : undefined
  if (request.Status === 'DONE' && running === undefined) {
    throw badRequest(`No experiment is running on the flag ${request.FlagKey}`)
  }
  if (request.Status === 'RUNNING' && running !== undefined) {
    throw badRequest(`An experiment is running on the flag ${request.FlagKey}`)
  }
  const run = running ?? { number: experiment.runs.length + 1, startedAt: now }
  const carryOut = () => {
    application.experiments.set(experiment.id, experiment)
    if (running === undefined) experiment.runs.push(run)
    else running.endedAt = now
  }
  return { application, environment, profile, experiment, run, carryOut }
}

/** Archived definitions do not count for an environment. */
export const hasExperiments = (application: Application, environmentId: string): boolean =>
  [...application.experiments.values()].some(
    (experiment) => experiment.environmentId === environmentId && experiment.archivedAt === undefined,
  )

function findExperiment(account: Account, application: Application, identifier: string): Experiment {
  const found =
    application.experiments.get(identifier) ??
    [...application.experiments.values()].find(({ name }) => name === identifier)
  if (found !== undefined) return found
  throw notFound(
    `Experiment Definition with Application Id ${application.id} and Experiment Definition Id ${identifier} could not be found for account ${account.id}.`,
    'ExperimentDefinition',
  )
}

function statusOf({ archivedAt, runs }: Experiment): api.ExperimentDefinitionStatus {
  if (archivedAt !== undefined) return 'ARCHIVED'
  const newest = runs.at(-1)
  return newest !== undefined && newest.endedAt === undefined ? 'ACTIVE' : 'IDLE'
}

function summarised(application: Application, experiment: Experiment): api.ExperimentDefinitionSummary {
  const newest = experiment.runs.at(-1)
  const updatedAt = experiment.archivedAt ?? newest?.endedAt ?? newest?.startedAt ?? experiment.createdAt
  return {
    ApplicationId: application.id,
    Id: experiment.id,
    Name: experiment.name,
    Status: statusOf(experiment),
    ConfigurationProfileId: experiment.profileId,
    EnvironmentId: experiment.environmentId,
    FlagKey: experiment.flagKey,
    CreatedAt: new Date(experiment.createdAt),
    UpdatedAt: new Date(updatedAt),
  }
}

/** The id of what is named by id or name; what is not there matches nothing. */
const idOf = (
  resources: ReadonlyMap<string, { readonly id: string; readonly name: string }>,
  identifier: string,
): string =>
  resources.get(identifier)?.id ??
  [...resources.values()].find(({ name }) => name === identifier)?.id ??
  identifier
