import type * as api from '@aws-sdk/client-appconfig'
import { badRequest, notFound } from '../errors.js'
import type { Asked } from '../operations.js'
import { page } from '../pagination.js'
import type { Account, Application, Environment } from './account.js'
import { experimentRunArn, inRegion } from './arns.js'
import { findApplication } from './applications.js'
import { type DeploymentFacts, interrupt, rolloutNow } from './deployment-facts.js'
import { findEnvironment } from './environments.js'
import { invocationsOf } from './invocations.js'
import type { Rollout } from './rollout.js'

export function getDeployment(account: Account, request: Asked<api.GetDeploymentRequest>): api.Deployment {
  const { application, environment, facts } = find(account, request)
  return describeDeployment(account, application, environment, facts)
}

/** Newest first. */
export function listDeployments(
  account: Account,
  request: Asked<api.ListDeploymentsRequest>,
): api.Deployments {
  const application = findApplication(account, request.ApplicationId)
  const environment = findEnvironment(account, application, request.EnvironmentId)
  const newestFirst = environment.deployments.toReversed()
  return page(
    newestFirst.map((facts) => summarised(account, facts)),
    request,
  )
}

const REVERT_MINUTES = 72 * 60

/**
 * Stops a deployment in progress, or reverts a completed one when AllowRevert is set and it completed within
 * 72 hours. The words of the refusals are not established.
 */
export function stopDeployment(account: Account, request: Asked<api.StopDeploymentRequest>): api.Deployment {
  const { application, environment, facts } = find(account, request)
  const current = rolloutNow(account, facts)
  if (facts.experimentRun !== undefined) {
    throw badRequest(`Deployment ${facts.number} cannot be stopped, it is managed by an experiment`)
  }
  if (current.state === 'DEPLOYING' || current.state === 'BAKING') {
    interrupt(account, facts, { cause: 'user' })
  } else if (current.state === 'COMPLETE' && request.AllowRevert === true) {
    revert(account, facts, current)
  } else {
    throw badRequest(`Deployment ${facts.number} cannot be stopped, it has a status of ${current.state}`)
  }
  return describeDeployment(account, application, environment, facts)
}

function revert(account: Account, facts: DeploymentFacts, { completedAt = 0 }: Rollout): void {
  const elapsed = account.clock.now() - facts.startedAt
  if (elapsed - completedAt > REVERT_MINUTES * account.clock.minuteMs) {
    throw badRequest(`Deployment ${facts.number} cannot be reverted, it completed more than 72 hours ago`)
  }
  facts.revertedAt = elapsed
}

function find(account: Account, request: Asked<api.GetDeploymentRequest>) {
  const application = findApplication(account, request.ApplicationId)
  const environment = findEnvironment(account, application, request.EnvironmentId)
  const facts = environment.deployments[request.DeploymentNumber - 1]
  if (facts !== undefined) return { application, environment, facts }
  throw notFound(
    `Deployment with Application Id ${application.id}, Environment Id ${environment.id}, and Deployment Number ${request.DeploymentNumber} could not be found for account ${account.id}.`,
    'Deployment',
  )
}

/** The deployment in full, as StartDeployment, GetDeployment and StopDeployment answer it. */
export function describeDeployment(
  account: Account,
  application: Application,
  environment: Environment,
  facts: DeploymentFacts,
): api.Deployment {
  const current = rolloutNow(account, facts)
  return {
    ...common(facts, current),
    ApplicationId: application.id,
    EnvironmentId: environment.id,
    DeploymentStrategyId: facts.strategyId,
    ConfigurationProfileId: facts.profileId,
    ConfigurationLocationUri: facts.locationUri,
    Description: descriptionOf(account, application, facts),
    EventLog: eventLog(account, facts, current),
    AppliedExtensions: facts.extensions.map(({ extensionId, associationId, version, parameters }) => ({
      ExtensionId: extensionId,
      ExtensionAssociationId: associationId,
      VersionNumber: version,
      Parameters: parameters,
    })),
    KmsKeyArn: facts.kmsKeyArn && inRegion(account, facts.kmsKeyArn),
    KmsKeyIdentifier: facts.kmsKeyIdentifier,
  }
}

function descriptionOf(account: Account, application: Application, facts: DeploymentFacts) {
  if (facts.experimentRun === undefined) return facts.description
  const { experimentId, run } = facts.experimentRun
  return `For ${experimentRunArn(account, application.id, experimentId, run)}`
}

function eventLog(account: Account, facts: DeploymentFacts, current: Rollout): api.DeploymentEvent[] {
  return current.events.map((event) => {
    const invocations = invocationsOf(account, facts, event)
    return {
      EventType: event.type,
      TriggeredBy: event.triggeredBy,
      Description: event.description,
      ...(invocations.length === 0 ? {} : { ActionInvocations: invocations }),
      OccurredAt: new Date(facts.startedAt + event.at),
    }
  })
}

const summarised = (account: Account, facts: DeploymentFacts): api.DeploymentSummary => ({
  ...common(facts, rolloutNow(account, facts)),
  ConfigurationProfileId: facts.profileId,
  Type: facts.experimentRun === undefined ? 'USER' : 'MANAGED',
})

/** What a deployment and its summary have in common. */
const common = (facts: DeploymentFacts, current: Rollout) => ({
  DeploymentNumber: facts.number,
  ConfigurationName: facts.configurationName,
  ConfigurationVersion: facts.configurationVersion,
  DeploymentDurationInMinutes: facts.plan.durationMinutes,
  GrowthType: facts.plan.growthType,
  GrowthFactor: facts.plan.growthFactor,
  FinalBakeTimeInMinutes: facts.plan.bakeMinutes,
  State: current.state,
  PercentageComplete: current.percentage,
  StartedAt: new Date(facts.startedAt),
  CompletedAt: completedAt(facts, current),
  VersionLabel: facts.versionLabel,
})

/** A rolled back deployment has none; a reverted one keeps the instant at which it completed. */
const completedAt = (facts: DeploymentFacts, current: Rollout): Date | undefined =>
  current.completedAt === undefined ? undefined : new Date(facts.startedAt + current.completedAt)
