import {
  CreateExtensionCommand,
  type Extension,
  GetExtensionCommand,
  paginateListExtensions,
} from '@aws-sdk/client-appconfig'
import { pauseBeforeRetry, RETRY } from './retry.js'
import {
  ACTION_POINTS,
  type ActionPoint,
  type ExtensionAction,
  type ExtensionDefinition,
  type ExtensionParameter,
  sameDefinition,
  type TaggedExtensionDefinition,
} from '../inputs/values/extension-definition.js'
import { CHANGE_TIMEOUT_MS, type Aws } from './client.js'
import { failureKind, request } from './failure.js'

/** One version of an extension, as AppConfig holds it. */
export interface ExtensionVersion {
  readonly id: string
  readonly arn: string
  readonly version: number
  readonly definition: ExtensionDefinition
}

export interface PublishedExtension extends ExtensionVersion {
  /** Whether the newest version already was what was asked for, so that nothing was published. */
  readonly reused: boolean
}

/**
 * Makes sure that the newest version of the extension is the one defined: reuses it when it is, publishes it as
 * version 1 or as the next one when it is not. CreateExtension is not repeated blindly: after an answer that was
 * lost, or a version number that another run moved on, the versions are read again, and one that is the same as
 * the definition is taken.
 * @throws AwsRequestError when AWS refuses, or could not be reached in several tries
 */
export async function publishExtensionVersion(
  aws: Aws,
  wanted: TaggedExtensionDefinition,
): Promise<PublishedExtension> {
  const before = await newestExtensionVersion(aws, wanted.definition.name)
  if (before !== undefined && sameDefinition(before.definition, wanted.definition)) {
    return { ...before, reused: true }
  }
  let known = before
  for (let attempt = 1; ; attempt++) {
    try {
      return { ...(await create(aws, wanted, known?.version)), reused: false }
    } catch (error) {
      const now = await newestExtensionVersion(aws, wanted.definition.name)
      const published = await sameSince(aws, wanted.definition, before, now)
      if (published !== undefined) return { ...published, reused: false }
      // The first version of a name that another run just took is refused with a plain bad request: then the number
      // having moved says why.
      const isTaken = failureKind(error) === 'bad-request' && known?.version !== now?.version
      known = now
      if (!isTaken || attempt >= RETRY.publication.maxAttempts) {
        await pauseBeforeRetry(aws, RETRY.publication, attempt, error)
      }
    }
  }
}

/** The version, newer than the one before, that is the same as the definition: the one whose answer was lost. */
async function sameSince(
  aws: Aws,
  definition: ExtensionDefinition,
  before: ExtensionVersion | undefined,
  now: ExtensionVersion | undefined,
): Promise<ExtensionVersion | undefined> {
  if (now === undefined) return undefined
  if (now.version > (before?.version ?? 0) && sameDefinition(now.definition, definition)) return now
  for (let version = now.version - 1; version > (before?.version ?? 0); version--) {
    const older = await getVersion(aws, now.id, version)
    if (sameDefinition(older.definition, definition)) return older
  }
  return undefined
}

/**
 * The newest version of the extension with a name; undefined when there is none.
 * @throws AwsRequestError
 */
export async function newestExtensionVersion(aws: Aws, name: string): Promise<ExtensionVersion | undefined> {
  const { retrying } = aws.connection
  const newest = await request('ListExtensions', `extension ${name}`, async () => {
    for await (const page of paginateListExtensions(
      { client: retrying },
      { Name: name },
      { abortSignal: aws.signal },
    )) {
      const found = page.Items?.find((item) => item.Name === name)
      if (found !== undefined) return found
    }
    return undefined
  })
  if (newest?.Id === undefined) return undefined
  return getVersion(aws, newest.Id, newest.VersionNumber)
}

async function getVersion(aws: Aws, id: string, version: number | undefined): Promise<ExtensionVersion> {
  const command = new GetExtensionCommand({ ExtensionIdentifier: id, VersionNumber: version })
  const answer = await request('GetExtension', `extension ${id} version ${version ?? 'newest'}`, () =>
    aws.connection.retrying.send(command, { abortSignal: aws.signal }),
  )
  return toVersion(answer)
}

async function create(
  aws: Aws,
  { definition, tags }: TaggedExtensionDefinition,
  latestVersion: number | undefined,
): Promise<ExtensionVersion> {
  const command = new CreateExtensionCommand({
    Name: definition.name,
    Description: definition.description === '' ? undefined : definition.description,
    Actions: Object.fromEntries(
      Object.entries(definition.actions).map(([point, action]) => [
        point,
        [
          {
            Name: action.name,
            Uri: action.uri,
            ...(action.description === '' ? {} : { Description: action.description }),
            ...(action.roleArn === '' ? {} : { RoleArn: action.roleArn }),
          },
        ],
      ]),
    ),
    Parameters:
      Object.keys(definition.parameters).length === 0
        ? undefined
        : Object.fromEntries(
            Object.entries(definition.parameters).map(([name, parameter]) => [
              name,
              {
                Required: parameter.required,
                Dynamic: parameter.dynamic,
                ...(parameter.description === '' ? {} : { Description: parameter.description }),
              },
            ]),
          ),
    Tags: Object.keys(tags).length === 0 ? undefined : tags,
    LatestVersionNumber: latestVersion,
  })
  const answer = await request('CreateExtension', `extension ${definition.name}`, () =>
    aws.connection.single.send(command, { abortSignal: aws.signal, requestTimeout: CHANGE_TIMEOUT_MS }),
  )
  return toVersion(answer)
}

function toVersion(answer: Extension): ExtensionVersion {
  const actions: Partial<Record<ActionPoint, ExtensionAction>> = {}
  for (const point of ACTION_POINTS) {
    const action = answer.Actions?.[point]?.[0]
    if (action === undefined) continue
    actions[point] = {
      name: action.Name ?? '',
      description: action.Description ?? '',
      uri: action.Uri ?? '',
      roleArn: action.RoleArn ?? '',
    }
  }
  const parameters: Record<string, ExtensionParameter> = {}
  for (const [name, parameter] of Object.entries(answer.Parameters ?? {})) {
    parameters[name] = {
      description: parameter.Description ?? '',
      required: parameter.Required ?? false,
      dynamic: parameter.Dynamic ?? false,
    }
  }
  return {
    id: answer.Id ?? '',
    arn: answer.Arn ?? '',
    version: answer.VersionNumber ?? 0,
    definition: {
      name: answer.Name ?? '',
      description: answer.Description ?? '',
      actions,
      parameters,
    },
  }
}
