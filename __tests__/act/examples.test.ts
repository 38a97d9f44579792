import { afterAll, describe, expect, test } from '@jest/globals'
import { startGithubApi, TOKEN } from '../github-api/github-api.js'
import { deployments, PRODUCTION, type Shop, shop, STAGING } from '../examples/shop.js'
import { type ActRun, type Given, runWithAct } from './act-run.js'
import { shopRepository, thisRepository } from './repository.js'

/** The examples as act runs them. What they do in every case is tested in __tests__/examples. */
const repository = shopRepository()
const action = thisRepository()
afterAll(() => {
  repository[Symbol.dispose]()
  action[Symbol.dispose]()
})

const EUROPE = 'eu-central-1'
const regions = [EUROPE, 'us-east-1']

type Run = Pick<Given, 'workflow' | 'event' | 'inputs' | 'payload' | 'token' | 'env'>

const run = ({ surroundings: { aws, minuteMs, tokenUrl, vars } }: Shop, given: Run) =>
  runWithAct({
    ...given,
    repository: repository.folder,
    ownAction: action.folder,
    vars,
    env: {
      APPCONFIG_ENDPOINTS: JSON.stringify(
        Object.fromEntries(Object.entries(aws).map(([region, { url }]) => [region, url])),
      ),
      // For a step without other credentials than those of its own role.
      AWS_ENDPOINT_URL_APPCONFIG: aws[EUROPE]!.url,
      AWS_ENDPOINT_URL_STS: aws[EUROPE]!.url,
      ACTIONS_ID_TOKEN_REQUEST_URL: tokenUrl,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'of-the-job',
      APPCONFIG_DEPLOY_MINUTE: `${minuteMs}ms`,
      ...given.env,
    },
  })

/** `job: result` of each job, with its steps and posts. */
const course = ({ jobs }: ActRun) =>
  Object.fromEntries(
    jobs.map(({ name, result, steps }) => [
      `${name.trim()}: ${result}`,
      steps.map((step) => `${step.name}: ${step.result}`),
    ]),
  )

const stepOf = ({ jobs, log }: ActRun, name: string) => {
  const step = jobs.flatMap(({ steps }) => steps).find((one) => one.name === name)
  if (step === undefined) throw new Error(`No step ${name} in\n${log}`)
  return step
}

const CREDENTIALS = 'aws-actions/configure-aws-credentials: success'
const POST_CREDENTIALS = `Post ${CREDENTIALS}`
const released = (step: string, result: string) => [
  'actions/checkout: success',
  CREDENTIALS,
  `${step}: ${result}`,
  `Post ${step}: success`,
  POST_CREDENTIALS,
]

describe('gated-release.yml', () => {
  test('plans and deploys, and has nothing to do the second time', async () => {
    await using aShop = await shop()

    const first = await run(aShop, { workflow: 'gated-release.yml', event: 'push' })

    expect(course(first)).toEqual({
      'plan: success': released('Plan', 'success'),
      'deploy: success': released('Deploy what was approved', 'success'),
    })
    expect(first.exitCode).toBe(0)
    expect(stepOf(first, 'Plan').summary).toContain('## 📋 Plan: deploy <strong>flags</strong>')
    expect(stepOf(first, 'Deploy what was approved')).toMatchObject({
      outputs: { state: 'COMPLETE', 'deployment-number': '1', 'configuration-version': '2' },
      summary: expect.stringContaining('## ✅ Deployed <strong>flags</strong> version 2'),
    })
    expect(await deployments(aShop.aws(EUROPE), PRODUCTION)).toMatchObject([
      { State: 'COMPLETE', Description: expect.stringContaining('octo-org/shop') },
    ])

    const second = await run(aShop, { workflow: 'gated-release.yml', event: 'push' })

    expect(course(second)).toEqual({ 'plan: success': released('Plan', 'success') })
    expect(second.exitCode).toBe(0)
    expect(await deployments(aShop.aws(EUROPE), PRODUCTION)).toHaveLength(1)
  })

  test('is red when an alarm rolls the deployment back', async () => {
    await using aShop = await shop()
    await aShop.aws(EUROPE).alarm('ALARM')

    const ran = await run(aShop, { workflow: 'gated-release.yml', event: 'push' })

    expect(course(ran)).toEqual({
      'plan: success': released('Plan', 'success'),
      'deploy: failure': released('Deploy what was approved', 'failure'),
    })
    expect(ran.exitCode).not.toBe(0)
    expect(stepOf(ran, 'Deploy what was approved')).toMatchObject({
      outputs: { state: 'ROLLED_BACK', 'rollback-reason': expect.stringContaining('checkout-errors') },
      summary: expect.stringContaining('checkout-errors'),
    })
  })
})

describe('waves.yml', () => {
  test('releases wave by wave', async () => {
    await using aShop = await shop({ regions })

    const ran = await run(aShop, { workflow: 'waves.yml', event: 'push' })

    expect(Object.values(course(ran))).toEqual(Array(3).fill(released('Deploy', 'success')))
    expect(ran.exitCode).toBe(0)
    const complete = [{ State: 'COMPLETE' }]
    expect(await deployments(aShop.aws(EUROPE), STAGING)).toMatchObject(complete)
    expect(await deployments(aShop.aws(EUROPE), PRODUCTION)).toMatchObject(complete)
    expect(await deployments(aShop.aws('us-east-1'), PRODUCTION)).toMatchObject(complete)
  })

  test('is red when a wave is rolled back', async () => {
    await using aShop = await shop({ regions })
    await aShop.aws(EUROPE).alarm('ALARM')

    const ran = await run(aShop, { workflow: 'waves.yml', event: 'push' })

    expect(ran.exitCode).not.toBe(0)
    expect(await deployments(aShop.aws(EUROPE), STAGING)).toMatchObject([{ State: 'COMPLETE' }])
    expect(await deployments(aShop.aws(EUROPE), PRODUCTION)).toMatchObject([{ State: 'ROLLED_BACK' }])
  })
})

describe('long-deployment.yml', () => {
  const watch = { workflow: 'long-deployment.yml', event: 'workflow_dispatch' } as const
  const inputs = { 'deployment-number': '1', timeout: '5s' }

  test('starts, and watches through a role of its own, green while the deployment goes on', async () => {
    await using aShop = await shop({ minuteMs: 1000 })

    const started = await run(aShop, { workflow: 'long-deployment.yml', event: 'push' })

    expect(course(started)).toEqual({ 'start: success': released('Start', 'success') })
    expect(stepOf(started, 'Start').outputs).toMatchObject({ 'deployment-number': '1', state: 'DEPLOYING' })

    const watched = await run(aShop, { ...watch, inputs })

    expect(watched.exitCode).toBe(0)
    expect(stepOf(watched, 'Watch')).toMatchObject({
      result: 'failure',
      outputs: { 'deployment-number': '1', state: 'DEPLOYING' },
    })
    expect(stepOf(watched, 'Post Watch').result).toBe('success')
    expect(aShop.tokens()).toBeGreaterThan(0)
    expect(await deployments(aShop.aws(EUROPE), PRODUCTION)).toMatchObject([{ State: 'DEPLOYING' }])
  })

  test('is red when the deployment was rolled back', async () => {
    await using aShop = await shop({ minuteMs: 1000 })
    await run(aShop, { workflow: 'long-deployment.yml', event: 'push' })
    await aShop.aws(EUROPE).alarm('ALARM')

    const watched = await run(aShop, { ...watch, inputs: { ...inputs, timeout: '60s' } })

    expect(watched.exitCode).not.toBe(0)
    expect(stepOf(watched, 'Watch').outputs).toMatchObject({ state: 'ROLLED_BACK' })
    expect(stepOf(watched, 'Fail unless the deployment goes on').result).toBe('failure')
  })
})

describe('one-click-rollback.yml', () => {
  const click = { workflow: 'one-click-rollback.yml', event: 'workflow_dispatch' } as const
  const inputs = { environment: 'production' }

  test('stops the deployment in progress', async () => {
    await using aShop = await shop({ minuteMs: 1000 })
    await run(aShop, { workflow: 'long-deployment.yml', event: 'push' })

    const ran = await run(aShop, { ...click, inputs })

    expect(course(ran)).toEqual({
      'rollback: success': [CREDENTIALS, 'Roll back: success', 'Post Roll back: success', POST_CREDENTIALS],
    })
    expect(stepOf(ran, 'Roll back').outputs).toMatchObject({ state: 'ROLLED_BACK', changed: 'true' })
    expect(await deployments(aShop.aws(EUROPE), PRODUCTION)).toMatchObject([{ State: 'ROLLED_BACK' }])
  })

  test('is red when there is nothing to roll back', async () => {
    await using aShop = await shop()

    const ran = await run(aShop, { ...click, inputs })

    expect(course(ran)).toEqual({
      'rollback: failure': [CREDENTIALS, 'Roll back: failure', 'Post Roll back: success', POST_CREDENTIALS],
    })
    expect(ran.exitCode).not.toBe(0)
  })
})

describe('preview.yml', () => {
  const FROM = { full_name: 'octo-org/shop' }
  const happens = (action: string, from = FROM) => ({
    workflow: 'preview.yml',
    event: 'pull_request' as const,
    payload: { action, number: 12, pull_request: { number: 12, head: { sha: 'a'.repeat(40), repo: from } } },
    token: TOKEN,
  })

  test('makes the environment of a pull request, and removes it', async () => {
    await using github = await startGithubApi()
    await using aShop = await shop()
    const env = { GITHUB_API_URL: github.url }

    const opened = await run(aShop, { ...happens('opened'), env })
    const commented = github.comments().map(({ body }) => body)
    const closed = await run(aShop, { ...happens('closed'), env })

    expect(course(opened)).toEqual({
      'deploy: success': released('Deploy the preview', 'success'),
    })
    expect(stepOf(opened, 'Deploy the preview')).toMatchObject({
      outputs: { state: 'COMPLETE', 'deployment-number': '1' },
      summary: expect.stringContaining('created by this run'),
    })
    expect(commented).toEqual([expect.stringContaining('✅ Deployed <strong>flags</strong> version 2')])
    expect(course(closed)).toEqual({
      'remove: success': [
        CREDENTIALS,
        'Remove the preview: success',
        'Post Remove the preview: success',
        POST_CREDENTIALS,
      ],
    })
    expect(github.comments()).toMatchObject([{ body: expect.stringContaining('✅ Removed environment') }])
    expect(github.violations).toEqual([])
  })
})
