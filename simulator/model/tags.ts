import type * as api from '@aws-sdk/client-appconfig'
import { badRequest, notFound } from '../errors.js'
import type { Asked } from '../operations.js'
import type { Account } from './account.js'
import { resourceIn } from './arns.js'

const LIMIT = 50

/** Makes the resource known under its ARN, with the tags it was created with. */
export function registerTags(
  account: Account,
  arn: string,
  tags: Readonly<Record<string, string>> | undefined,
): void {
  const resource = resourceIn(account, arn)
  if (resource !== undefined) account.tags.set(resource, new Map(Object.entries(tags ?? {})))
}

/** Forgets the resource, and those below it. */
export function forgetTags(account: Account, arn: string): void {
  const resource = resourceIn(account, arn)
  for (const known of account.tags.keys()) {
    if (known === resource || known.startsWith(`${resource}/`)) account.tags.delete(known)
  }
}

export function listTags(account: Account, request: Asked<api.ListTagsForResourceRequest>): api.ResourceTags {
  return { Tags: Object.fromEntries(tagsOf(account, request.ResourceArn)) }
}

/** @throws BadRequestException when the resource would have more than 50 tags */
export function tagResource(account: Account, request: Asked<api.TagResourceRequest>): Record<string, never> {
  const tags = tagsOf(account, request.ResourceArn)
  const merged = new Map([...tags, ...Object.entries(request.Tags)])
  if (merged.size > LIMIT)
    throw badRequest(`The number of tags on ${request.ResourceArn} exceeds the limit of 50.`)
  for (const [key, value] of merged) tags.set(key, value)
  return {}
}

export function untagResource(
  account: Account,
  request: Asked<api.UntagResourceRequest>,
): Record<string, never> {
  const tags = tagsOf(account, request.ResourceArn)
  for (const key of request.TagKeys) tags.delete(key)
  return {}
}

function tagsOf(account: Account, arn: string): Map<string, string> {
  const tags = account.tags.get(resourceIn(account, arn) ?? '')
  if (tags === undefined)
    throw notFound(`Resource ${arn} could not be found for account ${account.id}.`, 'Resource')
  return tags
}
