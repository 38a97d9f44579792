import type * as api from '@aws-sdk/client-appconfig'
import { badRequest, conflict, notFound } from '../errors.js'
import type { Asked } from '../operations.js'
import type { Account, Application, Environment, HostedVersion, Profile } from './account.js'
import { findApplication } from './applications.js'
import { appliedExtensions } from './applied-extensions.js'
import { deploymentArn } from './arns.js'
import { deploymentInProgress, type DeploymentFacts } from './deployment-facts.js'
import { describeDeployment } from './deployments.js'
import { findEnvironment } from './environments.js'
import { foreseenInterruption } from './failures.js'
import { hostedVersionNamed } from './hosted-versions.js'
import { refuseFailingAction } from './invocations.js'
import { resolveKey } from './keys.js'
import { findProfile } from './profiles.js'
import { findStrategy } from './strategies.js'
import { registerTags } from './tags.js'
import { validateContent } from './validators.js'

/**
 * Starts a deployment. What is refused, in this order: what is not there (404), a busy environment and a
 * LatestDeploymentNumber that does not hold (409), a key, content or extension that does not do (400). The
 * profile's key is not the deployment's: only the request's counts.
 */
export function startDeployment(
  account: Account,
  request: Asked<api.StartDeploymentRequest>,
): api.Deployment {
  const application = findApplication(account, request.ApplicationId)
  const environment = findEnvironment(account, application, request.EnvironmentId)
  const profile = findProfile(account, application, request.ConfigurationProfileId)
  const strategy = findStrategy(account, request.DeploymentStrategyId)
  const hosted = findConfiguration(profile, request.ConfigurationVersion)
  refuseOtherLatest(account, environment, request.LatestDeploymentNumber)
  refuseBusy(account, environment)
  const key = request.KmsKeyIdentifier
  const kmsKeyArn = key === undefined ? undefined : resolveKey(account, key)
  if (hosted !== undefined) validateContent(profile.validators, hosted.content)
  const dynamic = request.DynamicExtensionParameters
  const extensions = appliedExtensions(account, application, environment, profile, dynamic)
  refuseFailingAction(account, extensions, 'PRE_START_DEPLOYMENT')
  const facts: DeploymentFacts = {
    number: environment.deployments.length + 1,
    strategyId: strategy.id,
    profileId: profile.id,
    configurationName: profile.name,
    locationUri: profile.locationUri,
    configurationVersion: hosted === undefined ? request.ConfigurationVersion : String(hosted.number),
    versionLabel: hosted?.label,
    description: request.Description === '' ? undefined : request.Description,
    startedAt: account.clock.now(),
    plan: { ...strategy, linearInterval: account.readings.linearInterval, minuteMs: account.clock.minuteMs },
    extensions,
    kmsKeyIdentifier: key,
    kmsKeyArn,
  }
  return keep(account, application, environment, facts, request.Tags)
}

function keep(
  account: Account,
  application: Application,
  environment: Environment,
  facts: DeploymentFacts,
  tags: Readonly<Record<string, string>> | undefined,
): api.Deployment {
  const monitors = environment.monitors.map(({ AlarmArn }) => ({ AlarmArn }))
  const interruption = foreseenInterruption(account, monitors, facts)
  if (interruption !== undefined) facts.interruption = interruption
  environment.deployments.push(facts)
  registerTags(account, deploymentArn(account, application.id, environment.id, facts.number), tags)
  return describeDeployment(account, application, environment, facts)
}

/** A hosted version by number or label. Sources outside AppConfig take any version unless theirs are listed. */
function findConfiguration(profile: Profile, named: string): HostedVersion | undefined {
  if (profile.locationUri === 'hosted') {
    const hosted = hostedVersionNamed(profile, named)
    if (hosted !== undefined) return hosted
  } else if (profile.sourceVersions?.includes(named) !== false) {
    return undefined
  }
  throw notFound(
    `Could not find configuration ${profile.name} with version number ${named}`,
    'ConfigurationVersion',
  )
}

/** On the first deployment of an environment 0 is the number to send, or none (an assumption). */
function refuseOtherLatest(account: Account, environment: Environment, expected: number | undefined): void {
  const latest = environment.deployments.length
  const reading = account.readings.latestDeploymentNumber
  if (expected === 0 && reading === 'refuses-0') throw refusedZero()
  if (expected === undefined || expected === latest || reading === 'ignored') return
  throw conflict(
    `LatestDeploymentNumber supplied in request ${expected} does not match latest deployment ${latest}.`,
  )
}

const refusedZero = () =>
  badRequest(
    "1 validation error detected: Value '0' at 'latestDeploymentNumber' failed to satisfy constraint: Member must have value greater than or equal to 1",
  )

function refuseBusy(account: Account, environment: Environment): void {
  const running = deploymentInProgress(account, environment)
  if (running === undefined) return
  throw conflict(`Deployment ${running.number} is already in progress in environment ${environment.id}.`)
}

/** @throws BadRequestException when a validator refuses the version, ResourceNotFoundException */
export function validateConfiguration(
  account: Account,
  request: Asked<api.ValidateConfigurationRequest>,
): Record<string, never> {
  const application = findApplication(account, request.ApplicationId)
  const profile = findProfile(account, application, request.ConfigurationProfileId)
  const hosted = findConfiguration(profile, request.ConfigurationVersion)
  if (hosted !== undefined) validateContent(profile.validators, hosted.content)
  return {}
}
