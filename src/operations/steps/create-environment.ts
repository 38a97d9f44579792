import { environmentArns } from '../../aws/account.js'
import { createEnvironment, type CreatedEnvironment } from '../../aws/create-environment.js'
import { environmentsOf, findEnvironment } from '../../aws/environments.js'
import { AwsRequestError } from '../../aws/failure.js'
import { tagsOf } from '../../aws/tags.js'
import type { DeployInputs } from '../../inputs/deploy.js'
import {
  type OccupyingEnvironment,
  ownerOf,
  ownershipTags,
  quotaAdvice,
} from '../../deployment/preview-environment.js'
import { runDescription } from '../../github/workflow-run.js'
import { present } from '../../configuration/json/present.js'
import type { NamedResource } from '../../deployment/deployment.js'
import { ExplainedError } from '../../deployment/explained-error.js'
import type { Steps } from '../../deployment/facts.js'
import type { Run } from '../run.js'

/**
 * Makes the environment of a deploy that has none yet, tagged as this action's own, with the alarms of another
 * environment when asked.
 * @throws InputError when `environment-monitors-from` names nothing
 * @throws ExplainedError that says what occupies the quota when it is used up; AwsRequestError
 */
export async function* createMissingEnvironment(
  inputs: DeployInputs,
  application: NamedResource,
  run: Run,
): Steps<CreatedEnvironment> {
  const { aws, workflowRun } = run
  const from = inputs.environmentMonitorsFrom
  const monitors =
    from === undefined
      ? []
      : (await findEnvironment(aws, application.id, from, 'environment-monitors-from')).monitors
  const { repository, pullRequest, url: runUrl } = workflowRun
  const owner = present({ repository, pullRequest, runUrl })
  const wanted = {
    applicationId: application.id,
    name: inputs.environment,
    description: runDescription(workflowRun),
    monitors,
    tags: { ...inputs.tags, ...ownershipTags(owner) },
  }
  try {
    const made = await createEnvironment(aws, wanted)
    yield { environmentCreated: made.created, ...(made.created ? { changed: true } : {}) }
    run.log.info(
      made.created
        ? `Created environment ${made.environment.name} of ${application.name}${alarmsText(monitors.length)}`
        : `Environment ${made.environment.name} was created by another run at the same time`,
    )
    return made
  } catch (error) {
    if (!(error instanceof AwsRequestError) || error.failure.kind !== 'quota-exceeded') throw error
    throw await quotaError(error, application, inputs.environment, run)
  }
}

function alarmsText(count: number): string {
  if (count === 0) return ''
  return `, guarded by ${count} ${count === 1 ? 'alarm' : 'alarms'}`
}

async function quotaError(
  error: AwsRequestError,
  application: NamedResource,
  name: string,
  run: Run,
): Promise<Error> {
  const { repository } = run.workflowRun
  const environments = await occupying(application, run)
  const numbers = environments.flatMap(({ owner }) =>
    owner?.repository === repository && owner?.pullRequest !== undefined ? [owner.pullRequest] : [],
  )
  const closed = await run.closedPullRequests(numbers)
  return new ExplainedError(
    [
      `The quota of environments in application ${application.name} is used up, so environment ${name} could not be created.`,
      quotaAdvice(environments, repository, closed),
      `AWS said: ${error.failure.message}`,
    ].join('\n'),
    { cause: error },
  )
}

/** The environments with their owners, as far as the tags can be read: they only make the error more helpful. */
async function occupying(application: NamedResource, run: Run): Promise<readonly OccupyingEnvironment[]> {
  const { aws } = run
  const environments = await environmentsOf(aws, application.id)
  const arnOf = await unlessRefused(environmentArns(aws), aws.signal)
  return Promise.all(
    environments.map(async ({ id, name }) => {
      const arn = arnOf?.({ applicationId: application.id, environmentId: id })
      if (arn === undefined) return { name }
      const tags = await unlessRefused(tagsOf(aws, arn, `environment ${name}`), aws.signal)
      return { name, owner: tags === undefined ? undefined : ownerOf(tags) }
    }),
  )
}

/** What was asked for; undefined when AWS does not tell it. */
async function unlessRefused<T>(asked: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (error instanceof AwsRequestError && !signal.aborted) return undefined
    throw error
  }
}
