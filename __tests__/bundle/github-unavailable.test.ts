import { describe, expect, test } from '@jest/globals'
import { type GithubApi, startGithubApi } from '../github-api/github-api.js'
import { simulatedAws } from '../simulated-aws.js'
import {
  annotations,
  ENDLESS,
  MINUTE_MS,
  seedWith,
  StepProcess,
  whenLogged,
  reportPhase,
} from './action-process.js'
import { BOTH, pullRequestStep, statesOfDeployments, whenTold } from './pull-request-job.js'

const SEED = { minuteMs: MINUTE_MS, seed: seedWith() }
/** The runner sends SIGTERM 7.5 s after SIGINT; half a second of it is for the machine. */
const CANCEL_LIMIT_MS = 7000

const WRITES = { method: 'POST' }
const COMMENT = 'The comment on pull request 12 could not be written'
const RECORD = 'The GitHub deployment could not be recorded'

describe('the deployment ends as it would, with one warning for each of the two, when GitHub', () => {
  test.concurrent.each([
    [
      'refuses',
      { fault: 403 },
      [
        /^The comment .*: github-token .* pull-requests: write\.\n/,
        /^The GitHub deployment .*: github-token .* deployments: write\.\n/,
      ],
    ],
    ['refuses to write only', { fault: 403, ...WRITES }, [/pull-requests: write/, /deployments: write/]],
    ['does not know the token', { fault: 401 }, [/^The comment .* not valid/, /^The GitHub .* not valid/]],
    [
      'answers with pages of a proxy',
      { fault: 502, html: '<html>Unicorn!</html>' },
      [/^(?!.*Unicorn)The comment .*status 502/s, /^(?!.*Unicorn)The GitHub .*status 502/s],
    ],
    ['answers with pages that are no answers', { fault: 'page' }, [/^The comment /, /^The GitHub /]],
    ['does not show anything', { fault: 404 }, [/pull-requests: write/, /deployments: write/]],
    [
      'limits the rate',
      { fault: 403, headers: { 'x-ratelimit-remaining': '0' } },
      [/written: github-token has made more requests/, /recorded: github-token has made more requests/],
    ],
    [
      'has an error',
      { fault: 500 },
      [
        /written: GitHub answered with status 500\.\n.*\n.*Told to fail/,
        /recorded: GitHub answered with status 500\./,
      ],
    ],
    ['cuts connections', { fault: 'reset' }, [new RegExp(COMMENT), new RegExp(RECORD)]],
    ['hangs', { fault: 'hang' }, [/did not answer in time/, /did not answer in time/]],
  ] as const)('%s', async (_, fault, warnings) => {
    await using aws = await simulatedAws(SEED)
    await using github = await startGithubApi()
    github.fail(fault)

    const end = await pullRequestStep(aws, github, { inputs: { ...BOTH, 'deployment-strategy': 'Steps' } })

    expect(annotations(end, 'error')).toEqual([])
    expect(end.exitCode).toBe(0)
    expect(end.outputs).toMatchObject({ state: 'COMPLETE' })
    expect(annotations(end, 'warning')).toEqual(warnings.map((text) => expect.stringMatching(text)))
    expect(end.summary).toContain('✅ Deployed')
    expect(end.summary).toContain('> [!WARNING]')
    expect(reportPhase(end)).toBe('closed')
    expect(github.comments()).toEqual([])
    expect(github.violations).toEqual([])
  })

  test.concurrent('can not be reached', async () => {
    await using aws = await simulatedAws(SEED)
    const github = await startGithubApi()
    await github.close()

    const end = await pullRequestStep(aws, github)

    expect(end.exitCode).toBe(0)
    expect(annotations(end, 'warning')).toEqual([
      expect.stringContaining(COMMENT),
      expect.stringContaining(RECORD),
    ])
  })

  test.concurrent('has given no token', async () => {
    await using aws = await simulatedAws(SEED)
    await using github = await startGithubApi()

    const end = await pullRequestStep(aws, github, { inputs: { ...BOTH, 'github-token': '' } })

    expect(end.exitCode).toBe(0)
    expect(annotations(end, 'warning')).toEqual([expect.stringMatching(/github-token is empty/)])
    expect(github.requests).toEqual([])
  })

  test.concurrent('is refused in a run that fails, the failure stands', async () => {
    await using aws = await simulatedAws(SEED)
    await using github = await startGithubApi()
    github.fail({ fault: 500 })

    const end = await pullRequestStep(aws, github, { inputs: { ...BOTH, 'configuration-version': '99' } })

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([expect.stringMatching(/^configuration-version is "99"/)])
    expect(annotations(end, 'warning')).toEqual([expect.stringContaining(COMMENT)])
  })
})

describe('an answer that is lost', () => {
  const both = async (use: (github: GithubApi) => void) => {
    await using aws = await simulatedAws(SEED)
    await using github = await startGithubApi()
    use(github)
    const end = await pullRequestStep(aws, github)
    expect(end.exitCode).toBe(0)
    expect(annotations(end, 'warning')).toEqual([])
    expect(github.comments()).toHaveLength(1)
    expect(github.comments()[0]?.body).toContain('✅ Deployed')
    expect(statesOfDeployments(github)).toEqual([['in_progress', 'success']])
    expect(github.violations).toEqual([])
  }

  test.concurrent('makes no second comment', () =>
    both((github) => {
      github.fail({ fault: 'reset-after', method: 'POST', path: /comments$/, times: 1 })
    }),
  )

  test.concurrent('makes no second deployment', () =>
    both((github) => {
      github.fail({ fault: 'reset-after', method: 'POST', path: /deployments$/, times: 1 })
    }),
  )

  test.concurrent('by a GitHub that is down at the start costs what it would have told then', async () => {
    await using aws = await simulatedAws(SEED)
    await using github = await startGithubApi()
    // The creation, and both looks for what may have become of it.
    github.fail({ fault: 500, path: /deployments$/, times: 3 })

    const end = await pullRequestStep(aws, github, { inputs: { ...BOTH, 'deployment-strategy': 'Steps' } })

    expect(annotations(end, 'warning')).toEqual([])
    expect(statesOfDeployments(github)).toEqual([['success']])
    expect(github.violations).toEqual([])
  })

  test.concurrent('of a request that did nothing is asked for again', () =>
    both((github) => {
      github.fail({ fault: 502, path: /comments$|deployments$/, times: 2 })
    }),
  )
})

describe('a cancel', () => {
  test.concurrent('while GitHub hangs ends in time, and post tells GitHub the end', async () => {
    await using aws = await simulatedAws(SEED)
    await using github = await startGithubApi()
    const step = new StepProcess()
    whenTold(github, () => {
      github.fail({ fault: 'hang' })
      step.signal('SIGINT')
    })
    const inputs = { ...BOTH, 'deployment-strategy': ENDLESS }

    const end = await pullRequestStep(aws, github, { inputs, onProcess: step.onProcess })

    expect(step.sinceSignalMs()).toBeLessThan(CANCEL_LIMIT_MS)
    expect(annotations(end, 'error')).toEqual([
      'The run was cancelled; deployment 1 of settings to production was stopped.',
    ])
    expect(end.summary).toContain('🛑 Cancelled, and stopped')
    expect(annotations(end, 'warning')).toEqual([
      expect.stringContaining(COMMENT),
      expect.stringContaining(RECORD),
    ])
    expect(github.comments()).toMatchObject([{ revisions: 1 }])

    github.recover()
    const after = await pullRequestStep(aws, github, { inputs, state: end.state })

    expect(after.exitCode).toBe(0)
    expect(after.log).toContain('The step could not report to GitHub how it ended: reporting it now')
    expect(github.comments()).toMatchObject([{ revisions: 2 }])
    expect(github.comments()[0]?.body).toContain('🛑 Cancelled, and stopped')
    expect(statesOfDeployments(github)).toEqual([['in_progress', 'error']])
    expect(github.violations).toEqual([])
  })

  test.concurrent('that AWS does not confirm leaves the last word to post', async () => {
    await using aws = await simulatedAws(SEED)
    await using github = await startGithubApi()
    const step = new StepProcess()
    const inputs = { ...BOTH, 'deployment-strategy': ENDLESS }
    await aws.fault({ operation: 'StopDeployment', fault: 'status', status: 500, times: 99 })
    whenTold(github, () => {
      step.signal('SIGINT')
    })

    const end = await pullRequestStep(aws, github, { inputs, onProcess: step.onProcess })
    expect(github.comments()[0]?.body).toContain('goes on')
    await fetch(`${aws.url}/_simulator/faults`, { method: 'DELETE' })
    const after = await pullRequestStep(aws, github, { inputs, state: end.state })

    expect(after.exitCode).toBe(0)
    expect(github.comments()[0]?.body).toContain('🛑 Cancelled, and stopped')
    expect(statesOfDeployments(github)).toEqual([['in_progress', 'error', 'error']])
    const [deployment] = github.deployments()
    expect(deployment?.statuses.at(-1)?.description).toContain('ROLLED_BACK')
    expect(github.violations).toEqual([])
  })

  test.concurrent('while neither AWS nor GitHub answers ends in time', async () => {
    await using aws = await simulatedAws(SEED)
    await using github = await startGithubApi()
    const step = new StepProcess()
    const logged = whenLogged('Started deployment 1', async () => {
      github.fail({ fault: 'hang' })
      await aws.fault({ operation: '*', fault: 'hang', times: 99 })
      step.signal('SIGINT')
    })

    const end = await pullRequestStep(aws, github, {
      inputs: { ...BOTH, 'deployment-strategy': ENDLESS },
      onLine: logged.onLine,
      onProcess: step.onProcess,
    })

    expect(step.sinceSignalMs()).toBeLessThan(CANCEL_LIMIT_MS)
    expect(end.exitCode).toBe(1)
    expect(end.summary).toContain('🛑 Cancelled')
    expect(reportPhase(end)).toBe('open')
  })
})

test.concurrent('GitHub Enterprise Server is asked at its own address', async () => {
  await using aws = await simulatedAws(SEED)
  await using github = await startGithubApi({ basePath: '/api/v3' })

  const end = await pullRequestStep(aws, github, {
    env: { GITHUB_SERVER_URL: 'https://github.example.com' },
  })

  expect(annotations(end, 'warning')).toEqual([])
  expect(github.comments()[0]?.body).toContain('(https://github.example.com/octo-org/shop/pull/12/files)')
  expect(statesOfDeployments(github)).toEqual([['in_progress', 'success']])
})
