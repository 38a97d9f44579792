import {
  CreateHostedConfigurationVersionCommand,
  GetHostedConfigurationVersionCommand,
  ListHostedConfigurationVersionsCommand,
} from '@aws-sdk/client-appconfig'
import { type Aws, CHANGE_TIMEOUT_MS } from './client.js'
import { failureKind, request } from './failure.js'

/** Where hosted configuration versions live. */
export interface HostedProfileAddress {
  readonly applicationId: string
  readonly configurationProfileId: string
}

export interface HostedVersion {
  readonly number: number
  readonly label?: string
}

/** A hosted configuration version with its content, which must never reach a log. */
export interface HostedContent extends HostedVersion {
  readonly contentType: string
  readonly content: Uint8Array
  readonly kmsKeyArn?: string
}

export interface NewHostedVersion {
  readonly content: Uint8Array
  readonly contentType: string
  readonly label?: string
  /** ASCII only: it travels in a header. */
  readonly description: string
  /** The newest number there is, which AppConfig checks; undefined when there is none. */
  readonly latestNumber?: number
}

/**
 * The newest hosted configuration versions of a profile, newest first: one page, of at most 50.
 * @throws AwsRequestError
 */
export async function newestHostedVersions(
  aws: Aws,
  address: HostedProfileAddress,
): Promise<readonly HostedVersion[]> {
  const command = new ListHostedConfigurationVersionsCommand(pathOf(address))
  const answer = await request(
    'ListHostedConfigurationVersions',
    'the versions of the configuration profile',
    () => aws.connection.retrying.send(command, { abortSignal: aws.signal }),
  )
  return (answer.Items ?? [])
    .map((item) => ({ number: item.VersionNumber ?? 0, ...labelled(item.VersionLabel) }))
    .sort((a, b) => b.number - a.number)
}

/**
 * The number of the version with a label; undefined when no version has it.
 * @throws AwsRequestError
 */
export async function hostedVersionLabelled(
  aws: Aws,
  address: HostedProfileAddress,
  label: string,
): Promise<number | undefined> {
  const command = new ListHostedConfigurationVersionsCommand({ ...pathOf(address), VersionLabel: label })
  const answer = await request('ListHostedConfigurationVersions', `the version with the label ${label}`, () =>
    aws.connection.retrying.send(command, { abortSignal: aws.signal }),
  )
  return answer.Items?.find((item) => item.VersionLabel === label)?.VersionNumber
}

/**
 * One hosted configuration version with its content.
 * @throws AwsRequestError
 */
export async function hostedContent(
  aws: Aws,
  address: HostedProfileAddress,
  number: number,
): Promise<HostedContent> {
  const command = new GetHostedConfigurationVersionCommand({ ...pathOf(address), VersionNumber: number })
  const answer = await request(
    'GetHostedConfigurationVersion',
    `hosted configuration version ${number}`,
    () => aws.connection.retrying.send(command, { abortSignal: aws.signal }),
  )
  return {
    number,
    content: answer.Content ?? new Uint8Array(),
    contentType: answer.ContentType ?? '',
    ...labelled(answer.VersionLabel),
    ...(answer.KmsKeyArn ? { kmsKeyArn: answer.KmsKeyArn } : {}),
  }
}

/**
 * The same of a version that may have been deleted: undefined then.
 * @throws AwsRequestError
 */
export async function hostedContentIfAny(
  aws: Aws,
  address: HostedProfileAddress,
  number: number,
): Promise<HostedContent | undefined> {
  try {
    return await hostedContent(aws, address, number)
  } catch (error) {
    if (failureKind(error) === 'not-found') return undefined
    throw error
  }
}

/**
 * Sends one CreateHostedConfigurationVersion, which is not repeated: whoever sends it looks before sending again.
 * @returns the number of the version
 * @throws AwsRequestError
 */
export async function createHostedVersion(
  aws: Aws,
  address: HostedProfileAddress,
  version: NewHostedVersion,
): Promise<number> {
  const command = new CreateHostedConfigurationVersionCommand({
    ...pathOf(address),
    Content: version.content,
    ContentType: version.contentType,
    VersionLabel: version.label,
    Description: version.description === '' ? undefined : version.description,
    LatestVersionNumber: version.latestNumber,
  })
  const answer = await request('CreateHostedConfigurationVersion', 'a new hosted configuration version', () =>
    aws.connection.single.send(command, { abortSignal: aws.signal, requestTimeout: CHANGE_TIMEOUT_MS }),
  )
  return answer.VersionNumber ?? 0
}

function pathOf(address: HostedProfileAddress) {
  return { ApplicationId: address.applicationId, ConfigurationProfileId: address.configurationProfileId }
}

function labelled(label: string | null | undefined): { readonly label?: string } {
  return label ? { label } : {}
}
