import { present } from '../configuration/json/present.js'
import { GetEnvironmentCommand, paginateListEnvironments } from '@aws-sdk/client-appconfig'
import type { NamedResource } from '../deployment/deployment.js'
import type { Aws } from './client.js'
import { request } from './failure.js'
import {
  allItems,
  type Answer,
  find,
  findIfAny,
  referenceForm,
  named,
  type Search,
} from './resource-search.js'

export interface Environment extends NamedResource {
  /** The CloudWatch alarms that AppConfig watches while it deploys. */
  readonly monitors: readonly Monitor[]
}

/** An alarm, and the role by which AppConfig reads its state. */
export interface Monitor {
  readonly alarmArn: string
  readonly alarmRoleArn?: string
}

/**
 * The environment of an application with this ID or name.
 * @param input the input that names it
 * @throws InputError when there is not exactly one
 */
export function findEnvironment(
  aws: Aws,
  applicationId: string,
  reference: string,
  input = 'environment',
): Promise<Environment> {
  return find(environmentSearch(aws, applicationId, reference, input))
}

/** The same; undefined when there is none. @throws InputError when there are several */
export function findEnvironmentIfAny(
  aws: Aws,
  applicationId: string,
  reference: string,
): Promise<Environment | undefined> {
  return findIfAny(environmentSearch(aws, applicationId, reference, 'environment'))
}

/** All environments of an application. @throws AwsRequestError */
export function environmentsOf(aws: Aws, applicationId: string): Promise<readonly Environment[]> {
  const pages = paginateListEnvironments(
    { client: aws.connection.retrying },
    { ApplicationId: applicationId },
    { abortSignal: aws.signal },
  )
  return request('ListEnvironments', `the environments of application ${applicationId}`, () =>
    allItems(pages, toEnvironment),
  )
}

function environmentSearch(
  aws: Aws,
  applicationId: string,
  reference: string,
  input: string,
): Search<Environment> {
  const within = { ApplicationId: applicationId }
  return {
    kind: 'environment',
    input,
    reference,
    form: referenceForm(reference),
    get: () =>
      request('GetEnvironment', `environment ${reference}`, async () => {
        const command = new GetEnvironmentCommand({ ...within, EnvironmentId: reference })
        return toEnvironment(await aws.connection.retrying.send(command, { abortSignal: aws.signal }))
      }),
    list: () => environmentsOf(aws, applicationId),
  }
}

/** An environment as AppConfig answers it, from a list or by itself. */
export function toEnvironment(
  answer: Answer & {
    readonly Monitors?:
      | readonly { readonly AlarmArn?: string | undefined; readonly AlarmRoleArn?: string | undefined }[]
      | null
      | undefined
  },
): Environment {
  const monitors = (answer.Monitors ?? []).flatMap(({ AlarmArn, AlarmRoleArn }): Monitor[] => {
    if (AlarmArn === undefined) return []
    return [{ alarmArn: AlarmArn, ...present({ alarmRoleArn: AlarmRoleArn }) }]
  })
  return { ...named(answer), monitors }
}

/** The ARNs of the alarms that guard an environment. */
export function alarmArnsOf({ monitors }: Environment): readonly string[] {
  return monitors.map(({ alarmArn }) => alarmArn)
}
