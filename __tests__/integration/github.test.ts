import { describe, expect, test } from '@jest/globals'
import { connectGithub } from '../../src/github/client.js'
import { createDeployment, markInactive, setStatus } from '../../src/github/deployments.js'
import { updateCommentsOfEnvironment, writeComment } from '../../src/github/pull-request-comments.js'
import { closedPullRequests } from '../../src/github/pull-requests.js'
import { commentMarker } from '../../src/report/comment/marker.js'
import { ACTIONS_BOT, type GithubApi, startGithubApi, TOKEN } from '../github-api/github-api.js'

const PLACE = { region: 'us-east-1', application: 'shop', environment: 'preview-12' }
const IDS = { appconfig: 'us-east-1', applicationId: 'shop001', environmentId: 'prev012' }
const NEVER = new AbortController().signal

const connect = ({ url }: GithubApi, cancel = NEVER) =>
  connectGithub({ token: TOKEN, repository: 'octo-org/shop', apiUrl: url, cancel })

const wanted = (deploymentNumber: number, ids: Partial<typeof IDS> = {}) => ({
  ref: 'abc',
  environment: 'shop/preview-12',
  description: '',
  isPreview: false,
  payload: { ...IDS, ...ids, configurationProfileId: 'setting', deploymentNumber },
})

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

    const count = await markInactive(github, 'shop/preview-12', IDS, 'Removed')

    expect(count).toBe(120)
    const states = api
      .deployments()
      .map(({ id, statuses }) => [id, statuses.map(({ state }) => state)] as const)
    expect(states.filter(([id]) => !others.includes(id)).map(([, told]) => told)).toEqual(
      Array.from({ length: 120 }, () => ['inactive']),
    )
    expect(states.filter(([id]) => others.includes(id)).map(([, told]) => told)).toEqual([
      ['success'],
      ['success'],
    ])
    expect(api.violations).toEqual([])
  })

  test('updates the comment of each of its configuration profiles, and no others', async () => {
    await using api = await startGithubApi()
    const github = connect(api)
    for (const configurationProfile of ['settings', 'flags']) {
      const target = { ...PLACE, configurationProfile }
      await writeComment(github, 12, target, `${commentMarker(target)}\nold`)
    }
    const other = { ...PLACE, environment: 'preview-1', configurationProfile: 'flags' }
    await writeComment(github, 12, other, `${commentMarker(other)}\nold`)
    const user = { id: 7, login: 'mallory', type: 'User' as const }
    const target = { ...PLACE, configurationProfile: 'flags' }
    api.repository.addComment(12, user, commentMarker(target))

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
      undefined,
    ])
    expect(api.violations).toEqual([])
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
    const target = { ...PLACE, configurationProfile: 'flags' }

    const id = await writeComment(connect(api), 12, target, commentMarker(target), 4711)

    expect(api.comments()).toMatchObject([{ id, user: ACTIONS_BOT, revisions: 1 }])
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
