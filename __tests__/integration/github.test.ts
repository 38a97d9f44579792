import { describe, expect, test } from '@jest/globals'
import { connectGithub } from '../../src/github/client.js'
import { createDeployment, setStatus } from '../../src/github/deployments.js'
import { isFailure } from '../../src/github/failure.js'
import { markSuperseded, setStatusOfOwn } from '../../src/github/inactive-deployments.js'
import { updateCommentsOfEnvironment, writeComment } from '../../src/github/pull-request-comments.js'
import { closedPullRequests, headCommit } from '../../src/github/pull-requests.js'
import { REQUEST_POLICY } from '../../src/github/request-policy.js'
import { commentMarker, type CommentTarget } from '../../src/report/comment/marker.js'
import { ACTIONS_BOT, type GithubApi, startGithubApi, TOKEN } from '../github-api/github-api.js'

const PLACE = { region: 'us-east-1', application: 'shop', environment: 'preview-12' }
const TARGET = { ...PLACE, configurationProfile: 'flags' }
const IDS = { appconfig: 'us-east-1', applicationId: 'shop001', environmentId: 'prev012' }
const GITHUB_ENVIRONMENT = 'shop/preview-12'
const NEVER = new AbortController().signal
const USER = { id: 7, login: 'mallory', type: 'User' as const }
/** The real one, in a hundredth of the time. */
const POLICY = { ...REQUEST_POLICY, timeoutMs: 400, cancelledTimeoutMs: 100, pauseMs: 1 }

const connect = ({ url }: GithubApi, cancel = NEVER) =>
  connectGithub({ token: TOKEN, repository: 'octo-org/shop', apiUrl: url, cancel, policy: POLICY })

const payloadOf = (deploymentNumber: number, ids: Partial<typeof IDS> = {}, profile = 'setting') => ({
  ...{ ...IDS, ...ids, configurationProfileId: profile, deploymentNumber },
})
const wanted = (...payload: Parameters<typeof payloadOf>) => ({
  ref: 'abc',
  environment: GITHUB_ENVIRONMENT,
  description: '',
  isPreview: false,
  payload: payloadOf(...payload),
})
const textOf = (target: CommentTarget, text = 'new') => ({
  target,
  body: `${commentMarker(target)}\n${text}`,
})
const statesById = (api: GithubApi) =>
  new Map(api.deployments().map(({ id, statuses }) => [id, statuses.map(({ state }) => state)]))

describe('the removal of an environment', () => {
  test('marks all of its GitHub deployments inactive, on all pages, and no others', async () => {
    await using api = await startGithubApi()
    const github = connect(api)
    for (let number = 1; number <= 120; number++) await createDeployment(github, wanted(number))
    const others = [
      await createDeployment(github, wanted(1, { environmentId: 'other01' })),
      await createDeployment(github, wanted(1, { appconfig: 'eu-west-1' })),
    ]
    for (const id of others) await setStatus(github, id, { state: 'success', description: '' }, {})

    const inactive = { state: 'inactive', description: 'Removed' } as const
    const count = await setStatusOfOwn(github, GITHUB_ENVIRONMENT, IDS, [inactive, {}])

    expect(count).toBe(120)
    const states = [...statesById(api)]
    expect(states.filter(([id]) => !others.includes(id)).map(([, set]) => set)).toEqual(
      Array.from({ length: 120 }, () => ['inactive']),
    )
    expect(others.map((id) => statesById(api).get(id))).toEqual([['success'], ['success']])
    expect(api.violations).toEqual([])
  })

  test('updates the comment of each of its configuration profiles, and no others', async () => {
    await using api = await startGithubApi()
    const github = connect(api)
    for (const configurationProfile of ['settings', 'flags']) {
      await writeComment(github, 12, textOf({ ...PLACE, configurationProfile }, 'old'))
    }
    await writeComment(github, 12, textOf({ ...TARGET, environment: 'preview-1' }, 'old'))
    const inAccount = { ...TARGET, account: '123456789012' }
    await writeComment(github, 12, textOf(inAccount, 'old'))
    api.repository.addComment(12, USER, commentMarker(TARGET))

    const count = await updateCommentsOfEnvironment(
      github,
      12,
      PLACE,
      (marked) => `${commentMarker(marked)}\nremoved ${marked.configurationProfile}`,
    )

    expect(count).toBe(2)
    expect(api.comments().map(({ body }) => body.split('\n')[1])).toEqual([
      'removed settings',
      'removed flags',
      'old',
      'old',
      undefined,
    ])
    expect(api.violations).toEqual([])
  })
})

describe('a success', () => {
  const SUCCESS = { state: 'success', description: '' } as const
  const recorded = async (github: ReturnType<typeof connect>, states: readonly string[]) => {
    const ids: number[] = []
    for (const [at, state] of states.entries()) {
      const id = await createDeployment(github, wanted(at + 1))
      await setStatus(github, id, { ...SUCCESS, state: state as 'success' }, {})
      ids.push(id)
    }
    return ids
  }

  test('makes what it supersedes inactive, and leaves what has failed as it is', async () => {
    await using api = await startGithubApi()
    const github = connect(api)
    await recorded(github, ['success', 'failure', 'in_progress', 'error', 'success', 'success', 'success'])

    expect(await markSuperseded(github, GITHUB_ENVIRONMENT, payloadOf(6))).toBe(3)

    expect(api.deployments().map(({ statuses }) => statuses.map(({ state }) => state))).toEqual([
      ['success', 'inactive'],
      ['failure'],
      ['in_progress', 'inactive'],
      ['error'],
      ['success', 'inactive'],
      ['success'],
      ['success'],
    ])
    expect(api.deployments()[0]?.statuses.at(-1)?.description).toContain('6')
    expect(api.violations).toEqual([])
  })

  test('leaves those of other places, profiles and tools as they are', async () => {
    await using api = await startGithubApi()
    const github = connect(api)
    const others = [
      await createDeployment(github, wanted(1, {}, 'flags')),
      await createDeployment(github, wanted(1, { appconfig: 'eu-west-1' })),
      await createDeployment(github, wanted(1, { environmentId: 'other01' })),
      await createDeployment(github, { ...wanted(1), environment: 'shop/production' }),
    ]
    for (const id of others) await setStatus(github, id, SUCCESS, {})

    expect(await markSuperseded(github, GITHUB_ENVIRONMENT, payloadOf(6))).toBe(0)

    expect(others.map((id) => statesById(api).get(id))).toEqual(others.map(() => ['success']))
  })

  test('asks for the state of few when many were superseded before', async () => {
    await using api = await startGithubApi()
    const github = connect(api)
    await recorded(github, [...Array.from({ length: 60 }, () => 'inactive'), 'success', 'success'])
    const before = api.requests.length

    expect(await markSuperseded(github, GITHUB_ENVIRONMENT, payloadOf(62))).toBe(1)

    expect(api.requests.length - before).toBeLessThan(15)
  })
})

describe('which pull requests are closed', () => {
  test('is told for those asked about', async () => {
    const pullRequests = [1, 2, 3].map((number) => ({
      number,
      state: number === 2 ? ('open' as const) : ('closed' as const),
    }))
    await using api = await startGithubApi({ pullRequests })

    expect(await closedPullRequests(connect(api), [1, 2, 3])).toEqual([1, 3])
    expect(await closedPullRequests(connect(api), [])).toEqual([])
    expect(api.violations).toEqual([])
  })

  test.each([
    ['one is not to be seen', [1, 99]],
    ['GitHub refuses', [1]],
  ])('is not known when %s', async (_, numbers) => {
    await using api = await startGithubApi({ pullRequests: [{ number: 1, state: 'closed' }] })
    if (numbers.length === 1) api.fail({ fault: 403 })

    expect(await closedPullRequests(connect(api), numbers)).toBeUndefined()
  })

  test('is asked for 30 at most', async () => {
    const pullRequests = Array.from({ length: 40 }, (_, at) => ({ number: at + 1, state: 'closed' as const }))
    await using api = await startGithubApi({ pullRequests })

    await closedPullRequests(
      connect(api),
      pullRequests.map(({ number }) => number),
    )

    expect(api.requests).toHaveLength(30)
  })
})

describe('a comment whose ID is known', () => {
  test('and that is gone is written anew', async () => {
    await using api = await startGithubApi()

    const { id } = await writeComment(connect(api), 12, textOf(TARGET), { id: 4711 })

    expect(api.comments()).toMatchObject([{ id, user: ACTIONS_BOT, revisions: 1 }])
  })
})

test('the newest commit of a pull request', async () => {
  await using api = await startGithubApi({ pullRequests: [{ number: 1, state: 'open', headSha: 'head' }] })
  expect(await headCommit(connect(api), 1)).toBe('head')
  await expect(headCommit(connect(api), 2)).rejects.toMatchObject({
    failure: { kind: 'not-found', permission: 'pull-requests: read' },
  })
})

describe('whose comment it is', () => {
  const OTHER_BOT = { id: 9, login: 'release-bot[bot]', type: 'Bot' as const }
  const marked = commentMarker(TARGET)
  const USER_TOKEN = { account: USER }

  test.each([
    ["the job's token", {}, ACTIONS_BOT, true],
    ["the job's token, of another bot", {}, OTHER_BOT, false],
    ["the job's token, of a user", {}, USER, false],
    ["the job's token, where GraphQL refuses", { viewer: null }, ACTIONS_BOT, true],
    ["the job's token, of another bot, where GraphQL refuses", { viewer: null }, OTHER_BOT, false],
    ['the token of another app', { account: OTHER_BOT }, OTHER_BOT, true],
    ["the token of another app, of the job's", { account: OTHER_BOT }, ACTIONS_BOT, false],
    ['the token of a user', USER_TOKEN, USER, true],
    ['the token of a user, of a bot', USER_TOKEN, ACTIONS_BOT, false],
  ])('is asked for %s', async (_, options, author, isOwn) => {
    await using api = await startGithubApi(options)
    api.repository.addComment(12, author, marked)

    await writeComment(connect(api), 12, textOf(TARGET))

    expect(api.comments().map(({ revisions }) => revisions)).toEqual(isOwn ? [2] : [1, 1])
    const creations = api.requests.filter(
      ({ method, path }) => method === 'POST' && path.endsWith('/comments'),
    )
    expect(creations).toHaveLength(isOwn ? 0 : 1)
    expect(api.violations).toEqual([])
  })

  test('is asked of GraphQL at its own address on GitHub Enterprise Server', async () => {
    await using api = await startGithubApi({ basePath: '/api/v3', account: OTHER_BOT })
    api.repository.addComment(12, OTHER_BOT, marked)
    await writeComment(connect(api), 12, textOf(TARGET))
    expect(api.comments()).toMatchObject([{ revisions: 2 }])
  })

  test('is not guessed when GitHub does not answer', async () => {
    await using api = await startGithubApi()
    api.repository.addComment(12, ACTIONS_BOT, marked)
    api.fail({ fault: 500, path: /graphql$/ })
    await expect(writeComment(connect(api), 12, textOf(TARGET))).rejects.toMatchObject({
      failure: { kind: 'unavailable' },
    })
    expect(api.comments()).toHaveLength(1)
  })
})

describe('several jobs that write the first comment at once', () => {
  test.each([2, 3, 5])('leave one: %d jobs', async (jobs) => {
    await using api = await startGithubApi()
    const writers = Array.from({ length: jobs }, (_, at) => ({
      github: connect(api),
      text: textOf(TARGET, `job ${at}`),
    }))
    const written = await Promise.all(writers.map(({ github, text }) => writeComment(github, 12, text)))
    for (const [at, { github, text }] of writers.entries()) await writeComment(github, 12, text, written[at])

    expect(api.comments()).toHaveLength(1)
    expect(api.violations).toEqual([])
  })

  test.each(['before', 'after'] as const)('leave the oldest: another is created just %s', async (order) => {
    let isCreated = false
    const add = (): void => {
      isCreated = true
      api.repository.addComment(12, ACTIONS_BOT, `${commentMarker(TARGET)}\nother`)
    }
    let isPosted = false
    await using api: GithubApi = await startGithubApi({
      onRequest: ({ method, path }) => {
        const isList = method === 'GET' && path.endsWith('/comments')
        if (!isCreated && (order === 'before' ? method === 'POST' : isPosted && isList)) add()
        if (method === 'POST') isPosted = true
      },
    })

    const { id } = await writeComment(connect(api), 12, textOf(TARGET))

    expect(api.comments()).toMatchObject([
      { id, body: textOf(TARGET).body, revisions: order === 'before' ? 2 : 1 },
    ])
    expect(id).toBe(1000)
  })

  test('leave the comments of others and of other targets', async () => {
    await using api = await startGithubApi()
    const github = connect(api)
    api.repository.addComment(12, USER, commentMarker(TARGET))
    await writeComment(github, 12, textOf({ ...TARGET, environment: 'production' }))
    await writeComment(github, 12, textOf({ ...TARGET, account: '123456789012' }))
    const written = await writeComment(github, 12, textOf(TARGET))
    await writeComment(github, 12, textOf(TARGET), written)
    expect(api.comments().map(({ revisions }) => revisions)).toEqual([1, 1, 1, 2])
  })

  test('and left two behind: the next run keeps the oldest', async () => {
    await using api = await startGithubApi()
    for (let i = 0; i < 3; i++) api.repository.addComment(12, ACTIONS_BOT, commentMarker(TARGET))
    await writeComment(connect(api), 12, textOf(TARGET))
    expect(api.comments()).toMatchObject([{ id: 1000, revisions: 2 }])
  })
})

describe('a request', () => {
  const errorOf = async (request: Promise<unknown>) => {
    const error: unknown = await request.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    return error
  }

  test.each([
    ['a status', { fault: 503 }],
    ['a cut connection', { fault: 'reset' }],
    ['a page instead of JSON', { fault: 'page' }],
  ] as const)('is sent again after %s, also for a later page of a list', async (_, fault) => {
    await using api = await startGithubApi({ account: USER })
    for (let i = 0; i < 250; i++) api.repository.addComment(12, USER, 'hello')
    api.repository.addComment(12, USER, commentMarker(TARGET))
    const github = connect(api)
    await github.send(({ rest }) => rest.users.getAuthenticated())
    const pages = () => api.requests.filter(({ path }) => path.endsWith('/comments'))
    api.fail({ ...fault, path: /comments$/, times: 1 })

    await writeComment(github, 12, textOf(TARGET))

    expect(api.comments().at(-1)).toMatchObject({ revisions: 2 })
    expect(pages().map(({ query }) => query['page'] ?? '1')).toEqual(['1', '1', '2', '3'])
  })

  test.each([
    ['refuses', { fault: 403 }],
    ['hangs', { fault: 'hang' }],
  ] as const)('is not sent again when GitHub %s', async (_, fault) => {
    await using api = await startGithubApi()
    api.fail(fault)
    const error = await errorOf(connect(api).send(({ rest }) => rest.users.getAuthenticated()))
    expect(isFailure(error, 'forbidden', 'unavailable')).toBe(true)
    expect(api.requests).toHaveLength(1)
  })

  test('that creates something is sent once', async () => {
    await using api = await startGithubApi()
    api.fail({ fault: 503, method: 'POST', path: /comments$/ })
    await errorOf(writeComment(connect(api), 12, textOf(TARGET)))
    const methods = api.requests.map(({ method }) => method)
    // Each attempt looks first whether the one before has created it.
    expect(methods).toEqual(['GET', 'POST', 'GET', 'POST'])
  })

  test.each(['before', 'while'] as const)(
    'of a run that is cancelled %s it is sent has less time',
    async (when) => {
      const cancel = new AbortController()
      if (when === 'before') cancel.abort()
      await using api = await startGithubApi({
        onRequest: () => {
          cancel.abort()
        },
      })
      api.fail({ fault: 'hang' })
      const policy = { ...POLICY, timeoutMs: 120_000 }
      const github = connectGithub({
        ...{ token: TOKEN, repository: 'octo-org/shop', apiUrl: api.url, cancel: cancel.signal, policy },
      })
      const error = await errorOf(github.send(({ rest }) => rest.users.getAuthenticated()))
      expect(error).toMatchObject({ failure: { kind: 'unavailable', timedOut: true } })
    },
  )

  test('that is in progress ends when the report closes', async () => {
    await using api = await startGithubApi()
    api.fail({ fault: 'hang' })
    const policy = { ...POLICY, timeoutMs: 120_000 }
    const github = connectGithub({
      ...{ token: TOKEN, repository: 'octo-org/shop', apiUrl: api.url, cancel: NEVER, policy },
    })
    const request = errorOf(github.send(({ rest }) => rest.users.getAuthenticated()))
    github.endWithin(1)
    expect(await request).toMatchObject({ failure: { timedOut: true } })
  })

  test('whose answer is an HTML page quotes nothing of it', async () => {
    await using api = await startGithubApi()
    api.fail({ fault: 502, html: '<html>Unicorn!</html>' })
    const error = await errorOf(connect(api).send(({ rest }) => rest.users.getAuthenticated()))
    expect(error).toMatchObject({ failure: { kind: 'unavailable', status: 502, message: '' } })
  })

  test('is not what fails when our own code does', async () => {
    await using api = await startGithubApi()
    const defect = new TypeError('x is undefined')
    const error = await errorOf(connect(api).send(() => Promise.reject(defect)))
    expect(error).toBe(defect)
  })
})

test('no other deployment of the environment is made inactive by a success', async () => {
  await using api = await startGithubApi()
  const github = connect(api)
  for (const number of [1, 2]) {
    const id = await createDeployment(github, wanted(number))
    await setStatus(github, id, { state: 'success', description: '' }, {})
  }

  expect(api.deployments().map(({ statuses }) => statuses.map(({ state }) => state))).toEqual([
    ['success'],
    ['success'],
  ])
})

describe('the local API', () => {
  const ask = async (api: GithubApi, method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${api.url}${path}`, {
      method,
      headers: { authorization: `token ${TOKEN}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return answer.status
  }

  test.each([
    ['a member that GitHub does not know', 'POST', '/repos/octo-org/shop/deployments', { ref: 'x', reff: 1 }],
    ['a member that is missing', 'POST', '/repos/octo-org/shop/deployments', { task: 'deploy' }],
    ['a state that is none', 'POST', '/repos/octo-org/shop/deployments/1/statuses', { state: 'done' }],
    ['a parameter that GitHub does not know', 'GET', '/repos/octo-org/shop/deployments?perpage=3', undefined],
    ['a page that is no number', 'GET', '/repos/octo-org/shop/deployments?page=x', undefined],
    ['no body', 'POST', '/repos/octo-org/shop/issues/12/comments', undefined],
    [
      'a body that is too long',
      'POST',
      '/repos/octo-org/shop/issues/12/comments',
      { body: 'x'.repeat(65_537) },
    ],
  ])('refuses %s, and remembers it', async (_, method, path, body) => {
    await using api = await startGithubApi()
    expect(await ask(api, method, path, body)).toBe(422)
    expect(api.violations).toHaveLength(1)
  })

  test('knows no other operation, and no other token', async () => {
    await using api = await startGithubApi()
    expect(await ask(api, 'DELETE', '/repos/octo-org/shop/deployments/1')).toBe(404)
    expect(api.violations).toEqual([
      'DELETE /repos/octo-org/shop/deployments/1: this API has no such operation',
    ])
    const answer = await fetch(`${api.url}/repos/octo-org/shop/deployments`)
    expect(answer.status).toBe(401)
  })
})
