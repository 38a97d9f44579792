import { describe, expect, test } from '@jest/globals'
import type { SummaryFacts } from '../../src/deployment/facts.js'
import { GithubReport } from '../../src/github/github-report.js'
import { workflowRun } from '../../src/github/workflow-run.js'
import type { SavedReport, SavedRun } from '../../src/deployment/run-record.js'
import { type GithubApi, startGithubApi, TOKEN } from '../github-api/github-api.js'
import { deployment, facts } from '../unit/report/sample-facts.js'

const ENV = {
  GITHUB_REPOSITORY: 'octo-org/shop',
  GITHUB_SHA: 'github-sha',
  GITHUB_RUN_ID: '42',
  GITHUB_WORKSPACE: '/work',
}
const BOTH = { token: TOKEN, pullRequestComment: true, githubDeployment: true }
const PULL_REQUEST = { pull_request: { number: 12, head: { sha: 'head-sha' } } }
const DONE: SavedRun = { phase: 'done' }
const STARTED: SavedRun = {
  phase: 'started',
  number: 7,
  start: {
    region: 'us-east-1',
    applicationId: 'shop001',
    environmentId: 'prod001',
    onCancel: 'stop',
    latestNumber: 6,
    provenanceId: 'x',
  },
}

/** A report with all that it says to the step. */
function reportTo(api: GithubApi, env: Readonly<Record<string, string>> = {}) {
  const [warnings, defects, masked, saved] = [[], [], [], []] as [
    string[],
    unknown[],
    string[],
    SavedReport[],
  ]
  const report = new GithubReport({
    cancel: new AbortController().signal,
    env: { ...ENV, GITHUB_API_URL: api.url, ...env },
    info: () => undefined,
    warn: (text) => warnings.push(text),
    mask: (secret) => masked.push(secret),
    reportDefect: (what, error) => defects.push([what, error]),
    saveReport: (kept) => saved.push(kept),
    nowMs: () => 0,
  })
  return { report, warnings, defects, masked, saved }
}

const inProgress = (number = 7) => ({
  ...facts(),
  operation: 'deploy' as const,
  deployment: deployment({ number, state: 'DEPLOYING' }),
})
const complete = (number = 7): SummaryFacts => ({
  ...facts(),
  outcome: { kind: 'complete' },
  deployment: deployment({ number }),
})
/** Facts whose rendering, and nothing else, runs into a defect. */
function broken<Facts extends object>(of: Facts): Facts {
  const kms = new Proxy(
    {},
    {
      get: () => {
        throw new TypeError('kms is broken')
      },
    },
  )
  return { ...of, kms }
}
const states = (api: GithubApi) => api.deployments().map(({ statuses }) => statuses.map(({ state }) => state))

describe('a deployment', () => {
  test('is reported as it goes and ends', async () => {
    await using api = await startGithubApi()
    const { report, warnings, defects, masked, saved } = reportTo(api)
    report.begin(BOTH, workflowRun(ENV, PULL_REQUEST), undefined)
    report.update(inProgress(), STARTED)
    await report.end({ ...complete(), accountId: '123456789012' }, DONE)

    expect([warnings, defects, masked]).toEqual([[], [], [TOKEN]])
    expect(states(api)).toEqual([['in_progress', 'success']])
    expect(api.deployments()[0]?.sha).toBe('head-sha')
    expect(api.comments()).toMatchObject([{ revisions: 2 }])
    expect(api.comments()[0]?.body).toMatch(/^<!-- appconfig-deploy account=123456789012 /)
    expect(saved.at(-1)).toEqual({ phase: 'closed' })
    expect(api.violations).toEqual([])
  })

  test('makes the one before it inactive when it succeeds, and not when it fails', async () => {
    await using api = await startGithubApi()
    const release = async (number: number, more: Partial<SummaryFacts> = {}) => {
      const { report, warnings } = reportTo(api)
      report.begin(BOTH, workflowRun(ENV, {}), undefined)
      report.update(inProgress(number), { ...STARTED, number })
      await report.end({ ...complete(number), ...more }, DONE)
      expect(warnings).toEqual([])
    }
    await release(7)
    const failed = deployment({ number: 8, state: 'ROLLED_BACK' })
    await release(8, { outcome: { kind: 'rolled-back', requested: false }, deployment: failed })
    expect(states(api)).toEqual([
      ['in_progress', 'success'],
      ['in_progress', 'failure'],
    ])
    await release(9)
    expect(states(api)).toEqual([
      ['in_progress', 'success', 'inactive'],
      ['in_progress', 'failure'],
      ['in_progress', 'success'],
    ])
  })

  test('that cannot make the one before it inactive warns of that', async () => {
    await using api = await startGithubApi()
    for (const number of [7, 8]) {
      const { report, warnings } = reportTo(api)
      if (number === 8) api.fail({ fault: 403, method: 'GET', path: /statuses$/ })
      report.begin({ ...BOTH, pullRequestComment: false }, workflowRun(ENV, {}), undefined)
      report.update(inProgress(number), { ...STARTED, number })
      await report.end(complete(number), DONE)
      const expected = expect.stringMatching(/^The earlier GitHub deployments .*deployments: write/)
      expect(warnings).toEqual(number === 7 ? [] : [expected])
    }
    expect(states(api)).toEqual([
      ['in_progress', 'success'],
      ['in_progress', 'success'],
    ])
  })
})

describe('a comment on a pull request that starts the workflow', () => {
  const COMMENT = { issue: { number: 12, pull_request: {} } }
  const pullRequests = [{ number: 12, state: 'open' as const, headSha: 'asked-sha' }]

  test('has its deployment recorded for the head of the pull request', async () => {
    await using api = await startGithubApi({ pullRequests })
    const { report, warnings } = reportTo(api)
    report.begin(BOTH, workflowRun(ENV, COMMENT), undefined)
    report.update(inProgress(), STARTED)
    await report.end(complete(), DONE)
    expect(warnings).toEqual([])
    expect(api.deployments()).toMatchObject([{ sha: 'asked-sha' }])
  })

  test('is asked for the head only when a deployment is recorded', async () => {
    await using api = await startGithubApi({ pullRequests })
    const { report } = reportTo(api)
    report.begin({ ...BOTH, githubDeployment: false }, workflowRun(ENV, COMMENT), undefined)
    report.update(inProgress(), STARTED)
    await report.end(complete(), DONE)
    expect(api.comments()).toHaveLength(1)
    expect(api.requests.filter(({ path }) => path.includes('/pulls/'))).toEqual([])
  })

  test('whose head may not be read is a warning with that permission', async () => {
    await using api = await startGithubApi({ pullRequests })
    const { report, warnings } = reportTo(api)
    api.fail({ fault: 403, path: /pulls/ })
    report.begin({ ...BOTH, pullRequestComment: false }, workflowRun(ENV, COMMENT), undefined)
    report.update(inProgress(), STARTED)
    await report.end(complete(), DONE)
    expect(warnings).toEqual([expect.stringContaining('pull-requests: read')])
  })
})

test('an error in rendering is a defect, not a failure of GitHub, and the other report goes on', async () => {
  await using api = await startGithubApi()
  const { report, warnings, defects } = reportTo(api)
  report.begin(BOTH, workflowRun(ENV, PULL_REQUEST), undefined)
  report.update(broken(inProgress()), STARTED)
  await report.end(broken(complete()), DONE)

  const defect = [expect.stringContaining('pull request 12'), expect.any(TypeError)]
  expect(defects).toEqual([defect, defect])
  expect(warnings).toEqual([])
  expect(states(api)).toEqual([['in_progress', 'success']])
  expect(api.comments()).toEqual([])
})

test('a defect on the way does not keep the end from being reported', async () => {
  await using api = await startGithubApi()
  const { report, defects } = reportTo(api)
  report.begin(BOTH, workflowRun(ENV, PULL_REQUEST), undefined)
  report.update(broken(inProgress()), STARTED)
  await report.end(complete(), DONE)
  expect(defects).toHaveLength(1)
  expect(api.comments()).toHaveLength(1)
})

describe('nothing is sent', () => {
  const NONE = { ...BOTH, pullRequestComment: false, githubDeployment: false }

  test.each([
    ['no token', { ...BOTH, token: '' }, {}, /github-token/],
    ['no repository', BOTH, { GITHUB_REPOSITORY: '' }, /GITHUB_REPOSITORY/],
    ['an address that is none', BOTH, { GITHUB_API_URL: 'not a URL' }, /GITHUB_API_URL/],
    ['nothing to report', NONE, {}, undefined],
    ['nothing to report, and no token', { ...NONE, token: '' }, {}, undefined],
  ])('with %s', async (_, inputs, env, warning) => {
    await using api = await startGithubApi()
    const { report, warnings, masked } = reportTo(api, env)
    report.begin(inputs, workflowRun({ ...ENV, ...env }, PULL_REQUEST), undefined)
    report.update(inProgress(), STARTED)
    await report.end(complete(), DONE)
    expect(warnings).toEqual(warning === undefined ? [] : [expect.stringMatching(warning)])
    expect([api.requests, masked]).toEqual([[], []])
  })
})

test('closed pull requests are asked for with a token that reports nothing', async () => {
  await using api = await startGithubApi({ pullRequests: [{ number: 3, state: 'closed' }] })
  const { report, masked } = reportTo(api)
  report.begin(
    { token: TOKEN, pullRequestComment: false, githubDeployment: false },
    workflowRun(ENV, {}),
    undefined,
  )
  expect(await report.closedPullRequests([3])).toEqual([3])
  expect(masked).toEqual([TOKEN])
})
