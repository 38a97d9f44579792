import { ListTagsForResourceCommand } from '@aws-sdk/client-appconfig'
import type { Aws } from './client.js'
import { request } from './failure.js'

/** The tags of a resource. @throws AwsRequestError */
export async function tagsOf(
  aws: Aws,
  resourceArn: string,
  about: string,
): Promise<Readonly<Record<string, string>>> {
  const command = new ListTagsForResourceCommand({ ResourceArn: resourceArn })
  const answer = await request('ListTagsForResource', about, () =>
    aws.connection.retrying.send(command, { abortSignal: aws.signal }),
  )
  return answer.Tags ?? {}
}
