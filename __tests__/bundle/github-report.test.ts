import { createHash } from 'node:crypto'
import { StopDeploymentCommand } from '@aws-sdk/client-appconfig'
import { describe, expect, test } from '@jest/globals'
import { ACTIONS_BOT, startGithubApi, TOKEN } from '../github-api/github-api.js'
import { REGION, simulatedAws } from '../simulated-aws.js'
import { renderedHtml, tagsOf, textOf } from '../unit/report/rendered.js'
import {
  annotations,
  commandsOf,
  GROUPED,
  deployStep,
  ENDLESS,
  MINUTE_MS,
  seedWith,
  SLOW,
  StepProcess,
  whenLogged,
  reportPhase,
} from './action-process.js'
import {
  BOTH,
  HEAD_SHA,
  pullRequestStep,
  RUN_URL,
  statesOfDeployments,
  whenTold,
} from './pull-request-job.js'
import { workspaceWith } from './workspace.js'

const SEED = { minuteMs: MINUTE_MS, seed: seedWith() }
const MARKER =
  '<!-- appconfig-deploy region=us-east-1 application=shop environment=production configuration-profile=settings -->'
const CONSOLE =
  'https://console.aws.amazon.com/systems-manager/appconfig/applications/shop001/environments/prod001/deployments/1?region=us-east-1'

describe('a deployment for a pull request', () => {
  test('is told in one comment, and recorded as a GitHub deployment', async () => {
    await using aws = await simulatedAws(SEED)
    await using github = await startGithubApi()

    const end = await pullRequestStep(aws, github, { inputs: { ...BOTH, 'deployment-strategy': 'Steps' } })

    expect(end.exitCode).toBe(0)
    expect(annotations(end, 'warning')).toEqual([])
    expect(github.violations).toEqual([])
    // Once while it is in progress, once at its end.
    expect(github.comments()).toMatchObject([{ pullRequest: 12, user: ACTIONS_BOT, revisions: 2 }])
    const [{ body } = { body: '' }] = github.comments()
    expect(body.split('\n')[0]).toBe(MARKER)
    for (const fact of [
      '### ✅ Deployed <strong>settings</strong> version 2 to <strong>production</strong>',
      `| Deployment | [1](${CONSOLE}) · COMPLETE · us-east-1 |`,
      '| Environment | production of shop |',
      '| Time | ',
      '[changes of pull request 12](https://github.com/octo-org/shop/pull/12/files)',
      `[log and summary](${RUN_URL})`,
    ]) {
      expect(body).toContain(fact)
    }
    expect(github.deployments()).toEqual([
      {
        id: expect.any(Number),
        sha: HEAD_SHA,
        task: 'deploy',
        environment: 'shop/production',
        description: 'AppConfig deployment 1 of settings version 2',
        payload: {
          appconfig: REGION,
          applicationId: 'shop001',
          environmentId: 'prod001',
          configurationProfileId: 'setting',
          deploymentNumber: 1,
        },
        transient: true,
        production: false,
        statuses: [
          {
            state: 'in_progress',
            description: 'Deployment 1 is in progress',
            logUrl: RUN_URL,
            environmentUrl: CONSOLE,
          },
          {
            state: 'success',
            description: 'Deployment 1 is complete',
            logUrl: RUN_URL,
            environmentUrl: CONSOLE,
          },
        ],
      },
    ])
    const creation = github.requests.find(
      ({ method, path }) => method === 'POST' && path.endsWith('/deployments'),
    )
    expect(creation?.body).toMatchObject({ auto_merge: false, required_contexts: [] })
    const log = end.log.filter((line) => !line.startsWith('::add-mask::')).join('\n')
    expect(log + JSON.stringify([end.summary, end.outputs, end.state])).not.toContain(TOKEN)
    expect(reportPhase(end)).toBe('closed')
  })

  test('that is over at once makes one revision, and the next run edits it', async () => {
    await using aws = await simulatedAws(SEED)
    await using github = await startGithubApi()

    await pullRequestStep(aws, github)
    expect(github.comments()).toMatchObject([{ revisions: 1 }])
    await pullRequestStep(aws, github, { inputs: { ...BOTH, 'configuration-version': '1' } })

    expect(github.comments()).toMatchObject([{ revisions: 2 }])
    expect(github.comments()[0]?.body).toContain('version 1 to')
    expect(github.comments()[0]?.body).toContain('| Deployment | [2](')
    expect(statesOfDeployments(github)).toEqual([
      ['in_progress', 'success', 'inactive'],
      ['in_progress', 'success'],
    ])
    expect(github.violations).toEqual([])
  })

  test('of another profile has a comment of its own', async () => {
    await using aws = await simulatedAws(SEED)
    await using github = await startGithubApi()

    await pullRequestStep(aws, github)
    await pullRequestStep(aws, github, {
      inputs: { ...BOTH, 'configuration-profile': 'flags', 'configuration-version': 'v1.0' },
    })

    expect(github.comments().map(({ body }) => /profile=(\w+)/.exec(body)?.[1])).toEqual([
      'settings',
      'flags',
    ])
  })

  test('of a file links to the changes of that file', async () => {
    await using aws = await simulatedAws(SEED)
    await using github = await startGithubApi()
    using workspace = workspaceWith({ 'settings.json': '{"theme": "dark"}' })

    await pullRequestStep(aws, github, {
      inputs: { ...BOTH, 'configuration-version': '', 'configuration-file': './settings.json' },
      workspace: workspace.path,
    })

    const anchor = createHash('sha256').update('settings.json').digest('hex')
    expect(github.comments()[0]?.body).toContain(
      `(https://github.com/octo-org/shop/pull/12/files#diff-${anchor})`,
    )
  })

  test('that is rolled back says why, and fails', async () => {
    await using aws = await simulatedAws(SEED)
    await using github = await startGithubApi()
    const alarm = whenLogged('2.00%', () => aws.alarm('ALARM'))

    const end = await pullRequestStep(aws, github, {
      inputs: { ...BOTH, 'deployment-strategy': SLOW },
      onLine: alarm.onLine,
    })
    await alarm.done()

    expect(end.exitCode).toBe(1)
    const [{ body } = { body: '' }] = github.comments()
    expect(body).toContain('### ❌ Rolled back <strong>settings</strong>')
    expect(body).toContain('> [!CAUTION]')
    expect(body).toContain('by CloudWatch alarm checkout-errors')
    expect(statesOfDeployments(github)).toEqual([['in_progress', 'failure']])
    expect(github.deployments()[0]?.statuses[1]?.description).toMatch(
      /^Rolled back at \d+ % by CloudWatch alarm checkout-errors/,
    )
    expect(github.violations).toEqual([])
  })

  test('that skips what runs already is told in the comment, and recorded nowhere', async () => {
    await using aws = await simulatedAws(SEED)
    await using github = await startGithubApi()
    await deployStep(aws)

    await pullRequestStep(aws, github, { inputs: { ...BOTH, 'if-unchanged': 'skip' } })

    expect(github.comments()[0]?.body).toContain('### ✅ Nothing to deploy')
    expect(github.deployments()).toEqual([])
  })

  test('that fails on the way is told in the comment', async () => {
    await using aws = await simulatedAws(SEED)
    await using github = await startGithubApi()

    const end = await pullRequestStep(aws, github, { inputs: { ...BOTH, 'configuration-version': '99' } })

    expect(end.exitCode).toBe(1)
    expect(github.comments()[0]?.body).toContain('### ❌ Failed to deploy <strong>settings</strong>')
    expect(github.deployments()).toEqual([])
  })

  test('that is only planned has its plan in the comment', async () => {
    await using aws = await simulatedAws(SEED)
    await using github = await startGithubApi()

    await pullRequestStep(aws, github, { inputs: { 'pull-request-comment': 'true', operation: 'plan' } })

    expect(github.comments()[0]?.body).toContain('### 📋 Plan: deploy <strong>settings</strong>')
    expect(github.comments()[0]?.body).toContain('| Plan | would change something ·')
    expect(github.deployments()).toEqual([])
    expect(github.violations).toEqual([])
  })
})

describe('a comment', () => {
  test('of somebody else is left alone, whatever it begins with', async () => {
    await using aws = await simulatedAws(SEED)
    await using github = await startGithubApi()
    const user = { id: 7, login: 'mallory', type: 'User' as const }
    github.repository.addComment(12, user, `${MARKER}\nmine`)
    github.repository.addComment(12, ACTIONS_BOT, `I quote:\n${MARKER}`)

    await pullRequestStep(aws, github)

    expect(github.comments().map(({ revisions }) => revisions)).toEqual([1, 1, 1])
  })

  test("of the token's own user is found, also on a later page", async () => {
    await using aws = await simulatedAws(SEED)
    const user = { id: 7, login: 'release-manager', type: 'User' as const }
    await using github = await startGithubApi({ account: user })
    for (let i = 0; i < 250; i++) github.repository.addComment(12, ACTIONS_BOT, i === 0 ? MARKER : 'hello')
    github.repository.addComment(12, user, `${MARKER}\r\nold`)

    await pullRequestStep(aws, github)

    expect(github.comments()).toHaveLength(251)
    expect(github.comments().at(-1)).toMatchObject({ user, revisions: 2 })
    expect(github.violations).toEqual([])
  })

  test('is not written where the run is about no pull request, and that is no warning', async () => {
    await using aws = await simulatedAws(SEED)
    await using github = await startGithubApi()

    const end = await pullRequestStep(aws, github, { event: { head_commit: {} } })

    expect(end.exitCode).toBe(0)
    expect(annotations(end, 'warning')).toEqual([])
    expect(end.log).toContain('This run is not about a pull request, so no comment is written')
    expect(github.comments()).toEqual([])
    expect(github.deployments()).toMatchObject([{ transient: false, sha: expect.stringMatching(/^ffac537/) }])
  })

  test('with names that would break out of it is inert, and mentions nobody', async () => {
    const hostile = '--> </details><script>@octo-org/team #12\n::error::owned'
    const seed = seedWith({
      applications: [
        {
          Name: 'shop',
          Id: 'shop001',
          environments: [{ Id: 'prod001', Name: hostile }],
          profiles: [{ Id: 'setting', Name: `${hostile}|x`, versions: [{ Content: '{}' }] }],
        },
      ],
    })
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS, seed })
    await using github = await startGithubApi()
    const inputs = {
      ...BOTH,
      environment: 'prod001',
      'configuration-profile': 'setting',
      'configuration-version': '1',
    }

    const end = await pullRequestStep(aws, github, { inputs })
    await pullRequestStep(aws, github, { inputs })

    expect(end.exitCode).toBe(0)
    expect(commandsOf(end)).toEqual(['add-mask', ...GROUPED])
    expect(github.comments()).toMatchObject([{ revisions: 2 }])
    const body = github.comments()[0]?.body ?? ''
    const shown = body.slice(body.indexOf('\n'))
    const html = renderedHtml(shown)
    expect(tagsOf(html).filter((tag) => /script|details|href="(?!https:)/.test(tag))).toEqual([])
    expect(textOf(html)).toContain('</details><script>@octo-org/team #12')
    expect(shown.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))).not.toMatch(
      /@\w|#\d/,
    )
    expect(body.split('\n')[0]).toMatch(/^<!-- (?:(?!-->|--|[<>]).)* -->$/)
  })
})

describe('other operations', () => {
  const place = { 'configuration-profile': '', 'deployment-strategy': '', 'configuration-version': '' }

  test('rollback marks what it took back inactive, and nothing else', async () => {
    await using aws = await simulatedAws(SEED)
    await using github = await startGithubApi()
    const other = github.repository.addDeployment({
      ...{
        sha: HEAD_SHA,
        task: 'deploy',
        environment: 'shop/production',
        description: '',
        payload: { x: 1 },
      },
      ...{ transient: false, production: false },
    })
    github.repository.addStatus(
      other.id,
      { state: 'success', description: '', logUrl: '', environmentUrl: '' },
      false,
    )
    await pullRequestStep(aws, github)
    await pullRequestStep(aws, github, { inputs: { ...BOTH, 'if-unchanged': 'deploy' } })

    const end = await pullRequestStep(aws, github, { inputs: { ...BOTH, ...place, operation: 'rollback' } })

    expect(end.exitCode).toBe(0)
    expect(statesOfDeployments(github)).toEqual([
      ['success'],
      ['in_progress', 'success', 'inactive'],
      ['in_progress', 'success', 'inactive'],
    ])
    expect(github.comments()).toMatchObject([{ revisions: 3 }])
    expect(github.comments()[0]?.body).toContain('✅ Reverted')
    expect(github.violations).toEqual([])
  })

  test('watch tells the end of a deployment that an earlier step left in progress', async () => {
    await using aws = await simulatedAws(SEED)
    await using github = await startGithubApi()
    const inputs = { ...BOTH, 'deployment-strategy': ENDLESS, 'wait-for': 'started' }
    await pullRequestStep(aws, github, { inputs })
    expect(statesOfDeployments(github)).toEqual([['in_progress', 'in_progress']])
    const watching = whenLogged('Watching deployment 1', async () => {
      await aws.client.send(
        new StopDeploymentCommand({
          ApplicationId: 'shop001',
          EnvironmentId: 'prod001',
          DeploymentNumber: 1,
        }),
      )
    })

    await pullRequestStep(aws, github, {
      inputs: { ...BOTH, ...place, operation: 'watch' },
      onLine: watching.onLine,
    })

    expect(statesOfDeployments(github)).toEqual([['in_progress', 'in_progress', 'failure']])
    expect(github.comments()[0]?.body).toContain('by a user')
    expect(github.violations).toEqual([])
  })
})

test('a run that tells GitHub nothing makes nothing of the token that it has', async () => {
  await using aws = await simulatedAws(SEED)
  await using github = await startGithubApi()

  const end = await pullRequestStep(aws, github, { inputs: {} })

  expect(end.exitCode).toBe(0)
  expect(commandsOf(end)).toEqual(GROUPED)
  expect(github.requests).toEqual([])
})

describe('a step that is killed', () => {
  test.each([
    ['stopped by post', {}, 'error', '🛑 Cancelled, and stopped'],
    ['left', { 'on-cancel': 'leave' }, 'error', '🛑 Cancelled; the deployment of'],
  ])('has its deployment told by post: %s', async (_name, more, state, heading) => {
    await using aws = await simulatedAws(SEED)
    await using github = await startGithubApi()
    const step = new StepProcess()
    whenTold(github, () => {
      step.signal('SIGKILL')
    })
    const inputs = { ...BOTH, 'deployment-strategy': ENDLESS, ...more }
    const main = await pullRequestStep(aws, github, { inputs, onProcess: step.onProcess })
    expect(main.signal).toBe('SIGKILL')
    expect(github.comments()[0]?.body).toContain('⏳ Deploying')

    const end = await pullRequestStep(aws, github, { inputs, state: main.state })

    expect(end.exitCode).toBe(0)
    expect(statesOfDeployments(github)).toEqual([['in_progress', state]])
    expect(github.comments()).toMatchObject([{ revisions: 2 }])
    expect(github.comments()[0]?.body).toContain(heading)
    expect(github.violations).toEqual([])
  })

  test('that ended by itself leaves post nothing to ask', async () => {
    await using aws = await simulatedAws(SEED)
    await using github = await startGithubApi()
    const main = await pullRequestStep(aws, github)
    const before = [github.requests.length, (await aws.requests()).length]

    const end = await pullRequestStep(aws, github, { state: main.state })

    expect(end.log).toEqual([])
    expect([github.requests.length, (await aws.requests()).length]).toEqual(before)
  })
})
