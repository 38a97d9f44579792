import { paginateListExtensionAssociations } from '@aws-sdk/client-appconfig'
import type { Aws } from './client.js'
import { request } from './failure.js'

/** An extension version that is associated with a resource. */
export interface PinnedAssociation {
  readonly id: string
  /** With the version that it is pinned to. */
  readonly extensionArn: string
  readonly resourceArn: string
}

/**
 * The associations of extensions with a resource, or all of the region where none is given. AppConfig refuses to filter
 * those of a resource by an extension at the same time.
 * @throws AwsRequestError
 */
export function pinnedAssociations(
  aws: Aws,
  resourceArn: string | undefined,
): Promise<readonly PinnedAssociation[]> {
  const pages = paginateListExtensionAssociations(
    { client: aws.connection.retrying },
    { ResourceIdentifier: resourceArn },
    { abortSignal: aws.signal },
  )
  const about = resourceArn === undefined ? 'the extension associations' : `the extensions of ${resourceArn}`
  return request('ListExtensionAssociations', about, async () => {
    const found: PinnedAssociation[] = []
    for await (const page of pages) {
      for (const { Id, ExtensionArn = '', ResourceArn = '' } of page.Items ?? []) {
        if (Id !== undefined) found.push({ id: Id, extensionArn: ExtensionArn, resourceArn: ResourceArn })
      }
    }
    return found
  })
}
