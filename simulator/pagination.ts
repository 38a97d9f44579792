import { badRequest } from './errors.js'

export interface Page<Item> {
  readonly Items: Item[]
  readonly NextToken?: string | undefined
}

interface PageRequest {
  readonly MaxResults?: number | undefined
  readonly NextToken?: string | undefined
}

const DEFAULT_SIZE = 50

/**
 * One page of a list, 50 items unless the request says fewer.
 *
 * @throws BadRequestException for a token that no page of a list ended with
 */
export function page<Item>(items: readonly Item[], request: PageRequest): Page<Item> {
  const from = request.NextToken === undefined ? 0 : offsetOf(request.NextToken)
  const to = from + (request.MaxResults ?? DEFAULT_SIZE)
  return { Items: items.slice(from, to), NextToken: to < items.length ? tokenOf(to) : undefined }
}

const tokenOf = (offset: number) => Buffer.from(`after:${offset}`).toString('base64url')

function offsetOf(token: string): number {
  const [, offset] = /^after:(\d+)$/.exec(Buffer.from(token, 'base64url').toString('utf8')) ?? []
  if (offset === undefined) throw badRequest(`Invalid nextToken parameter ${token}.`)
  return Number(offset)
}
