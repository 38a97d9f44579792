import { createHash } from 'node:crypto'
import type * as api from '@aws-sdk/client-appconfig'
import { badRequest } from '../errors.js'
import type { Account, ActionPoint } from './account.js'
import type { AppliedExtension, DeploymentFacts } from './deployment-facts.js'
import type { RolloutEvent } from './rollout.js'

/** The action point that each event invokes. A revert invokes none: what AWS does there is not established. */
const POINTS: Readonly<Partial<Record<api.DeploymentEventType, ActionPoint>>> = {
  DEPLOYMENT_STARTED: 'ON_DEPLOYMENT_START',
  PERCENTAGE_UPDATED: 'ON_DEPLOYMENT_STEP',
  BAKE_TIME_STARTED: 'ON_DEPLOYMENT_BAKING',
  DEPLOYMENT_COMPLETED: 'ON_DEPLOYMENT_COMPLETE',
  ROLLBACK_COMPLETED: 'ON_DEPLOYMENT_ROLLED_BACK',
}

type Invoking = Pick<DeploymentFacts, 'startedAt' | 'profileId' | 'number' | 'extensions' | 'plan'>

/** The actions that an event invoked, failed ones with their error; the same whenever the event is shown. */
export function invocationsOf(
  account: Account,
  facts: Invoking,
  event: RolloutEvent,
): api.ActionInvocation[] {
  const point = POINTS[event.type]
  const at = facts.startedAt + event.at
  const invoked =
    point === undefined
      ? []
      : facts.extensions.flatMap((extension) =>
          (extension.actions[point] ?? []).map((action) =>
            invocationOf(account, facts, extension, action, point, at),
          ),
        )
  return event.invocation === undefined ? invoked : [event.invocation, ...invoked]
}

/** One action invoked at an instant (ms since the epoch), failed when its target fails by then. */
export function invocationOf(
  account: Account,
  facts: Invoking,
  extension: AppliedExtension,
  action: api.Action,
  point: ActionPoint,
  at: number,
): api.ActionInvocation {
  const failure = action.Uri === undefined ? undefined : account.extensionFailures.get(action.Uri)
  const failed = failure !== undefined && failure.since <= at
  const identity = [facts.profileId, facts.number, facts.startedAt, extension.associationId, point, at].join(
    ' ',
  )
  return {
    ExtensionIdentifier: extension.extensionId,
    ActionName: action.Name,
    Uri: action.Uri,
    RoleArn: action.RoleArn,
    InvocationId: createHash('sha256').update(identity).digest('hex').slice(0, 32),
    ...(failed ? { ErrorCode: failure.errorCode, ErrorMessage: failure.errorMessage } : {}),
  }
}

/** @throws BadRequestException when a synchronous action of one of the extensions fails */
export function refuseFailingAction(
  account: Account,
  extensions: readonly AppliedExtension[],
  point: 'PRE_START_DEPLOYMENT' | 'PRE_CREATE_HOSTED_CONFIGURATION_VERSION',
): void {
  for (const { extensionId, actions } of extensions) {
    for (const { Uri } of actions[point] ?? []) {
      const failure = Uri === undefined ? undefined : account.extensionFailures.get(Uri)
      if (failure === undefined) continue
      const name = account.extensions.get(extensionId)?.name ?? extensionId
      throw badRequest(`Error invoking extension ${name}: ${failure.errorMessage}`)
    }
  }
}
