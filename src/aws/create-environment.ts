import { CreateEnvironmentCommand } from '@aws-sdk/client-appconfig'
import { pauseBeforeRetry, RETRY } from './retry.js'
import { CHANGE_TIMEOUT_MS, type Aws } from './client.js'
import { type Environment, environmentsOf, type Monitor, toEnvironment } from './environments.js'
import { AwsRequestError, isOutcomeUnknown, request } from './failure.js'

/** What an environment is made with. */
export interface NewEnvironment {
  readonly applicationId: string
  readonly name: string
  readonly description: string
  readonly monitors: readonly Monitor[]
  readonly tags: Readonly<Record<string, string>>
}

/** An environment that was missing; `created` by this run, or by another at the same time. */
export interface CreatedEnvironment {
  readonly environment: Environment
  readonly created: boolean
}

/**
 * Makes an environment, and never two of a name. AppConfig refuses a name that is taken, and no name of an error tells
 * that refusal from others: so after any failure the environments are looked at, and one of the name is the answer,
 * made by another run or by this one's own request whose answer was lost.
 * @throws AwsRequestError when AppConfig refuses, or could not be reached
 */
export async function createEnvironment(aws: Aws, wanted: NewEnvironment): Promise<CreatedEnvironment> {
  let isCertain = true
  for (let attempt = 1; ; attempt++) {
    try {
      return { environment: await send(aws, wanted), created: true }
    } catch (error) {
      if (!(error instanceof AwsRequestError) || aws.signal.aborted) throw error
      const { kind } = error.failure
      if (kind === 'access-denied') throw error
      const existing = await environmentsOf(aws, wanted.applicationId)
      const environment = existing.find(({ name }) => name === wanted.name)
      // A lost answer may have been this run's own; then nobody can tell, and it counts as made by it.
      isCertain &&= !isOutcomeUnknown(kind)
      if (environment !== undefined) return { environment, created: !isCertain }
      await pauseBeforeRetry(aws, RETRY.change, attempt, error)
    }
  }
}

async function send(
  aws: Aws,
  { applicationId, name, description, monitors, tags }: NewEnvironment,
): Promise<Environment> {
  const command = new CreateEnvironmentCommand({
    ApplicationId: applicationId,
    Name: name,
    Description: description === '' ? undefined : description,
    Monitors:
      monitors.length === 0
        ? undefined
        : monitors.map(({ alarmArn, alarmRoleArn }) => ({ AlarmArn: alarmArn, AlarmRoleArn: alarmRoleArn })),
    Tags: tags,
  })
  return toEnvironment(
    await request('CreateEnvironment', `environment ${name}`, () =>
      aws.connection.single.send(command, { abortSignal: aws.signal, requestTimeout: CHANGE_TIMEOUT_MS }),
    ),
  )
}
