import type { IncomingHttpHeaders } from 'node:http'
import type { HttpRequest } from './requests.js'

/** One AWS request as `GET /_simulator/requests` shows it. */
export interface RecordedRequest {
  /** When it arrived, in ms since the epoch by the simulator's clock. */
  readonly at: number
  /** `null` for a request that no operation has the route of. */
  readonly operation: string | null
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string | readonly string[]>>
  /** JSON as it parses, other content as text, `null` without a body. */
  readonly body: unknown
  /** `null` while it is unanswered, and for ever when the connection was cut before an answer. */
  status: number | null
}

/** The request without credentials: of its signature only the credential scope is kept. */
export function record(operation: string | undefined, http: HttpRequest, at: number): RecordedRequest {
  return {
    at,
    operation: operation ?? null,
    method: http.method,
    path: http.path,
    headers: withoutSecrets(http.headers),
    query: queryOf(http.query),
    body: bodyOf(http.body),
    status: null,
  }
}

/** The credential scope (`date/region/service/aws4_request`) of a signed request's Authorization header. */
export function credentialScope(authorization: string | undefined): string | undefined {
  return /Credential=[^/,\s]+\/([^,\s]+)/.exec(authorization ?? '')?.[1]
}

/** The region that a request was signed for, `undefined` without a signature. */
export function signedRegion(authorization: string | undefined): string | undefined {
  return /^[^/]+\/([a-z0-9-]+)\//.exec(credentialScope(authorization) ?? '')?.[1]
}

function withoutSecrets(headers: IncomingHttpHeaders): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue
    const text = Array.isArray(value) ? value.join(', ') : value
    if (name === 'authorization') kept[name] = credentialScope(text) ?? '***'
    else kept[name] = name === 'x-amz-security-token' ? '***' : text
  }
  return kept
}

function queryOf(query: URLSearchParams): Record<string, string | string[]> {
  const seen: Record<string, string | string[]> = {}
  for (const name of query.keys()) {
    const values = query.getAll(name)
    seen[name] = values.length === 1 ? (values[0] ?? '') : values
  }
  return seen
}

function bodyOf(body: Buffer): unknown {
  if (body.length === 0) return null
  const text = body.toString('utf8')
  try {
    const parsed: unknown = JSON.parse(text)
    return parsed
  } catch {
    return text
  }
}
