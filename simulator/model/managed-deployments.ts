import { badRequest, conflict } from '../errors.js'
import type { Account } from './account.js'
import { deploymentArn } from './arns.js'
import { FEATURE_FLAGS_TYPE } from './aws-extensions.js'
import { deploymentInProgress, type DeploymentFacts, rolloutNow } from './deployment-facts.js'
import { changeRun, type ExperimentRunRequest } from './experiments.js'
import { registerTags } from './tags.js'

/**
 * Starts or ends an experiment run, which makes a MANAGED deployment at once: instant, without a strategy, of the
 * version that the profile's newest complete deployment has.
 *
 * @throws ServiceError for what is not there, a profile without feature flags or without a deployment, a run that
 *   does not fit, and while a deployment is in progress
 */
export function deployExperimentRun(account: Account, request: ExperimentRunRequest) {
  const { application, environment, profile, experiment, run, carryOut } = changeRun(account, request)
  if (profile.type !== FEATURE_FLAGS_TYPE) throw badRequest(`${profile.name} has no feature flags`)
  if (deploymentInProgress(account, environment) !== undefined) {
    throw conflict(`A deployment is in progress in ${environment.name}`)
  }
  const before = environment.deployments.findLast(
    (facts) => facts.profileId === profile.id && rolloutNow(account, facts).state === 'COMPLETE',
  )
  if (before === undefined) throw badRequest(`${profile.name} has not been deployed to ${environment.name}`)
  carryOut()
  const facts: DeploymentFacts = {
    ...deployedBy(before),
    number: environment.deployments.length + 1,
    strategyId: undefined,
    description: undefined,
    startedAt: account.clock.now(),
    plan: { ...before.plan, ...INSTANT },
    extensions: [],
    experimentRun: { experimentId: experiment.id, run: run.number },
  }
  environment.deployments.push(facts)
  registerTags(account, deploymentArn(account, application.id, environment.id, facts.number), undefined)
  return { ExperimentDefinitionId: experiment.id, Run: run.number, DeploymentNumber: facts.number }
}

const INSTANT = { durationMinutes: 0, bakeMinutes: 0, growthType: 'LINEAR', growthFactor: 100 } as const

/** What a MANAGED deployment has of the deployment before it: the configuration and its key. */
const deployedBy = (before: DeploymentFacts) => ({
  profileId: before.profileId,
  configurationName: before.configurationName,
  locationUri: before.locationUri,
  configurationVersion: before.configurationVersion,
  versionLabel: before.versionLabel,
  kmsKeyIdentifier: before.kmsKeyIdentifier,
  kmsKeyArn: before.kmsKeyArn,
})
