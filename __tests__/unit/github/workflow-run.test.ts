import { describe, expect, test } from '@jest/globals'
import { runDescription, workflowRun } from '../../../src/github/workflow-run.js'

const ENV = {
  GITHUB_REPOSITORY: 'octo-org/shop',
  GITHUB_ACTOR: 'octocat',
  GITHUB_SHA: 'abcdef0123',
  GITHUB_RUN_ID: '42',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_SERVER_URL: 'https://github.example.com',
}
const PAGE = 'https://github.example.com/octo-org/shop'
const PULL_REQUEST = { pull_request: { number: 12, head: { sha: 'head' } } }

describe('the workflow run', () => {
  test('is that of the variables', () => {
    expect(workflowRun(ENV, {})).toEqual({
      repository: 'octo-org/shop',
      actor: 'octocat',
      sha: 'abcdef0123',
      commitUrl: `${PAGE}/commit/abcdef0123`,
      url: `${PAGE}/actions/runs/42`,
      attempt: 2,
      serverUrl: 'https://github.example.com',
    })
  })

  test('is nothing but the server outside of a runner', () => {
    expect(workflowRun({ GITHUB_REPOSITORY: '', GITHUB_RUN_ATTEMPT: 'x' }, undefined)).toEqual({
      serverUrl: 'https://github.com',
    })
  })

  test.each([
    ['of the event', PULL_REQUEST, undefined, 12, 'head'],
    ['that the workflow names', {}, 15, 15, 'abcdef0123'],
    ['that the workflow names rather than that of the event', PULL_REQUEST, 15, 15, 'head'],
    [
      'of a comment, whose commit GitHub has to be asked for',
      { issue: { number: 3, pull_request: {} } },
      undefined,
      3,
      undefined,
    ],
  ])('has the pull request %s', (_, payload, named, number, sha) => {
    const run = workflowRun(ENV, payload, named)
    expect([run.pullRequest, run.sha]).toEqual([number, sha])
    expect(run.commitUrl).toBe(sha === undefined ? undefined : `${PAGE}/commit/${sha}`)
  })
})

test.each([
  [{ repository: 'a/b', sha: '0123456789', url: 'https://x' }, 'a/b@0123456 https://x'],
  [{ repository: 'a/b', url: 'https://x' }, 'a/b https://x'],
  [{ sha: '0123456789' }, ''],
])('the description of %j', (run, expected) => {
  expect(runDescription(run)).toBe(expected)
})
