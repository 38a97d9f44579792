import { expect, test } from '@jest/globals'
import { deploymentsOf } from '../integration/virtual-run.js'
import { simulatedAws } from '../simulated-aws.js'
import { annotations, deployStep, jobEnvironment, MINUTE_MS, seedWith } from './action-process.js'
import { tokenServer } from './token-server.js'

const ROLE = 'arn:aws:iam::123456789012:role/deploy'

// Each costs the seconds after which a request is given up, so they run side by side.
test.concurrent.each([
  ['a read', 'ListDeploymentStrategies', 0],
  ['a look at the deployment', 'GetDeployment', 2],
  ['a look for others before the start', 'ListDeployments', 0],
])('%s that hangs is given up and repeated, and the run ends well', async (_, operation, skip) => {
  await using aws = await simulatedAws({ minuteMs: MINUTE_MS, seed: seedWith() })
  await aws.fault({ operation, fault: 'hang', skip })

  const end = await deployStep(aws, { 'deployment-strategy': 'Steps', timeout: '5m' })

  expect(annotations(end, 'error')).toEqual([])
  expect(end.exitCode).toBe(0)
  expect(end.outputs).toMatchObject({ 'deployment-number': '1', state: 'COMPLETE' })
  const asked = await aws.requests(operation)
  expect(asked[skip]?.status).toBeNull()
  expect(asked[skip + 1]?.status).toBe(200)
  expect(await deploymentsOf(aws)).toHaveLength(1)
})

test.concurrent('a role that hangs when it is assumed is asked for again', async () => {
  await using aws = await simulatedAws({ minuteMs: MINUTE_MS, seed: seedWith() })
  await using github = await tokenServer()
  await aws.fault({ operation: 'AssumeRoleWithWebIdentity', fault: 'hang' })

  const end = await deployStep(
    aws,
    { 'role-to-assume': ROLE },
    { env: { ...jobEnvironment(aws), AWS_ENDPOINT_URL: aws.url, ...github.env } },
  )

  expect(annotations(end, 'error')).toEqual([])
  expect(end.outputs).toMatchObject({ state: 'COMPLETE' })
  expect((await aws.requests('AssumeRoleWithWebIdentity')).map(({ status }) => status)).toEqual([null, 200])
})

test.concurrent('a token that GitHub never gives is asked for again, and given up', async () => {
  await using aws = await simulatedAws({ minuteMs: MINUTE_MS })
  await using github = await tokenServer(() => true)

  const end = await deployStep(
    aws,
    { 'role-to-assume': ROLE },
    { env: { ...jobEnvironment(aws), ...github.env } },
  )

  // That the process has ended at all, with its requests still open, is a part of this.
  expect(end.exitCode).toBe(1)
  expect(annotations(end, 'error')).toEqual([
    expect.stringMatching(
      /^GitHub gave no OIDC token for role arn:aws:iam::\S+\.\n[^]*It did not answer in time\./,
    ),
  ])
  expect(github.requests).toHaveLength(2)
  expect(end.summary).toContain('Failed')
})
