/** One request to AWS as a debug log tells it: no part of its content, and nothing secret. */
export interface SentRequest {
  /** AWS's name of it, such as `GetDeployment`. */
  readonly operation: string
  /** HTTP status; undefined when no answer came. */
  readonly status?: number
  /** By which AWS can find the request. */
  readonly requestId?: string
  /** The name of the error when no answer came. */
  readonly error?: string
  readonly ms: number
}

/** `GetDeployment: 200 in 34 ms (request 1b2c…)`, unescaped. */
export function requestLine({ operation, status, requestId, error, ms }: SentRequest): string {
  const end = status ?? `no answer${error === undefined ? '' : ` (${error})`}`
  const id = requestId === undefined ? '' : ` (request ${requestId})`
  return `${operation}: ${end} in ${Math.round(ms)} ms${id}`
}
