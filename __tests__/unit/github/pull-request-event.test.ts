import { describe, expect, test } from '@jest/globals'
import { pullRequestOf } from '../../../src/github/pull-request-event.js'

const repository = { id: 1 }
const listed = (number: number, id = 1) => ({ number, head: { sha: 'abc' }, base: { repo: { id } } })

describe('the pull request of an event', () => {
  test.each([
    ['pull_request', { pull_request: { number: 12, head: { sha: 'abc' } } }, { number: 12, headSha: 'abc' }],
    ['issue_comment on one', { issue: { number: 12, pull_request: { url: '' } } }, { number: 12 }],
    ['issue_comment on an issue', { issue: { number: 12 } }, undefined],
    [
      'workflow_run',
      { repository, workflow_run: { pull_requests: [listed(12)] } },
      { number: 12, headSha: 'abc' },
    ],
    [
      'check_suite that lists one of a fork first',
      { repository, check_suite: { pull_requests: [listed(3, 2), listed(12)] } },
      { number: 12, headSha: 'abc' },
    ],
    [
      'workflow_run that only a fork has',
      { repository, workflow_run: { pull_requests: [listed(3, 2)] } },
      undefined,
    ],
    ['workflow_run without one', { repository, workflow_run: { pull_requests: [] } }, undefined],
    ['push', { head_commit: { id: 'abc' } }, undefined],
    ['a payload that is none', null, undefined],
    ['a number that is none', { pull_request: { number: '12' } }, undefined],
  ])('%s', (_, payload, expected) => {
    expect(pullRequestOf(payload)).toEqual(expected)
  })
})
