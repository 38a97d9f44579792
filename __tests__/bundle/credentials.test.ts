import { describe, expect, test } from '@jest/globals'
import type { StepEnd } from '../../scripts/step-runner.js'
import { deploymentsOf } from '../integration/virtual-run.js'
import { type SimulatedAws, simulatedAws } from '../simulated-aws.js'
import {
  annotations,
  deployStep,
  ENDLESS,
  jobEnvironment,
  MINUTE_MS,
  seedWith,
  StepProcess,
  whenLogged,
  whenRequested,
} from './action-process.js'
import { REQUEST_TOKEN, tokenServer } from './token-server.js'

const ROLE = 'arn:aws:iam::123456789012:role/deploy'
const COMMAND =
  'aws appconfig get-deployment --application-id shop001 --environment-id prod001 --deployment-number 1 --region us-east-1'
const SEED = { minuteMs: MINUTE_MS, seed: seedWith() }

/** The environment of a job without AWS credentials; the simulator is STS as well. */
function jobWithoutCredentials(aws: SimulatedAws): Record<string, string> {
  const env: Record<string, string> = { ...jobEnvironment(aws), AWS_ENDPOINT_URL: aws.url }
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_ENDPOINT_URL_APPCONFIG']) {
    Reflect.deleteProperty(env, name)
  }
  return env
}

/** What the step asked STS for. */
async function assumed(aws: SimulatedAws): Promise<readonly Readonly<Record<string, string>>[]> {
  const requests = await aws.requests('AssumeRoleWithWebIdentity')
  return requests.map(({ body }) => Object.fromEntries(new URLSearchParams(String(body))))
}

/** No token and no part of a session is anywhere but in the commands that have it masked. */
function expectNoSecrets(end: StepEnd): void {
  const masked = end.log.filter((line) => line.startsWith('::add-mask::'))
  const told = end.log.filter((line) => !masked.includes(line))
  for (const text of [...told, end.summary, JSON.stringify(end.outputs), JSON.stringify(end.state)]) {
    expect(text).not.toMatch(/secret-claims|simulated-secret|simulated-token/)
    expect(text).not.toContain(REQUEST_TOKEN)
  }
}

describe('role-to-assume', () => {
  test('is assumed with an OIDC token of the job', async () => {
    await using aws = await simulatedAws(SEED)
    await using github = await tokenServer()

    const end = await deployStep(
      aws,
      { 'role-to-assume': ROLE },
      { env: { ...jobWithoutCredentials(aws), ...github.env } },
    )

    expect(annotations(end, 'error')).toEqual([])
    expect(end.exitCode).toBe(0)
    expect(end.outputs).toMatchObject({ state: 'COMPLETE' })
    expect(github.requests).toEqual([
      { audience: 'sts.amazonaws.com', authorization: `Bearer ${REQUEST_TOKEN}`, version: '2.0' },
    ])
    expect(await assumed(aws)).toEqual([
      expect.objectContaining({
        RoleArn: ROLE,
        DurationSeconds: '3600',
        RoleSessionName: 'appconfig-deploy-1234567890',
        WebIdentityToken: github.tokens[0],
      }),
    ])
    // The session of the role signs, not the credentials of a machine that happen to be there.
    const [request] = await aws.requests('StartDeployment')
    expect(request?.headers).toHaveProperty('x-amz-security-token')
    expect(end.log).toContain(`::add-mask::${github.tokens[0] ?? ''}`)
    expectNoSecrets(end)
  })

  test('is used rather than credentials of the environment, for as long as asked', async () => {
    await using aws = await simulatedAws(SEED)
    await using github = await tokenServer()

    const end = await deployStep(
      aws,
      { 'role-to-assume': ROLE, 'role-duration-seconds': '900' },
      { env: { ...jobEnvironment(aws), AWS_ENDPOINT_URL: aws.url, ...github.env } },
    )

    expect(end.exitCode).toBe(0)
    expect(await assumed(aws)).toMatchObject([{ DurationSeconds: '900' }])
    const [request] = await aws.requests('StartDeployment')
    expect(request?.headers).toHaveProperty('x-amz-security-token')
  })

  test('is assumed anew, each time with a fresh token, when its session is about to end', async () => {
    // STS's clock is 14 minutes late, so that a session of 15 minutes ends in one: within the SDK's five of margin.
    const lateMs = 14 * 60_000
    await using aws = await simulatedAws({ ...SEED, now: () => Date.now() - lateMs })
    await using github = await tokenServer()

    const end = await deployStep(
      aws,
      { 'role-to-assume': ROLE, 'role-duration-seconds': '900', 'deployment-strategy': 'Steps' },
      { env: { ...jobWithoutCredentials(aws), ...github.env } },
    )

    expect(annotations(end, 'error')).toEqual([])
    expect(end.exitCode).toBe(0)
    const used = (await assumed(aws)).map(({ WebIdentityToken }) => WebIdentityToken)
    expect(used.length).toBeGreaterThan(3)
    expect(used).toEqual(github.tokens)
    const operations = (await aws.requests()).map(({ operation }) => operation)
    expect(operations.lastIndexOf('AssumeRoleWithWebIdentity')).toBeGreaterThan(
      operations.indexOf('StartDeployment'),
    )
    expectNoSecrets(end)
  })

  test('is assumed a little later when GitHub gives no token for a moment, while the deployment is watched', async () => {
    const lateMs = 14 * 60_000
    let failures = 0
    await using aws = await simulatedAws({ ...SEED, now: () => Date.now() - lateMs })
    await using github = await tokenServer(undefined, () => failures-- > 0)

    const end = await deployStep(
      aws,
      { 'role-to-assume': ROLE, 'role-duration-seconds': '900', 'deployment-strategy': 'Steps' },
      {
        env: { ...jobWithoutCredentials(aws), ...github.env },
        onLine: (line) => {
          if (line.includes('Started deployment')) failures = 2
        },
      },
    )

    expect(end.exitCode).toBe(0)
    expect(
      end.log.filter((line) => line.includes('Could not poll deployment 1 (TokenUnavailableError')),
    ).not.toEqual([])
    expect(end.outputs).toMatchObject({ state: 'COMPLETE' })
  })

  test('without the permission to ask for a token says which', async () => {
    await using aws = await simulatedAws(SEED)

    const end = await deployStep(aws, { 'role-to-assume': ROLE }, { env: jobWithoutCredentials(aws) })

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([
      'role-to-assume is given, but this job may not ask GitHub for an OIDC token. Give the job `permissions: id-token: write`.',
    ])
    expect(await aws.requests()).toEqual([])
  })

  test('that STS refuses names the permission and the role', async () => {
    await using aws = await simulatedAws(SEED)
    await using github = await tokenServer()
    await aws.fault({
      operation: 'AssumeRoleWithWebIdentity',
      fault: 'status',
      status: 403,
      error: 'AccessDenied',
      times: 99,
    })

    const end = await deployStep(
      aws,
      { 'role-to-assume': ROLE },
      { env: { ...jobWithoutCredentials(aws), ...github.env } },
    )

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([
      expect.stringMatching(
        new RegExp(
          `^STS does not let this job assume role ${ROLE}\\.[^]*trust policy must allow sts:AssumeRoleWithWebIdentity`,
        ),
      ),
    ])
    expect((await aws.requests()).every(({ operation }) => operation === 'AssumeRoleWithWebIdentity')).toBe(
      true,
    )
    expectNoSecrets(end)
  })

  test('is used by post too', async () => {
    await using aws = await simulatedAws(SEED)
    await using github = await tokenServer()
    const step = new StepProcess()
    const { onLine } = whenLogged('Started deployment 1', () => {
      step.signal('SIGKILL')
      return Promise.resolve()
    })
    const inputs = { 'role-to-assume': ROLE, 'deployment-strategy': ENDLESS }
    const env = { ...jobWithoutCredentials(aws), ...github.env }
    const main = await deployStep(aws, inputs, { env, onLine, onProcess: step.onProcess })

    const post = await deployStep(aws, inputs, { env, state: main.state })

    expect(post.exitCode).toBe(0)
    expect(await deploymentsOf(aws)).toMatchObject([{ State: 'ROLLED_BACK' }])
    expect(await assumed(aws)).toMatchObject([
      { RoleArn: ROLE, WebIdentityToken: github.tokens[0] },
      { RoleArn: ROLE, WebIdentityToken: github.tokens[1] },
    ])
    expectNoSecrets(post)
  })
})

describe('a token that GitHub does not give', () => {
  test('does not hold up a cancel before the start', async () => {
    const step = new StepProcess()
    await using aws = await simulatedAws(SEED)
    await using github = await tokenServer(() => {
      step.signal('SIGINT')
      return true
    })

    const end = await deployStep(
      aws,
      { 'role-to-assume': ROLE },
      { env: { ...jobWithoutCredentials(aws), ...github.env }, onProcess: step.onProcess },
    )

    expect(step.sinceSignalMs()).toBeLessThan(7500)
    expect(annotations(end, 'error')).toEqual(['The run was cancelled before a deployment was started.'])
    expect(github.requests).toHaveLength(1)
  })

  test('does not hold up a cancel while the deployment is watched: its number is told, and left to post', async () => {
    const step = new StepProcess()
    // Every request of the run takes a session of its own; after the start, no token comes any more.
    let isStarted = false
    await using aws = await simulatedAws({
      ...SEED,
      now: () => Date.now() - 14 * 60_000,
      onRequest: whenRequested('GetDeployment', () => (isStarted = true)),
    })
    await using github = await tokenServer(() => {
      if (isStarted) step.signal('SIGINT')
      return isStarted
    })
    const env = { ...jobWithoutCredentials(aws), ...github.env }
    const inputs = {
      'role-to-assume': ROLE,
      'role-duration-seconds': '900',
      'deployment-strategy': ENDLESS,
    }

    const end = await deployStep(aws, inputs, { env, onProcess: step.onProcess })

    expect(step.sinceSignalMs()).toBeLessThan(7500)
    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([expect.stringContaining(`Deployment 1 goes on in AWS.`)])
    expect(annotations(end, 'warning')).toEqual([
      expect.stringMatching(/^Deployment 1 may still be in progress: .*GitHub gave no OIDC token/),
    ])
    expect(await deploymentsOf(aws)).toMatchObject([{ State: 'DEPLOYING' }])

    await using later = await tokenServer()
    const post = await deployStep(aws, inputs, { env: { ...env, ...later.env }, state: end.state })

    expect(post.exitCode).toBe(0)
    expect(await deploymentsOf(aws)).toMatchObject([{ State: 'ROLLED_BACK' }])
  })
})

test('credentials that expire without a role fail the step, and say that the deployment goes on', async () => {
  await using aws = await simulatedAws(SEED)
  const expire = whenLogged('Started deployment 1', () =>
    aws.fault({ operation: '*', fault: 'status', status: 400, error: 'ExpiredTokenException', times: 999 }),
  )

  const end = await deployStep(aws, { 'deployment-strategy': ENDLESS }, expire)
  await expire.done()

  expect(end.exitCode).toBe(1)
  const [message = '', ...others] = annotations(end, 'error')
  expect(others).toEqual([])
  expect(message).toMatch(/^The AWS credentials expired before GetDeployment for deployment 1\./)
  expect(message).toContain('Set role-to-assume on this step')
  expect(message).toContain(`Deployment 1 goes on in AWS. To see how it ends: ${COMMAND}`)
  expect(end.outputs).toMatchObject({ 'deployment-number': '1', state: 'DEPLOYING' })
  expect(end.summary).toContain('Deployment 1 goes on')
  expect(end.summary).toContain(COMMAND)
})
