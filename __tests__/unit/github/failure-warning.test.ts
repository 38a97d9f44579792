import { expect, test } from '@jest/globals'
import { githubFailureWarning } from '../../../src/github/failure-warning.js'
import type { GithubFailure } from '../../../src/github/failure.js'

test.each<[Partial<GithubFailure> & Pick<GithubFailure, 'kind'>, RegExp]>([
  [{ kind: 'unauthorized', status: 401 }, /github-token is not valid/],
  [{ kind: 'forbidden', status: 403 }, /permission deployments: write/],
  [{ kind: 'forbidden', status: 403, permission: 'pull-requests: read' }, /pull-requests: read/],
  [{ kind: 'not-found', status: 404 }, /deployments: write/],
  [{ kind: 'rate-limited', status: 429 }, /more requests/],
  [{ kind: 'invalid', status: 422 }, /rejected/],
  [{ kind: 'unavailable', status: 502 }, /502/],
  [{ kind: 'unavailable' }, /could not be reached.*The connection said/s],
  [{ kind: 'unavailable', timedOut: true }, /in time/],
])('%j', (failure, text) => {
  const whole = { message: 'words', timedOut: false, ...failure }
  const warning = githubFailureWarning('It was not written', 'deployments: write', whole)
  expect(warning).toMatch(/^It was not written: /)
  expect(warning).toMatch(text)
  expect(warning).toContain('words')
  expect(githubFailureWarning('It', 'deployments: write', { ...whole, message: '' })).not.toContain('said')
})
