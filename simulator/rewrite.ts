import { NormalizedSchema } from '@smithy/core/schema'
import { type HttpAnswer, jsonBytes } from './answers.js'
import type { OperationRoute } from './operations.js'

type Members = Readonly<Record<string, unknown>>

/**
 * The answer with members replaced, as a JSON merge patch (RFC 7396) does it: `null` removes a member, objects are
 * merged, lists are replaced. Members that the operation sends as headers are replaced there. Errors, answers
 * without a body and content that is not a JSON object stay as they are.
 */
export function rewritten(
  answer: HttpAnswer,
  members: Members,
  route: OperationRoute | undefined,
): HttpAnswer {
  if (answer.status >= 300) return answer
  const { headers, rest } = rewrittenHeaders(answer.headers, members, route)
  const body = jsonObject(answer.body)
  if (body === undefined) return { ...answer, headers }
  return { ...answer, headers, body: jsonBytes(merged(body, rest)) }
}

function rewrittenHeaders(sent: HttpAnswer['headers'], members: Members, route: OperationRoute | undefined) {
  const headers = new Map(Object.entries(sent))
  const rest = new Map(Object.entries(members))
  const schema = route === undefined ? undefined : NormalizedSchema.of(route.output)
  for (const [name, member] of schema?.isStructSchema() === true ? schema.structIterator() : []) {
    const { httpHeader } = member.getMergedTraits()
    if (httpHeader === undefined || !rest.has(name)) continue
    const value = rest.get(name)
    rest.delete(name)
    if (value === null) headers.delete(httpHeader)
    else headers.set(httpHeader, typeof value === 'string' ? value : JSON.stringify(value))
  }
  return { headers: Object.fromEntries(headers), rest: Object.fromEntries(rest) }
}

function merged(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const result = new Map(Object.entries(isObject(target) ? target : {}))
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) result.delete(name)
    else result.set(name, merged(result.get(name), value))
  }
  return Object.fromEntries(result)
}

function jsonObject(body: Buffer): Members | undefined {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'))
    return isObject(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
