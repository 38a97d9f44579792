import { ListTagsForResourceCommand } from '@aws-sdk/client-appconfig'
import type { AppConfig } from './client.js'
import { request } from './failure.js'

/** The tags of a resource. @throws AwsRequestError */
export async function tagsOf(
  appconfig: AppConfig,
  resourceArn: string,
  about: string,
  signal: AbortSignal,
): Promise<Readonly<Record<string, string>>> {
  const command = new ListTagsForResourceCommand({ ResourceArn: resourceArn })
  const answer = await request('ListTagsForResource', about, () =>
    appconfig.retrying.send(command, { abortSignal: signal }),
  )
  return answer.Tags ?? {}
}
