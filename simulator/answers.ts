import { NormalizedSchema } from '@smithy/core/schema'
import type { OperationRoute } from './operations.js'
import type { ServiceError } from './errors.js'

export interface HttpAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** The answer of an operation: its members in headers, payload or JSON body, as the SDK's schema binds them. */
export function serialiseAnswer(route: OperationRoute, members: object): HttpAnswer {
  const headers: Record<string, string> = { 'Content-Type': 'application/json' }
  const schema = NormalizedSchema.of(route.output)
  const json: Record<string, unknown> = {}
  let payload: Buffer | undefined
  const given = new Map<string, unknown>(Object.entries(members))
  for (const [name, member] of schema.isStructSchema() ? schema.structIterator() : []) {
    const value = given.get(name)
    const { httpHeader, httpPayload } = member.getMergedTraits()
    if (httpPayload !== undefined)
      payload = value instanceof Uint8Array ? Buffer.from(value) : Buffer.alloc(0)
    else if (value === undefined) continue
    else if (httpHeader !== undefined)
      headers[httpHeader] = typeof value === 'string' ? value : JSON.stringify(value)
    else json[name] = toJson(member, value)
  }
  const empty = route.status === 204
  return { status: route.status, headers, body: empty ? Buffer.alloc(0) : (payload ?? jsonBytes(json)) }
}

/** An error in AppConfig's wire form: `Message` with a capital, the name in `x-amzn-ErrorType` with a colon. */
export function serialiseError(error: ServiceError): HttpAnswer {
  return {
    status: error.status,
    headers: { 'Content-Type': 'application/json', 'x-amzn-ErrorType': `${error.name}:` },
    body: jsonBytes({ Message: error.message, ...error.members }),
  }
}

/** A JSON value for the wire: instants in ISO 8601, members that the schema does not know and unset ones left out. */
function toJson(schema: NormalizedSchema, value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map((entry) => toJson(schema.getValueSchema(), entry))
  if (typeof value !== 'object' || value === null) return value
  const entries = new Map<string, unknown>(Object.entries(value))
  const json: Record<string, unknown> = {}
  if (schema.isStructSchema()) {
    for (const [name, member] of schema.structIterator()) {
      const entry = entries.get(name)
      if (entry !== undefined) json[name] = toJson(member, entry)
    }
    return json
  }
  for (const [name, entry] of entries) json[name] = toJson(schema.getValueSchema(), entry)
  return json
}

export const jsonBytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))
