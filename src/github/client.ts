import { setTimeout as wait } from 'node:timers/promises'
import * as core from '@actions/core'
import { getOctokit } from '@actions/github'
import { failureOf, GithubRequestError } from './failure.js'

type Octokit = ReturnType<typeof getOctokit>

/** What every request of the REST API takes from its connection. */
export interface RequestFrame {
  readonly owner: string
  readonly repo: string
  readonly request: { readonly signal: AbortSignal }
}

/** Sends one request. */
export type Send<Answer> = (rest: Octokit['rest'], frame: RequestFrame) => Promise<Answer>

/** A connection to the REST API of GitHub, for one repository. Every failure is a GithubRequestError. */
export interface Github {
  /** For what may be sent twice without harm: a server or network error is tried once more. */
  readonly repeatable: <Answer>(send: Send<Answer>) => Promise<Answer>
  /** For what creates something: one attempt, so that whoever sends decides what comes next. */
  readonly once: <Answer>(send: Send<Answer>) => Promise<Answer>
  /** Gives up whatever is not answered within this time from now. */
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
}

/** GitHub answers in well under a second; a request that takes this long is lost. */
export const REQUEST_TIMEOUT_MS = 5_000
/** While the runner waits for a cancelled step to end, there is no time for more. */
export const HURRIED_TIMEOUT_MS = 1_500
const RETRY_PAUSE_MS = 500

/**
 * Connects to GitHub; nothing is sent before the first request. The log masks the token from here on. The toolkit's
 * client honours `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`.
 */
export function connectGithub({ token, repository, apiUrl, cancel }: GithubConnection): Github {
  core.setSecret(token)
  // What Octokit would say, about deprecations for one, quotes answers, and would reach the log unescaped.
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet }
  const { rest } = getOctokit(token, { baseUrl: apiUrl, log })
  const [owner = '', repo = ''] = repository.split('/')
  const closing = new AbortController()
  const once = async <Answer>(send: Send<Answer>): Promise<Answer> => {
    const limit = requestLimit(cancel, closing.signal)
    try {
      return await Promise.race([
        send(rest, { owner, repo, request: { signal: limit.signal } }),
        limit.reached,
      ])
    } catch (error) {
      throw new GithubRequestError(failureOf(error, limit.signal.aborted), { cause: error })
    } finally {
      limit.end()
    }
  }
  return {
    once,
    repeatable: async (send) => {
      try {
        return await once(send)
      } catch (error) {
        if (!(error instanceof GithubRequestError) || error.failure.kind !== 'unavailable') throw error
        // A server that took all the time for nothing is not waited for twice.
        if (error.failure.timedOut || cancel.aborted) throw error
        await wait(RETRY_PAUSE_MS)
        return once(send)
      }
    },
    endWithin: (ms) => {
      setTimeout(() => {
        closing.abort()
      }, ms).unref()
    },
  }
}

/** The time of one request: short once the run is cancelled, also when that happens while it is under way. */
function requestLimit(cancel: AbortSignal, closing: AbortSignal) {
  const controller = new AbortController()
  const abort = () => {
    controller.abort()
  }
  const timers = [setTimeout(abort, cancel.aborted ? HURRIED_TIMEOUT_MS : REQUEST_TIMEOUT_MS)]
  const hurry = () => timers.push(setTimeout(abort, HURRIED_TIMEOUT_MS))
  cancel.addEventListener('abort', hurry)
  if (closing.aborted) abort()
  closing.addEventListener('abort', abort)
  const reached = new Promise<never>((_, reject) => {
    const end = () => {
      reject(new Error('it was not answered in time'))
    }
    if (controller.signal.aborted) end()
    controller.signal.addEventListener('abort', end)
  })
  // Nobody may be left to hear of it.
  reached.catch(quiet)
  const end = () => {
    for (const timer of timers) clearTimeout(timer)
    cancel.removeEventListener('abort', hurry)
    closing.removeEventListener('abort', abort)
  }
  return { signal: controller.signal, reached, end }
}

function quiet(): void {
  // Says nothing.
}
