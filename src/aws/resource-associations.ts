import { paginateListExtensionAssociations } from '@aws-sdk/client-appconfig'
import type { Aws } from './client.js'
import { request } from './failure.js'

/** An extension version that is associated with a resource. */
export interface PinnedAssociation {
  readonly id: string
  /** With the version that it is pinned to. */
  readonly extensionArn: string
}

/**
 * The associations of extensions with a resource. AppConfig refuses to filter them by an extension at the same time.
 * @throws AwsRequestError
 */
export function pinnedAssociations(aws: Aws, resourceArn: string): Promise<readonly PinnedAssociation[]> {
  const pages = paginateListExtensionAssociations(
    { client: aws.connection.retrying },
    { ResourceIdentifier: resourceArn },
    { abortSignal: aws.signal },
  )
  return request('ListExtensionAssociations', `the extensions of ${resourceArn}`, async () => {
    const found: PinnedAssociation[] = []
    for await (const page of pages) {
      for (const { Id, ExtensionArn } of page.Items ?? []) {
        if (Id !== undefined) found.push({ id: Id, extensionArn: ExtensionArn ?? '' })
      }
    }
    return found
  })
}
