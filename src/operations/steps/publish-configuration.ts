import { AwsRequestError } from '../../aws/failure.js'
import type { HostedContent } from '../../aws/hosted-versions.js'
import { publishHostedVersion } from '../../aws/publish-hosted-version.js'
import type { Target } from '../../aws/target.js'
import type { ConfigurationFile } from '../../inputs/configuration.js'
import { sameContent } from '../../configuration/equality.js'
import { present } from '../../configuration/json/present.js'
import type { Steps } from '../../deployment/facts.js'
import { runDescription } from '../../github/workflow-run.js'
import type { Run } from '../run.js'
import { servicesFileProblems } from './file-problems.js'

/**
 * Publishes a file as the next hosted configuration version, or finds that the newest version is its content.
 * @param description what the version is described by, cut and spelled as a header takes it
 * @returns the number of the version
 * @throws AwsRequestError when AWS refuses; what its validators say is shown at the lines of the file
 */
export async function* publishConfiguration(
  file: ConfigurationFile,
  target: Target,
  description: string | undefined,
  run: Run,
): Steps<string> {
  const address = { applicationId: target.application.id, configurationProfileId: target.profile.id }
  const wanted = {
    content: file.content,
    contentType: file.contentType,
    description: headerText(description ?? runDescription(run.workflowRun)),
    ...present({ label: file.label }),
  }
  try {
    const isWanted = (version: HostedContent) => isSame(version, file, target)
    const published = await publishHostedVersion(run.aws, address, wanted, isWanted)
    yield {
      configurationVersion: String(published.number),
      ...present({ versionLabel: published.label }),
      ...(published.reused ? {} : { changed: true }),
    }
    run.log.info(
      published.reused
        ? `${file.path} is version ${published.number} of ${target.profile.name} already: nothing to publish`
        : `Published ${file.path} as version ${published.number} of ${target.profile.name}`,
    )
    return String(published.number)
  } catch (error) {
    if (error instanceof AwsRequestError) yield { fileProblems: servicesFileProblems(error.failure, file) }
    throw error
  }
}

/** Whether a hosted version is the file, by AppConfig's own notion of the same content. */
export function isSame(version: HostedContent, file: ConfigurationFile, target: Target): boolean {
  const isFeatureFlags = target.profile.type === 'AWS.AppConfig.FeatureFlags'
  return (
    version.contentType === file.contentType &&
    sameContent(version.content, file.content, { contentType: file.contentType, isFeatureFlags })
  )
}

/** The description travels in a header, which takes printable ASCII; AppConfig takes 1,024 characters of it. */
function headerText(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[^\x20-\x7e]/g, '?')
    .trim()
    .slice(0, 1024)
}
