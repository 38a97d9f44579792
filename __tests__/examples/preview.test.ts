import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Environment, ListEnvironmentsCommand } from '@aws-sdk/client-appconfig'
import { describe, expect, test } from '@jest/globals'
import { type GithubApi, startGithubApi } from '../github-api/github-api.js'
import { course, deployments, errorsOf, example, type Shop, shop } from './shop.js'
import { runWorkflow } from './workflow-run.js'

const workflow = example('preview.yml')
const FLAGS_FILE = join('configuration', 'feature-flags.json')

const SHAS = {
  opened: 'a'.repeat(40),
  synchronize: 'b'.repeat(40),
  reopened: 'c'.repeat(40),
  closed: 'd'.repeat(40),
}

const DEPLOYED = {
  'deploy: success': [
    'actions/checkout: success',
    'aws-actions/configure-aws-credentials: success',
    'Deploy the preview: success',
    'Post Deploy the preview: success',
  ],
  'remove: skipped': [],
}
const REMOVED = {
  'deploy: skipped': [],
  'remove: success': [
    'aws-actions/configure-aws-credentials: success',
    'Remove the preview: success',
    'Post Remove the preview: success',
  ],
}

interface Happening {
  readonly action: keyof typeof SHAS
  readonly number?: number
  /** The repository that the branch is in. */
  readonly from?: string
  /** The files of the repository. */
  readonly files?: string
}

/** Something happens to a pull request: number 12 from the repository itself, unless told otherwise. */
function happens({ surroundings }: Shop, { action, number = 12, from = 'octo-org/shop', files }: Happening) {
  const head = { sha: SHAS[action], repo: { full_name: from } }
  const payload = { action, number, pull_request: { number, head } }
  const repository = files ?? surroundings.repository
  return runWorkflow(workflow, { name: 'pull_request', payload }, { ...surroundings, repository })
}

async function environments(aShop: Shop): Promise<readonly Environment[]> {
  const { client } = aShop.aws('eu-central-1')
  return (await client.send(new ListEnvironmentsCommand({ ApplicationId: 'shop001' }))).Items ?? []
}

const names = async (aShop: Shop) => (await environments(aShop)).map(({ Name }) => Name)

const states = (github: GithubApi) =>
  github.deployments().map(({ statuses }) => statuses.map(({ state }) => state))

/** The files of the repository after a commit that changed a flag. */
function changedFiles({ surroundings }: Shop): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'appconfig-deploy-pushed-'))
  cpSync(surroundings.repository, path, { recursive: true })
  const file = join(path, FLAGS_FILE)
  const flags = readFileSync(file, 'utf8')
  const changed = flags.replace('"enabled": true', '"enabled": false')
  expect(changed).not.toBe(flags)
  writeFileSync(file, changed)
  return {
    path,
    [Symbol.dispose]: () => {
      rmSync(path, { recursive: true, force: true })
    },
  }
}

describe('a preview of a pull request', () => {
  test('is made, deployed at every push, and gone when the pull request is closed', async () => {
    await using github = await startGithubApi()
    await using aShop = await shop({ apiUrl: github.url })
    const aws = aShop.aws('eu-central-1')
    using pushed = changedFiles(aShop)
    const comments: string[] = []
    const said = () => comments.push(...github.comments().map(({ body }) => body))

    const opened = await happens(aShop, { action: 'opened' })
    said()
    const synchronized = await happens(aShop, { action: 'synchronize', files: pushed.path })
    said()
    const looks = await aws.requests('GetDeployment')
    const preview = (await environments(aShop)).find(({ Name }) => Name === 'pr-12')
    const made = await deployments(aws, { ApplicationId: 'shop001', EnvironmentId: preview?.Id ?? '' })
    const before = states(github)
    const closed = await happens(aShop, { action: 'closed' })
    said()

    expect([opened, synchronized, closed].map(course)).toEqual([DEPLOYED, DEPLOYED, REMOVED])
    expect(made).toMatchObject([
      { State: 'COMPLETE', ConfigurationVersion: '2' },
      { State: 'COMPLETE', ConfigurationVersion: '3' },
    ])
    expect(await aws.requests('CreateEnvironment')).toHaveLength(1)
    // The second push asks what runs already; nothing that completes at once is polled.
    expect(looks).toHaveLength(1)
    expect(await names(aShop)).toEqual(['production', 'staging'])
    expect(before).toEqual([
      ['in_progress', 'success', 'inactive'],
      ['in_progress', 'success'],
    ])
    expect(states(github).map((of) => of.at(-1))).toEqual(['inactive', 'inactive'])
    expect(github.deployments()).toMatchObject(
      [SHAS.opened, SHAS.synchronize].map((sha) => ({ sha, environment: 'shop/pr-12', transient: true })),
    )
    expect(comments).toEqual([
      expect.stringContaining('✅ Deployed <strong>flags</strong> version 2'),
      expect.stringContaining('✅ Deployed <strong>flags</strong> version 3'),
      expect.stringContaining('✅ Removed environment <strong>pr-12</strong>'),
    ])
    expect(github.comments()).toMatchObject([{ pullRequest: 12, revisions: 3 }])
    expect(github.violations).toEqual([])
  })

  test('comes back when the pull request is reopened', async () => {
    await using github = await startGithubApi()
    await using aShop = await shop({ apiUrl: github.url })

    for (const action of ['opened', 'closed', 'reopened'] as const) await happens(aShop, { action })

    expect(await names(aShop)).toEqual(['production', 'staging', 'pr-12'])
    expect(states(github)).toEqual([
      ['in_progress', 'success', 'inactive'],
      ['in_progress', 'success'],
    ])
    expect(github.comments()).toHaveLength(1)
  })

  test('is not made for a fork, whose runs may neither deploy nor comment', async () => {
    await using github = await startGithubApi()
    await using aShop = await shop({ apiUrl: github.url })

    const ran = await happens(aShop, { action: 'opened', from: 'somebody/shop' })

    expect(course(ran)).toEqual({ 'deploy: skipped': [], 'remove: skipped': [] })
    expect(github.requests).toEqual([])
  })

  test.each([500, 403, 'hang'] as const)('is deployed and removed when GitHub answers %j', async (fault) => {
    await using github = await startGithubApi()
    await using aShop = await shop({ apiUrl: github.url })
    github.fail({ fault })

    const opened = await happens(aShop, { action: 'opened' })
    const made = await names(aShop)
    const closed = await happens(aShop, { action: 'closed' })

    expect([opened, closed].map(course)).toEqual([DEPLOYED, REMOVED])
    expect(made).toEqual(['production', 'staging', 'pr-12'])
    expect(await names(aShop)).toEqual(['production', 'staging'])
  })

  test('that finds the quota used up is told what fills it, and what may go', async () => {
    const numbers = Array.from({ length: 18 }, (_, at) => at + 13)
    const pullRequests = [12, ...numbers].map((number) => ({
      number,
      state: number === 15 ? ('closed' as const) : ('open' as const),
    }))
    await using github = await startGithubApi({ pullRequests })
    await using aShop = await shop({ apiUrl: github.url })
    for (const number of numbers) await happens(aShop, { action: 'opened', number })

    const ran = await happens(aShop, { action: 'opened' })

    expect(ran.conclusion).toBe('failure')
    expect(errorsOf(ran, 'deploy')[0]).toContain(
      'The application has 20 environments, 18 of them previews of pull requests. Of closed pull requests: pr-15 (#15).',
    )
  })
})
