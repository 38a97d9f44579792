import { describe, expect, test } from '@jest/globals'
import { githubFailureWarning } from '../../../src/github/failure-warning.js'
import { failureOf, type GithubFailure } from '../../../src/github/failure.js'

/** An error as Octokit makes it of an answer. */
function httpError(status: number, data: unknown, headers: Readonly<Record<string, string>> = {}): Error {
  const message =
    typeof data === 'string' ? data : ((data as { message?: string }).message ?? 'Unknown error')
  return Object.assign(new Error(message), { name: 'HttpError', status, response: { status, data, headers } })
}
const says = (message: string) => ({ message })

describe('the failure of a request', () => {
  test.each<[GithubFailure['kind'], Error]>([
    ['unauthorized', httpError(401, says('Bad credentials'))],
    ['forbidden', httpError(403, says('Resource not accessible by integration'))],
    ['not-found', httpError(404, says('Not Found'))],
    ['invalid', httpError(422, says('Validation Failed'))],
    ['invalid', httpError(400, says('Problems parsing JSON'))],
    ['rate-limited', httpError(429, says('Slow down'))],
    ['rate-limited', httpError(403, says('API rate limit exceeded for installation'))],
    ['rate-limited', httpError(403, says('You have exceeded a secondary rate limit'))],
    ['rate-limited', httpError(403, says('Forbidden'), { 'x-ratelimit-remaining': '0' })],
    ['rate-limited', httpError(403, says('Forbidden'), { 'retry-after': '60' })],
    ['forbidden', httpError(403, says('Forbidden'), { 'x-ratelimit-remaining': '10' })],
    ['unavailable', httpError(502, says('Server Error'))],
    ['unavailable', Object.assign(new Error('getaddrinfo ENOTFOUND'), { name: 'HttpError', status: 500 })],
    ['unavailable', Object.assign(new Error('aborted'), { name: 'AbortError' })],
  ])('is %s after %s', (kind, error) => {
    expect(failureOf(error)).toMatchObject({ kind, message: error.message, timedOut: false })
  })

  test.each([
    ['an HTML page', '<!DOCTYPE html><html><body>Unicorn!</body></html>'],
    ['a text', 'upstream connect error'],
    ['an empty answer', ''],
    ['bytes', new ArrayBuffer(3)],
  ])('quotes nothing of %s', (_, data) => {
    expect(failureOf(httpError(503, data))).toMatchObject({ kind: 'unavailable', status: 503, message: '' })
  })

  test('quotes one line of bounded length', () => {
    const message = failureOf(httpError(422, says(`a\n::error::b ${'x'.repeat(5000)}`)))?.message ?? ''
    expect(message).not.toContain('\n')
    expect(message.length).toBeLessThan(600)
  })

  test.each([[new TypeError('x is undefined')], ['a text'], [undefined]])('is none for %s', (error) => {
    expect(failureOf(error)).toBeUndefined()
  })
})

describe('the warning', () => {
  const warning = (kind: GithubFailure['kind'], more: Partial<GithubFailure> = {}) =>
    githubFailureWarning('It failed', 'deployments: write', {
      kind,
      message: 'words',
      timedOut: false,
      ...more,
    })

  test('about a token that is not valid is about the token, not about permissions', () => {
    expect(warning('unauthorized')).toMatch(/^It failed: github-token is not valid/)
    expect(warning('unauthorized')).not.toContain('permission')
  })

  test('about a permission names it', () => {
    expect(warning('forbidden')).toContain('deployments: write')
    expect(warning('forbidden', { permission: 'pull-requests: read' })).toContain('pull-requests: read')
    expect(warning('forbidden', { permission: 'pull-requests: read' })).not.toContain('deployments: write')
  })

  test('says who said something, where something was said', () => {
    expect(warning('invalid', { status: 422 })).toContain('GitHub said: words')
    expect(warning('unavailable')).toContain('The connection said: words')
    expect(warning('unavailable', { message: '', status: 502 })).not.toContain('said')
  })
})
