import { describe, expect, test } from '@jest/globals'
import { tokenServer } from '../bundle/token-server.js'
import { startGithubApi, TOKEN } from '../github-api/github-api.js'
import { INPUTS } from '../operations/operation-run.js'
import { type SimulatedAws, simulatedAws } from '../simulated-aws.js'
import { cancel, inProcessStep, type InProcessStep, jobEnvironment, MINUTE_MS } from './in-process-step.js'

const SEED = { minuteMs: MINUTE_MS }
const SLOW = { ...INPUTS, 'deployment-strategy': 'AppConfig.Linear20PercentEvery6Minutes' }
const PULL_REQUEST = { pull_request: { number: 12, head: { sha: 'a'.repeat(40) } } }

const step = (aws: SimulatedAws, change: Partial<InProcessStep> = {}) =>
  inProcessStep({ inputs: INPUTS, env: jobEnvironment(aws), ...change })

const once = (text: string, act: () => void) => {
  let isDone = false
  return (line: string) => {
    if (isDone || !line.includes(text)) return
    isDone = true
    act()
  }
}
const phaseOf = (state: Readonly<Record<string, string>>) =>
  (JSON.parse(state['run'] ?? '{}') as { pending?: { phase?: string } }).pending?.phase

describe('main', () => {
  test('deploys, and writes outputs, state and summary', async () => {
    await using aws = await simulatedAws(SEED)
    const end = await step(aws)
    expect(end).toMatchObject({ exitCode: 0, outputs: { state: 'COMPLETE', changed: 'true' } })
    expect(end.summary).toContain('settings')
    expect(phaseOf(end.state)).toBe('done')
  })

  test('reports to GitHub, and what GitHub refuses is a warning', async () => {
    await using aws = await simulatedAws(SEED)
    await using github = await startGithubApi()
    const inputs = {
      ...INPUTS,
      'pull-request-comment': 'true',
      'github-deployment': 'true',
      'github-token': TOKEN,
    }
    const env = { ...jobEnvironment(aws), GITHUB_API_URL: github.url }
    const end = await step(aws, { inputs, env, event: PULL_REQUEST })
    expect(end.exitCode).toBe(0)
    expect(github.comments()).toHaveLength(1)
    expect(github.deployments()[0]?.statuses.at(-1)).toMatchObject({ state: 'success' })
    const refused = await step(aws, {
      inputs: { ...inputs, 'github-token': 'wrong' },
      env,
      event: PULL_REQUEST,
    })
    expect(refused.exitCode).toBe(0)
    expect(refused.log.join('\n')).toContain('::warning')
  })

  test('fails once, with every problem of the inputs, and asks AWS nothing', async () => {
    await using aws = await simulatedAws(SEED)
    const end = await step(aws, { inputs: { ...INPUTS, environment: '', 'on-cancel': 'explode' } })
    expect(end.exitCode).toBe(1)
    const errors = end.log.filter((line) => line.startsWith('::error'))
    expect(errors).toHaveLength(1)
    expect(errors[0]).toMatch(/environment.*on-cancel|on-cancel.*environment/)
    expect(await aws.requests()).toEqual([])
  })

  test('shows the problems of a file at its lines', async () => {
    await using aws = await simulatedAws(SEED)
    const inputs = {
      ...INPUTS,
      operation: 'plan',
      'configuration-version': '',
      'configuration-file': 'settings.json',
    }
    const end = await step(aws, { inputs, files: { 'settings.json': '{\n"count": "x"\n}' } })
    expect(end.exitCode).toBe(1)
    expect(end.log.join('\n')).toMatch(/::error .*file=settings\.json/)
  })

  test('shows its requests in a run with debug logging', async () => {
    await using aws = await simulatedAws(SEED)
    const end = await step(aws, { env: { ...jobEnvironment(aws), RUNNER_DEBUG: '1' } })
    expect(end.log.join('\n')).toMatch(/::debug::StartDeployment: 201/)
  })

  test.each([
    ['stop', 'ROLLED_BACK'],
    ['leave', 'DEPLOYING'],
  ])('that is cancelled ends with on-cancel: %s', async (onCancel, state) => {
    await using aws = await simulatedAws(SEED)
    const end = await step(aws, {
      inputs: { ...SLOW, 'on-cancel': onCancel },
      onLine: once('Started deployment 1', cancel),
    })
    expect(end).toMatchObject({ exitCode: 1, outputs: { state } })
    expect(phaseOf(end.state)).toBe('done')
  })

  test.each([
    ['answered late', 'slow'],
    ['carried out late', 'late'],
  ] as const)('cancelled during a start that is %s stops the deployment', async (_, fault) => {
    await using aws = await simulatedAws(SEED)
    await aws.fault({ operation: 'StartDeployment', fault, times: 1, ms: 300 })
    const whenSent = setInterval(() => {
      void aws.requests('StartDeployment').then(({ length }) => {
        if (length > 0) cancel()
      })
    }, 10)
    try {
      const end = await step(aws, { inputs: SLOW })
      expect(end).toMatchObject({ exitCode: 1, outputs: { 'deployment-number': '1', state: 'ROLLED_BACK' } })
      expect(phaseOf(end.state)).toBe('done')
    } finally {
      clearInterval(whenSent)
    }
  })

  test.each([-180, -10, 10, 180])('works with a clock that is %d minutes off', async (minutes) => {
    const now = () => Date.now() + minutes * 60_000
    await using aws = await simulatedAws({ ...SEED, now, checkSignatureTime: true })
    await using tokens = await tokenServer()
    const env = {
      ...jobEnvironment(aws),
      ...tokens.env,
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
    }
    const role = { 'role-to-assume': 'arn:aws:iam::123456789012:role/deploy' }
    const file = { ...INPUTS, 'configuration-version': '', 'configuration-file': 'a.json' }
    const deployed = await step(aws, {
      inputs: { ...file, ...role },
      env,
      files: { 'a.json': '{"count": 4}' },
    })
    expect(deployed).toMatchObject({
      exitCode: 0,
      outputs: { state: 'COMPLETE', 'configuration-version': '3' },
    })
    const place = { application: 'shop', environment: 'production' }
    const watched = await step(aws, { inputs: { operation: 'watch', ...place, 'deployment-number': '1' } })
    expect(watched).toMatchObject({ exitCode: 0 })
    const back = await step(aws, { inputs: { operation: 'rollback', ...place, ...role }, env })
    expect(back).toMatchObject({ exitCode: 0, outputs: { state: 'REVERTED' } })
    const starts = await aws.requests('StartDeployment')
    expect(starts.filter(({ status }) => status === 201)).toHaveLength(1)
  })

  test('assumes a role with the token of the job', async () => {
    await using aws = await simulatedAws(SEED)
    await using tokens = await tokenServer()
    const env = { ...jobEnvironment(aws), AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined }
    const inputs = { ...INPUTS, 'role-to-assume': 'arn:aws:iam::123456789012:role/deploy' }
    const end = await step(aws, { inputs, env: { ...env, ...tokens.env } })
    expect(end.exitCode).toBe(0)
    expect(end.log).toContain(`::add-mask::${tokens.tokens[0] ?? ''}`)
  })

  test.each([
    ['no permission for a token', {}, /id-token/],
    [
      'a token that does not come',
      { ACTIONS_ID_TOKEN_REQUEST_URL: 'http://127.0.0.1:1/t', ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x' },
      /token/i,
    ],
  ])('that cannot assume its role says why: %s', async (_, tokenEnv, message) => {
    await using aws = await simulatedAws(SEED)
    const inputs = { ...INPUTS, 'role-to-assume': 'arn:aws:iam::123456789012:role/deploy' }
    const end = await step(aws, { inputs, env: { ...jobEnvironment(aws), ...tokenEnv } })
    expect(end.exitCode).toBe(1)
    expect(end.log.filter((line) => line.startsWith('::error')).join()).toMatch(message)
  })

  test('without a job summary says so, and deploys', async () => {
    await using aws = await simulatedAws(SEED)
    const end = await step(aws, { env: { ...jobEnvironment(aws), GITHUB_STEP_SUMMARY: '' } })
    expect(end).toMatchObject({ exitCode: 0, summary: '' })
    expect(end.log.join('\n')).toContain('GITHUB_STEP_SUMMARY')
  })

  test.each(['GITHUB_OUTPUT', 'GITHUB_STATE'])(
    'that cannot write %s warns once, and deploys',
    async (name) => {
      await using aws = await simulatedAws(SEED)
      const end = await step(aws, { lost: [name], inputs: { ...INPUTS, 'deployment-strategy': 'Steps' } })
      expect(end.exitCode).toBe(0)
      const warnings = end.log.filter((line) => line.startsWith('::warning'))
      expect(warnings).toHaveLength(1)
      expect(warnings[0]).toContain('could not be written')
      expect(end.summary).toContain('could not be written')
      expect((await aws.requests('StopDeployment')).length).toBe(0)
    },
  )

  test('creates a preview, and removes it and its comments', async () => {
    await using aws = await simulatedAws(SEED)
    await using github = await startGithubApi()
    const report = { 'pull-request-comment': 'true', 'github-deployment': 'true', 'github-token': TOKEN }
    const env = { ...jobEnvironment(aws), GITHUB_API_URL: github.url }
    const preview = { ...INPUTS, ...report, environment: 'pr-12', 'create-environment': 'true' }
    expect(await step(aws, { inputs: preview, env, event: PULL_REQUEST })).toMatchObject({ exitCode: 0 })
    const remove = { operation: 'remove-environment', application: 'shop', environment: 'pr-12', ...report }
    expect(await step(aws, { inputs: remove, env, event: PULL_REQUEST })).toMatchObject({ exitCode: 0 })
    expect(github.deployments()[0]?.statuses.at(-1)).toMatchObject({ state: 'inactive' })
    expect(github.comments()[0]?.body).toMatch(/removed/i)
  })

  test('asks GitHub which pull requests are closed when the quota is used up', async () => {
    await using aws = await simulatedAws(SEED)
    await using github = await startGithubApi()
    const inputs = { ...INPUTS, environment: 'pr-13', 'create-environment': 'true', 'github-token': TOKEN }
    await step(aws, { inputs: { ...inputs, environment: 'pr-12' }, event: PULL_REQUEST })
    await aws.fault({
      operation: 'CreateEnvironment',
      fault: 'status',
      status: 402,
      error: 'ServiceQuotaExceededException',
      times: 9,
    })
    const end = await step(aws, { inputs, env: { ...jobEnvironment(aws), GITHUB_API_URL: github.url } })
    expect(end.exitCode).toBe(1)
    expect(end.log.join('\n')).toContain('closed pull request')
  })

  test('that is an apply deploys the plan', async () => {
    await using aws = await simulatedAws(SEED)
    const { outputs } = await step(aws, { inputs: { ...INPUTS, operation: 'plan' } })
    const end = await step(aws, { inputs: { operation: 'apply', plan: outputs['plan'] ?? '' } })
    expect(end).toMatchObject({ exitCode: 0, outputs: { state: 'COMPLETE' } })
  })

  test('without a minute that it knows asks AWS nothing', async () => {
    await using aws = await simulatedAws(SEED)
    const end = await step(aws, { env: { ...jobEnvironment(aws), APPCONFIG_DEPLOY_MINUTE: 'soon' } })
    expect(end.exitCode).toBe(1)
    expect(end.log.join('\n')).toContain('APPCONFIG_DEPLOY_MINUTE')
    expect(await aws.requests()).toEqual([])
  })

  test('without files of the runner still deploys', async () => {
    await using aws = await simulatedAws(SEED)
    const end = await step(aws, {
      env: { ...jobEnvironment(aws), GITHUB_EVENT_NAME: 'push' },
      event: 'not an event',
    })
    expect(end.exitCode).toBe(0)
  })
})

describe('post', () => {
  const started = async (aws: SimulatedAws) => {
    const end = await step(aws, { inputs: { ...SLOW, 'wait-for': 'started' } })
    const [request] = await aws.requests('StartDeployment')
    const description = String((request?.body as { Description?: string }).Description)
    const provenanceId = /\[appconfig-deploy:([^\]]+)\]/.exec(description)?.[1] ?? ''
    expect(end.exitCode).toBe(0)
    return {
      region: 'us-east-1',
      applicationId: 'shop001',
      environmentId: 'prod001',
      latestNumber: 0,
      provenanceId,
    }
  }
  const stateOf = (pending: object) => ({ run: JSON.stringify({ pending, report: { phase: 'closed' } }) })

  test('after a step that came to its end asks AWS nothing', async () => {
    await using aws = await simulatedAws(SEED)
    const { state } = await step(aws)
    const before = (await aws.requests()).length
    const end = await step(aws, { state })
    expect(end).toMatchObject({ exitCode: 0, summary: '' })
    expect((await aws.requests()).length).toBe(before)
  })

  test.each([
    ['starting', 'stop', /ROLLED_BACK/],
    ['started', 'stop', /ROLLED_BACK/],
    ['started', 'leave', /in progress/],
    ['watched', 'stop', /ROLLED_BACK/],
    ['rolling-back', 'stop', /ROLLED_BACK/],
  ])('finishes a run that was %s (on-cancel: %s)', async (phase, onCancel, said) => {
    await using aws = await simulatedAws(SEED)
    const start = { ...(await started(aws)), onCancel }
    const end = await step(aws, {
      state: stateOf({ phase, start, ...(phase === 'starting' ? {} : { number: 1 }) }),
    })
    expect(end.exitCode).toBe(0)
    expect(end.log.join('\n')).toMatch(said)
    expect(end.summary).toContain('1')
    expect((await aws.requests('StopDeployment')).length).toBe(onCancel === 'stop' ? 1 : 0)
  })

  test('that AWS refuses warns with the number', async () => {
    await using aws = await simulatedAws(SEED)
    const start = { ...(await started(aws)), onCancel: 'stop' }
    await aws.fault({
      operation: 'StopDeployment',
      fault: 'status',
      status: 403,
      error: 'AccessDeniedException',
      times: 9,
    })
    const end = await step(aws, { state: stateOf({ phase: 'started', start, number: 1 }) })
    expect(end.log.join('\n')).toMatch(/::warning.*Deployment 1/)
  })

  test.each(['GetDeployment', 'none'])(
    'reports a finished run to GitHub, or warns: %s refused',
    async (refused) => {
      await using aws = await simulatedAws(SEED)
      await using github = await startGithubApi()
      await step(aws, { inputs: INPUTS })
      if (refused !== 'none') {
        await aws.fault({
          operation: refused,
          fault: 'status',
          status: 403,
          error: 'AccessDeniedException',
          times: 9,
        })
      }
      const named = (id: string, name: string) => ({ id, name })
      const report = {
        phase: 'open',
        operation: 'rollback',
        region: 'us-east-1',
        application: named('shop001', 'shop'),
        environment: named('prod001', 'production'),
        profile: named('setting', 'settings'),
        alarmArns: [],
        number: 1,
      }
      const end = await step(aws, {
        inputs: { ...INPUTS, 'pull-request-comment': 'true', 'github-token': TOKEN },
        env: { ...jobEnvironment(aws), GITHUB_API_URL: github.url },
        event: PULL_REQUEST,
        state: { run: JSON.stringify({ pending: { phase: 'done' }, report }) },
      })
      expect(end.exitCode).toBe(0)
      expect(github.comments()).toHaveLength(refused === 'none' ? 1 : 0)
      expect(end.log.join('\n').includes('::warning')).toBe(refused !== 'none')
    },
  )

  test.each([
    ['started', 'stop', {}, 'error'],
    ['started', 'leave', {}, undefined],
    ['watched', 'stop', {}, 'error'],
    ['rolling-back', 'stop', {}, 'inactive'],
    ['started', 'stop', { operation: 'StopDeployment' }, undefined],
    ['started', 'stop', { alarm: 'ALARM' }, 'failure'],
    ['starting', 'stop', {}, undefined],
  ])(
    'reports to GitHub how a run that was %s ended (on-cancel: %s, refused: %j)',
    async (phase, onCancel, refused, state) => {
      await using aws = await simulatedAws(SEED)
      await using github = await startGithubApi()
      const inputs = {
        ...SLOW,
        'pull-request-comment': 'true',
        'github-deployment': 'true',
        'github-token': TOKEN,
      }
      const env = { ...jobEnvironment(aws), GITHUB_API_URL: github.url }
      const event = PULL_REQUEST
      // What a process that was killed right after its start has saved.
      const first = await step(aws, { inputs: { ...inputs, 'wait-for': 'started' }, env, event })
      const { report, pending } = JSON.parse(first.state['run'] ?? '') as { report: object; pending: object }
      expect(pending).toEqual({ phase: 'done' })
      expect(report).toEqual({ phase: 'closed' })
      const named = (id: string, name: string) => ({ id, name })
      const open = {
        phase: 'open',
        operation: phase === 'rolling-back' ? 'rollback' : 'deploy',
        region: 'us-east-1',
        application: named('shop001', 'shop'),
        environment: named('prod001', 'production'),
        profile: named('setting', 'settings'),
        alarmArns: [],
        number: 1,
      }
      const start = {
        region: 'us-east-1',
        applicationId: 'shop001',
        environmentId: 'prod001',
        latestNumber: 0,
        provenanceId: 'x',
        onCancel,
      }
      const saved = { run: JSON.stringify({ pending: { phase, start, number: 1 }, report: open }) }
      if ('alarm' in refused) await aws.alarm('ALARM')
      if ('operation' in refused) {
        await aws.fault({
          ...refused,
          fault: 'status',
          status: 403,
          error: 'AccessDeniedException',
          times: 99,
        })
      }
      const end = await step(aws, { inputs, env, event, state: saved })
      expect(end.exitCode).toBe(0)
      expect(github.comments()).toHaveLength(1)
      const last = github.deployments()[0]?.statuses.at(-1)?.state
      if (state !== undefined) expect(last).toBe(state)
    },
  )

  test('of a start that AWS never got has nothing to finish', async () => {
    await using aws = await simulatedAws(SEED)
    const start = {
      region: 'us-east-1',
      applicationId: 'shop001',
      environmentId: 'prod001',
      onCancel: 'stop',
      latestNumber: 0,
      provenanceId: 'none',
    }
    const end = await step(aws, { state: stateOf({ phase: 'starting', start }) })
    expect(end.exitCode).toBe(0)
    expect(await aws.requests('StopDeployment')).toEqual([])
  })

  test('after a step that saved nothing asks AWS nothing', async () => {
    await using aws = await simulatedAws(SEED)
    const end = await step(aws, { state: {} })
    expect(end).toMatchObject({ exitCode: 0, summary: '' })
    expect(await aws.requests()).toEqual([])
  })

  test('warns of a record that cannot be read', async () => {
    await using aws = await simulatedAws(SEED)
    const end = await step(aws, { state: { run: '{"pending":7}' } })
    expect(end.log.join('\n')).toContain('::warning')
    expect(await aws.requests()).toEqual([])
  })

  test('reports to GitHub what the step could not', async () => {
    await using aws = await simulatedAws(SEED)
    await using github = await startGithubApi()
    const start = { ...(await started(aws)), onCancel: 'stop' }
    const named = (id: string, name: string) => ({ id, name })
    const report = {
      phase: 'open',
      operation: 'deploy',
      region: 'us-east-1',
      application: named('shop001', 'shop'),
      environment: named('prod001', 'production'),
      profile: named('setting', 'settings'),
      alarmArns: [],
      number: 1,
    }
    const inputs = { ...INPUTS, 'pull-request-comment': 'true', 'github-token': TOKEN }
    const env = { ...jobEnvironment(aws), GITHUB_API_URL: github.url }
    const pending = { phase: 'started', start, number: 1 }
    await step(aws, { inputs, env, event: PULL_REQUEST, state: { run: JSON.stringify({ pending, report }) } })
    expect(github.comments()).toHaveLength(1)
    await step(aws, {
      inputs,
      env,
      event: PULL_REQUEST,
      state: { run: JSON.stringify({ pending: { phase: 'done' }, report }) },
    })
    expect(github.comments()[0]?.revisions).toBe(2)
  })
})
