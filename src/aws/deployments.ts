import {
  type DeploymentEvent as AwsEvent,
  type DeploymentSummary as AwsSummary,
  type GetDeploymentCommandOutput,
  GetDeploymentCommand,
  ListDeploymentsCommand,
} from '@aws-sdk/client-appconfig'
import {
  type ActionInvocation,
  type Deployment,
  type DeploymentEvent,
  deploymentState,
} from '../deployment/deployment.js'
import type { ListedDeployment } from '../deployment/listed-deployment.js'
import type { Aws } from './client.js'
import { request } from './failure.js'
import { strategyNumbers } from './resources.js'

/** The address of a deployment, or, without its number, of an environment's deployments. */
export interface EnvironmentAddress {
  readonly applicationId: string
  readonly environmentId: string
}
export interface DeploymentAddress extends EnvironmentAddress {
  readonly number: number
}

/**
 * Asks for a deployment. With `attempts: 'one'` a failure is reported at once, for a caller that polls again anyway.
 * @throws AwsRequestError
 */
export async function getDeployment(
  aws: Aws,
  address: DeploymentAddress,
  attempts: 'one' | 'several' = 'several',
): Promise<Deployment> {
  const command = new GetDeploymentCommand({
    ApplicationId: address.applicationId,
    EnvironmentId: address.environmentId,
    DeploymentNumber: address.number,
  })
  const client = attempts === 'one' ? aws.connection.single : aws.connection.retrying
  const answer = await request('GetDeployment', `deployment ${address.number}`, () =>
    client.send(command, { abortSignal: aws.signal }),
  )
  return toDeployment(answer, address)
}

/** How many deployments AppConfig lists at once. */
export const PAGE_SIZE = 50

/**
 * The newest deployments of an environment, newest first: one page, of at most 50.
 * @throws AwsRequestError
 */
export async function newestDeployments(
  aws: Aws,
  address: EnvironmentAddress,
): Promise<readonly ListedDeployment[]> {
  return (await deploymentPage(aws, address, undefined)).summaries
}

/**
 * All deployments of an environment, newest first. A page is asked for when the one before has been read, so that
 * whoever has found what it looks for asks no further.
 * @throws AwsRequestError
 */
export async function* deploymentsNewestFirst(
  aws: Aws,
  address: EnvironmentAddress,
): AsyncGenerator<ListedDeployment, void, undefined> {
  let nextToken: string | undefined
  do {
    const page = await deploymentPage(aws, address, nextToken)
    yield* page.summaries
    nextToken = page.nextToken
  } while (nextToken !== undefined)
}

async function deploymentPage(
  aws: Aws,
  address: EnvironmentAddress,
  nextToken: string | undefined,
): Promise<{ readonly summaries: readonly ListedDeployment[]; readonly nextToken?: string }> {
  const command = new ListDeploymentsCommand({
    ApplicationId: address.applicationId,
    EnvironmentId: address.environmentId,
    NextToken: nextToken,
  })
  const answer = await request(
    'ListDeployments',
    `the deployments of environment ${address.environmentId}`,
    () => aws.connection.retrying.send(command, { abortSignal: aws.signal }),
  )
  const summaries = (answer.Items ?? []).map(toSummary).sort((a, b) => b.number - a.number)
  return { summaries, ...unlessEmpty('nextToken', answer.NextToken) }
}

function toSummary(item: AwsSummary): ListedDeployment {
  return {
    number: item.DeploymentNumber ?? 0,
    state: deploymentState(item.State),
    percentageComplete: item.PercentageComplete ?? 0,
    configurationName: item.ConfigurationName ?? '',
    configurationVersion: item.ConfigurationVersion ?? '',
    ...unlessEmpty('versionLabel', item.VersionLabel),
    ...unlessEmpty('configurationProfileId', item.ConfigurationProfileId),
    ...(item.Type === 'MANAGED' ? { isManaged: true } : {}),
  }
}

/** A deployment as StartDeployment and GetDeployment answer it. What the answer leaves out comes from the address. */
export function toDeployment(
  answer: Omit<GetDeploymentCommandOutput, '$metadata'>,
  address: EnvironmentAddress & { readonly number?: number },
): Deployment {
  return {
    applicationId: answer.ApplicationId ?? address.applicationId,
    environmentId: answer.EnvironmentId ?? address.environmentId,
    configurationProfileId: answer.ConfigurationProfileId ?? '',
    deploymentStrategyId: answer.DeploymentStrategyId ?? '',
    number: answer.DeploymentNumber ?? address.number ?? 0,
    configurationName: answer.ConfigurationName ?? '',
    configurationVersion: answer.ConfigurationVersion ?? '',
    description: answer.Description ?? '',
    strategy: strategyNumbers(answer),
    state: deploymentState(answer.State),
    percentageComplete: answer.PercentageComplete ?? 0,
    events: oldestFirst(answer.EventLog ?? []),
    appliedExtensions: (answer.AppliedExtensions ?? []).map((applied) => ({
      extensionId: applied.ExtensionId ?? '',
      ...unlessEmpty('associationId', applied.ExtensionAssociationId),
      ...unlessEmpty('versionNumber', applied.VersionNumber),
      parameters: applied.Parameters ?? {},
    })),
    ...unlessEmpty('versionLabel', answer.VersionLabel),
    ...unlessEmpty('startedAtMs', milliseconds(answer.StartedAt)),
    ...unlessEmpty('completedAtMs', milliseconds(answer.CompletedAt)),
    ...unlessEmpty('kmsKeyIdentifier', answer.KmsKeyIdentifier),
    ...unlessEmpty('kmsKeyArn', answer.KmsKeyArn),
  }
}

/** AWS gives the newest event first; among equal times its order is kept, reversed. */
function oldestFirst(eventLog: readonly AwsEvent[]): readonly DeploymentEvent[] {
  return eventLog
    .map(toEvent)
    .reverse()
    .sort((a, b) => (a.occurredAtMs ?? 0) - (b.occurredAtMs ?? 0))
}

function toEvent(event: AwsEvent): DeploymentEvent {
  return {
    type: event.EventType ?? 'UNKNOWN',
    triggeredBy: event.TriggeredBy ?? '',
    description: event.Description ?? '',
    invocations: (event.ActionInvocations ?? []).map((invocation): ActionInvocation => ({
      ...unlessEmpty('extensionIdentifier', invocation.ExtensionIdentifier),
      ...unlessEmpty('actionName', invocation.ActionName),
      ...unlessEmpty('uri', invocation.Uri),
      ...unlessEmpty('roleArn', invocation.RoleArn),
      ...unlessEmpty('errorCode', invocation.ErrorCode),
      ...unlessEmpty('errorMessage', invocation.ErrorMessage),
      ...unlessEmpty('invocationId', invocation.InvocationId),
    })),
    ...unlessEmpty('occurredAtMs', milliseconds(event.OccurredAt)),
  }
}

function milliseconds(date: Date | null | undefined): number | undefined {
  const ms = date?.getTime()
  return ms === undefined || Number.isNaN(ms) ? undefined : ms
}

/** A record with the value under its name; without it when AWS left it out or sent null, as it did in 2021. */
function unlessEmpty<Name extends string, Value>(
  name: Name,
  value: Value | null | undefined,
): Readonly<Partial<Record<Name, Value>>>
function unlessEmpty(name: string, value: unknown): Readonly<Record<string, unknown>> {
  return value === null || value === undefined || value === '' ? {} : { [name]: value }
}
