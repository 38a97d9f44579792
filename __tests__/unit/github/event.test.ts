import { describe, expect, test } from '@jest/globals'
import { eventCommit, pullRequestOf } from '../../../src/github/event.js'

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

describe('the commit of an event', () => {
  test.each([
    [
      'pull_request: the head, not the merge commit',
      { pull_request: { number: 1, head: { sha: 'head' } } },
      'head',
    ],
    ['workflow_run', { workflow_run: { head_sha: 'run', pull_requests: [] } }, 'run'],
    [
      'workflow_run, also when the pull request has a newer one',
      { repository, workflow_run: { head_sha: 'run', pull_requests: [listed(12)] } },
      'run',
    ],
    ['check_run', { check_run: { head_sha: 'check' } }, 'check'],
    ['check_suite', { check_suite: { head_sha: 'suite' } }, 'suite'],
    ['status', { sha: 'status', state: 'success' }, 'status'],
    [
      'deployment, not of the run that made it',
      { deployment: {}, workflow_run: { head_sha: 'run' } },
      'github',
    ],
    ['merge_group', { merge_group: { head_sha: 'github' } }, 'github'],
    ['workflow_dispatch', { inputs: {}, ref: 'refs/heads/x' }, 'github'],
    ['schedule', { schedule: '0 0 * * *' }, 'github'],
    ['push', { after: 'github', head_commit: {} }, 'github'],
    ['issue_comment on an issue', { issue: { number: 1 } }, 'github'],
    ['issue_comment on a pull request', { issue: { number: 1, pull_request: {} } }, undefined],
    ['a commit that is none', { workflow_run: { head_sha: 7 } }, 'github'],
    ['no payload', undefined, 'github'],
  ])('%s', (_, payload, expected) => {
    expect(eventCommit(payload, 'github')).toBe(expected)
  })
})
