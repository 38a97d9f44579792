import { ListHostedConfigurationVersionsCommand } from '@aws-sdk/client-appconfig'
import type { AppConfig } from './client.js'
import { request } from './failure.js'

export interface HostedVersion {
  readonly number: number
  readonly label?: string
}

/**
 * The newest hosted configuration versions of a profile, newest first: one page, of at most 50.
 * @throws AwsRequestError
 */
export async function newestHostedVersions(
  appconfig: AppConfig,
  applicationId: string,
  configurationProfileId: string,
  signal: AbortSignal,
): Promise<readonly HostedVersion[]> {
  const command = new ListHostedConfigurationVersionsCommand({
    ApplicationId: applicationId,
    ConfigurationProfileId: configurationProfileId,
  })
  const answer = await request(
    'ListHostedConfigurationVersions',
    'the versions of the configuration profile',
    () => appconfig.retrying.send(command, { abortSignal: signal }),
  )
  return (answer.Items ?? [])
    .map((item) => ({
      number: item.VersionNumber ?? 0,
      ...(item.VersionLabel === undefined || item.VersionLabel === '' ? {} : { label: item.VersionLabel }),
    }))
    .sort((a, b) => b.number - a.number)
}
