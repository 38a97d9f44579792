import type { IncomingHttpHeaders } from 'node:http'
import { NormalizedSchema } from '@smithy/core/schema'
import { checkConstraints } from './constraints.js'
import { badRequest, unreadable } from './errors.js'
import type { OperationName, OperationRoute, RequestOf } from './operations.js'

/** An HTTP request with its body read and the labels of its route taken out of the path. */
export interface HttpRequest {
  readonly method: string
  readonly path: string
  readonly labels: Readonly<Record<string, string | undefined>>
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

/**
 * The request of an operation, read as the SDK's schema binds its members (label, query, header, payload or
 * JSON body) and checked against the model.
 *
 * @throws SerializationException when a value has the wrong type, BadRequestException for a broken constraint
 */
export function parseRequest<Name extends OperationName>(
  route: OperationRoute & { readonly name: Name },
  http: HttpRequest,
): RequestOf<Name> {
  const schema = NormalizedSchema.of(route.input)
  const members: Record<string, unknown> = {}
  if (schema.isStructSchema()) readMembers(schema, http, members)
  requireValid<Name>(schema, members)
  return members
}

function readMembers(schema: NormalizedSchema, http: HttpRequest, members: Record<string, unknown>): void {
  let body: Readonly<Record<string, unknown>> | undefined
  for (const [name, member] of schema.structIterator()) {
    const bound = boundText(name, member, http)
    if (bound !== null) {
      if (bound !== undefined) members[name] = fromText(member, name, bound)
    } else if (member.getMergedTraits().httpPayload !== undefined) {
      if (http.body.length > 0) members[name] = http.body
    } else {
      body ??= jsonBody(http.body)
      const value = fromJson(member, name, body[name])
      if (value !== undefined) members[name] = value
    }
  }
}

/** What a label, the query or a header says for the member; `null` when the member is in the body. */
function boundText(
  name: string,
  member: NormalizedSchema,
  http: HttpRequest,
): string | readonly string[] | undefined | null {
  const { httpLabel, httpQuery, httpHeader } = member.getMergedTraits()
  if (httpLabel !== undefined) return http.labels[name]
  if (httpQuery !== undefined)
    return member.isListSchema() ? http.query.getAll(httpQuery) : (http.query.get(httpQuery) ?? undefined)
  if (httpHeader === undefined) return null
  return http.headers[httpHeader.toLowerCase()]
}

/** The SDK's schema has been walked and checked by now; this is where the compiler is told so. */
function requireValid<Name extends OperationName>(
  schema: NormalizedSchema,
  members: Readonly<Record<string, unknown>>,
): asserts members is RequestOf<Name> & Readonly<Record<string, unknown>> {
  if (schema.isStructSchema()) checkConstraints(schema, members)
}

function jsonBody(body: Buffer): Readonly<Record<string, unknown>> {
  if (body.length === 0) return {}
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'))
    if (isRecord(parsed)) return parsed
  } catch {
    throw unreadable('The request body is not valid JSON')
  }
  throw unreadable('The request body is not a JSON object')
}

function fromText(member: NormalizedSchema, name: string, text: string | readonly string[]): unknown {
  if (typeof text !== 'string') return text
  if (member.isBooleanSchema()) {
    if (text === 'true' || text === 'false') return text === 'true'
    throw badRequest(`${name} must be true or false, not ${text}`)
  }
  if (!member.isNumericSchema()) return text
  const number = Number(text)
  if (text.trim() === '' || !Number.isInteger(number))
    throw badRequest(`${name} must be a number, not ${text}`)
  return number
}

/** A JSON value as the schema wants it; members that the model does not know are dropped, null is absent. */
function fromJson(schema: NormalizedSchema, name: string, value: unknown): unknown {
  if (value === undefined || value === null) return undefined
  if (schema.isStructSchema() && isRecord(value)) {
    const members = [...schema.structIterator()].map(([key, member]) => [
      key,
      fromJson(member, key, value[key]),
    ])
    return Object.fromEntries(members.filter(([, entry]) => entry !== undefined))
  }
  if (schema.isListSchema() && Array.isArray(value)) {
    return value.map((entry) => fromJson(schema.getValueSchema(), name, entry))
  }
  if (schema.isMapSchema() && isRecord(value)) {
    const entries = Object.entries(value).map(([key, entry]) => [
      key,
      fromJson(schema.getValueSchema(), name, entry),
    ])
    return Object.fromEntries(entries.filter(([, entry]) => entry !== undefined))
  }
  const fits =
    (schema.isStringSchema() && typeof value === 'string') ||
    (schema.isNumericSchema() && typeof value === 'number') ||
    (schema.isBooleanSchema() && typeof value === 'boolean')
  if (!fits) throw unreadable(`${name} has a value of the wrong type`)
  return value
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
