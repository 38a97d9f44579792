import { setMaxListeners } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import type { getOctokit } from '@actions/github'
import { property } from '../configuration/json/property.js'
import { failureOf, GithubRequestError, TIMED_OUT, unreadableAnswer } from './failure.js'
import {
  mayRetry,
  ONE_ATTEMPT,
  REQUEST_POLICY,
  requestLimit,
  type RequestLimit,
  type RequestPolicy,
} from './request-policy.js'

export type Octokit = ReturnType<typeof getOctokit>

/** Which repository a request is about. */
export interface RepositoryName {
  readonly owner: string
  readonly repo: string
}

/** A connection to the REST API of GitHub, for one repository. */
export interface Github {
  /**
   * Does something with the API. A request that failed is sent again as the policy says, unless it has `ONE_ATTEMPT`.
   * @throws GithubRequestError when a request failed
   */
  readonly send: <Answer>(act: (octokit: Octokit, name: RepositoryName) => Promise<Answer>) => Promise<Answer>
  readonly policy: RequestPolicy
  /** Ends every request that is not answered within this time from now. */
  readonly endWithin: (ms: number) => void
}

export interface GithubConnection {
  readonly token: string
  /** `owner/name` */
  readonly repository: string
  /** GITHUB_API_URL: another address on GitHub Enterprise Server. */
  readonly apiUrl: string
  /** Aborted when the workflow run is cancelled. */
  readonly cancel: AbortSignal
  readonly policy?: RequestPolicy
}

/**
 * Connects to GitHub. GitHub's client is loaded with the first request, because most runs send none. The client honours
 * `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`.
 */
export function connectGithub(connection: GithubConnection): Github {
  const { repository, policy = REQUEST_POLICY } = connection
  const [owner = '', repo = ''] = repository.split('/')
  const closing = new AbortController()
  // Each request in progress listens to both, and Node.js warns of more than ten.
  setMaxListeners(0, connection.cancel, closing.signal)
  let octokit: Promise<Octokit> | undefined
  return {
    send: async (act) => {
      octokit ??= loadOctokit({ ...connection, policy }, closing.signal)
      return act(await octokit, { owner, repo })
    },
    policy,
    endWithin: (ms) => {
      setTimeout(() => {
        closing.abort()
      }, ms).unref()
    },
  }
}

async function loadOctokit(
  { token, apiUrl, cancel, policy }: GithubConnection & { readonly policy: RequestPolicy },
  closing: AbortSignal,
): Promise<Octokit> {
  const { getOctokit } = await import(/* webpackMode: "eager" */ '@actions/github')
  // Octokit's own messages, such as those about deprecations, quote answers and would reach the log unescaped.
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet }
  const octokit = getOctokit(token, { baseUrl: apiUrl, log })
  // Around each request, so that each page of a list has its own time and its own attempts.
  octokit.hook.wrap('request', async (request, options) => {
    const isOnly = property(options.request, 'attempts') === ONE_ATTEMPT.attempts
    for (let attempt = 1; ; attempt++) {
      try {
        return await answer(
          async (signal) => request({ ...options, request: { ...options.request, signal } }),
          requestLimit(cancel, closing, policy),
        )
      } catch (error) {
        if (!(error instanceof GithubRequestError) || isOnly) throw error
        if (!mayRetry(error.failure, attempt, policy) || cancel.aborted) throw error
        await wait(policy.pauseMs)
      }
    }
  })
  return octokit
}

/** The answer to one request within its limit. @throws GithubRequestError */
async function answer<Answer extends { readonly status: number; readonly data: unknown }>(
  request: (signal: AbortSignal) => Promise<Answer>,
  { signal, reached, end }: RequestLimit,
): Promise<Answer> {
  try {
    const answered = await Promise.race([request(signal), reached])
    // Every answer of the API is JSON, or has no content. A proxy's page is neither.
    const { status, data } = answered
    if (status !== 204 && (typeof data !== 'object' || data instanceof ArrayBuffer)) {
      throw unreadableAnswer(status)
    }
    return answered
  } catch (error) {
    if (error instanceof GithubRequestError) throw error
    const failure = signal.aborted ? TIMED_OUT : failureOf(error)
    if (failure === undefined) throw error
    throw new GithubRequestError(failure, { cause: error })
  } finally {
    end()
  }
}

function quiet(): void {
  // Octokit's messages are dropped.
}
