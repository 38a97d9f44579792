import { property } from '../configuration/json/property.js'

/** A permission of the job's token, as the workflow file names it. */
export type TokenPermission = 'deployments: write' | 'pull-requests: write' | 'pull-requests: read'

/** Why a request to GitHub failed. */
export interface GithubFailure {
  /**
   * `unauthorized`: the token is not valid. `forbidden`: the token lacks a permission. `not-found`: nothing is there that
   * the token can see. `rate-limited`: too many requests. `invalid`: GitHub rejects what was sent. `unavailable`: no
   * answer, one that cannot be read, or a server error; the request may have been carried out.
   */
  readonly kind: 'unauthorized' | 'forbidden' | 'not-found' | 'rate-limited' | 'invalid' | 'unavailable'
  /** The HTTP status, where there was an answer. */
  readonly status?: number
  /** What GitHub or the network said, on one line. Untrusted. Empty when there is nothing to quote. */
  readonly message: string
  /** The request ran out of time. */
  readonly timedOut: boolean
  /** The permission that the request needs, where it is not that of what it was sent for. */
  readonly permission?: TokenPermission
}

/** The error of a failed request to GitHub. Whoever catches it looks at `failure.kind`. */
export class GithubRequestError extends Error {
  override readonly name = 'GithubRequestError'
  constructor(
    readonly failure: GithubFailure,
    options: { readonly cause: unknown },
  ) {
    super(failure.message === '' ? failure.kind : failure.message, options)
  }
}

const MAX_MESSAGE_CHARS = 500

/**
 * The failure that an error of Octokit stands for; undefined for an error that is none of a request. Octokit gives a
 * request without an answer the status 500, but no response.
 */
export function failureOf(error: unknown): GithubFailure | undefined {
  const name = property(error, 'name')
  if (name !== 'HttpError' && name !== 'AbortError') return undefined
  const response = property(error, 'response')
  const status = property(response, 'status')
  const message = error instanceof Error ? oneLine(error.message) : ''
  if (typeof status !== 'number') return { kind: 'unavailable', message, timedOut: false }
  const kind = kindOf(status, message, property(response, 'headers'))
  // Octokit's message is the whole answer when that is not JSON, such as the HTML page of a proxy.
  const isQuotable = typeof property(property(response, 'data'), 'message') === 'string'
  return { kind, status, message: isQuotable ? message : '', timedOut: false }
}

/** The failure of a request that was not answered in time. */
export const TIMED_OUT: GithubFailure = { kind: 'unavailable', message: '', timedOut: true }

/** The error of an answer that is not what GitHub's description of the request promises. */
export function unreadableAnswer(status?: number): GithubRequestError {
  const failure = {
    kind: 'unavailable',
    message: 'The answer is not one of GitHub.',
    timedOut: false,
  } as const
  return new GithubRequestError(status === undefined ? failure : { ...failure, status }, { cause: undefined })
}

/** Whether an error is the failure of a request, of one of these kinds. */
export function isFailure(error: unknown, ...kinds: readonly GithubFailure['kind'][]): boolean {
  return error instanceof GithubRequestError && kinds.includes(error.failure.kind)
}

function kindOf(status: number, message: string, headers: unknown): GithubFailure['kind'] {
  if (status >= 500 || status < 400) return 'unavailable'
  if (status === 401) return 'unauthorized'
  if (status === 404) return 'not-found'
  // 429, or 403 with a header or these words (GitHub docs, "Rate limits for the REST API").
  const isLimit =
    property(headers, 'x-ratelimit-remaining') === '0' ||
    property(headers, 'retry-after') !== undefined ||
    /\brate limit/i.test(message)
  if (status === 429 || (status === 403 && isLimit)) return 'rate-limited'
  return status === 403 ? 'forbidden' : 'invalid'
}

function oneLine(text: string): string {
  const line = text.slice(0, MAX_MESSAGE_CHARS).replace(/\s+/g, ' ').trim()
  return text.length > MAX_MESSAGE_CHARS ? `${line}…` : line
}
