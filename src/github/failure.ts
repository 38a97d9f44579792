import { property } from '../configuration/json/property.js'

/** Why a request to GitHub failed. */
export interface GithubFailure {
  /**
   * `refused`: the token may not, or nothing is there that it could see. `rate-limited`: too many requests. `invalid`:
   * GitHub does not take what was sent. `unavailable`: no answer, or a server error; the request may have been carried
   * out.
   */
  readonly kind: 'refused' | 'rate-limited' | 'invalid' | 'unavailable'
  /** The HTTP status, where there was an answer. */
  readonly status?: number
  /** Untrusted. Empty when the time of the request was over. */
  readonly message: string
  /** The time of the request was over. */
  readonly timedOut: boolean
}

/** The error of a failed request to GitHub. Whoever catches it looks at `failure.kind`. */
export class GithubRequestError extends Error {
  override readonly name = 'GithubRequestError'
  constructor(
    readonly failure: GithubFailure,
    options: { readonly cause: unknown },
  ) {
    super(failure.message, options)
  }
}

/**
 * The failure that an error of Octokit stands for. Octokit gives a request without an answer the status 500, but no
 * response.
 * @param timedOut whether the request was given up
 */
export function failureOf(error: unknown, timedOut: boolean): GithubFailure {
  const message = error instanceof Error ? error.message : String(error)
  if (timedOut) return { kind: 'unavailable', message: '', timedOut }
  const response = property(error, 'response')
  const status = property(response, 'status')
  if (typeof status !== 'number') return { kind: 'unavailable', message, timedOut }
  return { kind: kindOf(status, property(response, 'headers')), status, message, timedOut }
}

function kindOf(status: number, headers: unknown): GithubFailure['kind'] {
  if (status >= 500 || status < 400) return 'unavailable'
  // A limit is told by 429, or by 403 with a header (GitHub docs, "Rate limits for the REST API").
  const isLimit = property(headers, 'x-ratelimit-remaining') === '0' || property(headers, 'retry-after')
  if (status === 429 || (status === 403 && isLimit !== false && isLimit !== undefined)) return 'rate-limited'
  return status === 401 || status === 403 || status === 404 ? 'refused' : 'invalid'
}
