import type * as api from '@aws-sdk/client-appconfig'
import { badRequest, notFound, quotaExceeded } from '../errors.js'
import type { Asked } from '../operations.js'
import { page } from '../pagination.js'
import { type Account, echoed, kept, type Strategy } from './account.js'
import { strategyArn } from './arns.js'
import { forgetTags, registerTags } from './tags.js'

const PREDEFINED: readonly Strategy[] = [
  predefined('AppConfig.AllAtOnce', 'Quick', 0, 'LINEAR', 100, 10),
  predefined('AppConfig.Linear50PercentEvery30Seconds', 'Test/Demo', 1, 'LINEAR', 50, 1),
  predefined('AppConfig.Canary10Percent20Minutes', 'AWS Recommended', 20, 'EXPONENTIAL', 10, 10),
  predefined('AppConfig.Linear20PercentEvery6Minutes', 'AWS Recommended', 30, 'LINEAR', 20, 30),
]

function predefined(
  name: string,
  description: string,
  durationMinutes: number,
  growthType: api.GrowthType,
  growthFactor: number,
  bakeMinutes: number,
): Strategy {
  const numbers = { durationMinutes, growthType, growthFactor, bakeMinutes }
  return { id: name, name, description, ...numbers, replicateTo: 'NONE', predefined: true }
}

/** Puts AWS's own four strategies into the account. */
export function addPredefinedStrategies(account: Account): void {
  for (const strategy of PREDEFINED) keep(account, strategy, undefined)
}

/** @throws ServiceQuotaExceededException past 20 strategies of one's own. Names need not be unique. */
export function createStrategy(
  account: Account,
  request: Asked<api.CreateDeploymentStrategyRequest>,
  id = account.nextId(),
): api.DeploymentStrategy {
  if (
    [...account.strategies.values()].filter((strategy) => !strategy.predefined).length >=
    account.quotas.strategies
  ) {
    throw quotaExceeded(
      `The account already has the maximum of ${account.quotas.strategies} deployment strategies.`,
    )
  }
  const strategy: Strategy = {
    id,
    name: request.Name,
    description: kept(request.Description),
    durationMinutes: request.DeploymentDurationInMinutes,
    bakeMinutes: request.FinalBakeTimeInMinutes ?? 0,
    growthType: request.GrowthType ?? 'LINEAR',
    growthFactor: request.GrowthFactor,
    replicateTo: request.ReplicateTo ?? 'NONE',
    predefined: false,
  }
  keep(account, strategy, request.Tags)
  return echoed(described(strategy), request)
}

export function getStrategy(
  account: Account,
  request: Asked<api.GetDeploymentStrategyRequest>,
): api.DeploymentStrategy {
  return described(findStrategy(account, request.DeploymentStrategyId))
}

/** Deployments keep the numbers that they started with. */
export function updateStrategy(
  account: Account,
  request: Asked<api.UpdateDeploymentStrategyRequest>,
): api.DeploymentStrategy {
  const strategy = findStrategy(account, request.DeploymentStrategyId)
  if (strategy.predefined) throw badRequest(`Cannot update predefined Deployment Strategy ${strategy.id}`)
  const updated: Strategy = {
    ...strategy,
    description: request.Description === undefined ? strategy.description : kept(request.Description),
    durationMinutes: request.DeploymentDurationInMinutes ?? strategy.durationMinutes,
    bakeMinutes: request.FinalBakeTimeInMinutes ?? strategy.bakeMinutes,
    growthType: request.GrowthType ?? strategy.growthType,
    growthFactor: request.GrowthFactor ?? strategy.growthFactor,
  }
  account.strategies.set(strategy.id, updated)
  return echoed(described(updated), request)
}

export function deleteStrategy(
  account: Account,
  request: Asked<api.DeleteDeploymentStrategyRequest>,
): Record<string, never> {
  const strategy = findStrategy(account, request.DeploymentStrategyId)
  if (strategy.predefined) throw badRequest(`Cannot delete predefined Deployment Strategy ${strategy.id}.`)
  account.strategies.delete(strategy.id)
  forgetTags(account, strategyArn(account, strategy.id))
  return {}
}

export function listStrategies(
  account: Account,
  request: api.ListDeploymentStrategiesRequest,
): api.DeploymentStrategies {
  return page([...account.strategies.values()].map(described), request)
}

/** Strategies go by id only: the model's pattern for it leaves no room for names. */
export function findStrategy(account: Account, id: string): Strategy {
  const found = account.strategies.get(id)
  if (found === undefined)
    throw notFound(`DeploymentStrategy with Id ${id} could not be found.`, 'DeploymentStrategy')
  return found
}

function keep(
  account: Account,
  strategy: Strategy,
  tags: Readonly<Record<string, string>> | undefined,
): void {
  account.strategies.set(strategy.id, strategy)
  registerTags(account, strategyArn(account, strategy.id), tags)
}

const described = (strategy: Strategy): api.DeploymentStrategy => ({
  Id: strategy.id,
  Name: strategy.name,
  Description: strategy.description,
  DeploymentDurationInMinutes: strategy.durationMinutes,
  GrowthType: strategy.growthType,
  GrowthFactor: strategy.growthFactor,
  FinalBakeTimeInMinutes: strategy.bakeMinutes,
  ReplicateTo: strategy.replicateTo,
})
