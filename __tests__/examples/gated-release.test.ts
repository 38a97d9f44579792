import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { GetHostedConfigurationVersionCommand, StartDeploymentCommand } from '@aws-sdk/client-appconfig'
import { describe, expect, test } from '@jest/globals'
import { REPOSITORY } from '../../scripts/step-runner.js'
import type { SimulatedAws } from '../simulated-aws.js'
import { course, deployments, errorsOf, example, FLAGS, PRODUCTION, type Shop, shop } from './shop.js'
import { runWorkflow } from './workflow-run.js'

const workflow = example('gated-release.yml')
const FILE = join(REPOSITORY, 'examples', 'configuration', 'feature-flags.json')
const RELEASED = {
  'plan: success': [
    'actions/checkout: success',
    'aws-actions/configure-aws-credentials: success',
    'Plan: success',
    'Post Plan: success',
  ],
  'deploy: success': [
    'actions/checkout: success',
    'aws-actions/configure-aws-credentials: success',
    'Deploy what was approved: success',
    'Post Deploy what was approved: success',
  ],
}
const REFUSED = {
  'plan: success': RELEASED['plan: success'],
  'deploy: failure': [
    'actions/checkout: success',
    'aws-actions/configure-aws-credentials: success',
    'Deploy what was approved: failure',
    'Post Deploy what was approved: success',
  ],
}

/** A push whose deployment is approved, after something else has happened. */
const push = ({ surroundings }: Shop, meanwhile: () => Promise<unknown> = () => Promise.resolve()) =>
  runWorkflow(
    workflow,
    { name: 'push' },
    {
      ...surroundings,
      approve: async (environment) => {
        expect(environment).toBe('production')
        await meanwhile()
      },
    },
  )

/** What was sent to change something. */
async function changes(aws: SimulatedAws): Promise<readonly string[]> {
  const requests = await aws.requests()
  return requests.flatMap(({ operation }) =>
    operation !== null && /^(?:Create|Start|Stop|Update|Delete)/.test(operation) ? [operation] : [],
  )
}

describe('a gated release', () => {
  test('changes nothing before it is approved, and deploys the file then', async () => {
    await using aShop = await shop()
    const aws = aShop.aws('eu-central-1')
    const before: string[] = ['nobody was asked']

    const ran = await push(aShop, async () => before.splice(0, 1, ...(await changes(aws))))

    expect(course(ran)).toEqual(RELEASED)
    expect(before).toEqual([])
    const done = await deployments(aws, PRODUCTION)
    expect(done).toMatchObject([{ DeploymentNumber: 1, State: 'COMPLETE', ConfigurationVersion: '2' }])
    const { Content } = await aws.client.send(
      new GetHostedConfigurationVersionCommand({ ApplicationId: 'shop001', ...FLAGS, VersionNumber: 2 }),
    )
    expect(JSON.parse(Buffer.from(Content ?? []).toString())).toMatchObject(
      JSON.parse(readFileSync(FILE, 'utf8')) as object,
    )
  })

  test('of what runs already asks nobody and deploys nothing', async () => {
    await using aShop = await shop()
    await push(aShop)

    const ran = await push(aShop, () => Promise.reject(new Error('Nobody is to be asked')))

    expect(ran.conclusion).toBe('success')
    expect(course(ran)).toEqual({ 'plan: success': RELEASED['plan: success'], 'deploy: skipped': [] })
    expect(await deployments(aShop.aws('eu-central-1'), PRODUCTION)).toHaveLength(1)
  })

  test('is refused when someone else has deployed since the plan', async () => {
    await using aShop = await shop()
    const aws = aShop.aws('eu-central-1')

    const ran = await push(aShop, () =>
      aws.client.send(
        new StartDeploymentCommand({
          ...PRODUCTION,
          ...FLAGS,
          ConfigurationVersion: '1',
          DeploymentStrategyId: 'instant',
          Description: 'by someone else',
        }),
      ),
    )

    expect(course(ran)).toEqual(REFUSED)
    expect(errorsOf(ran, 'deploy')).toEqual([expect.stringMatching(/newest deployment/)])
    expect(await deployments(aws, PRODUCTION)).toMatchObject([{ Description: 'by someone else' }])
    expect(await changes(aws)).toEqual(['StartDeployment'])
  })

  test('is refused when GitHub has dropped the plan', async () => {
    await using aShop = await shop()
    const { plan } = workflow.jobs
    const dropped = {
      ...workflow,
      jobs: { ...workflow.jobs, plan: { ...plan!, outputs: { ...plan!.outputs, plan: '' } } },
    }

    const ran = await runWorkflow(
      dropped,
      { name: 'push' },
      { ...aShop.surroundings, approve: () => Promise.resolve() },
    )

    expect(course(ran)).toEqual(REFUSED)
    expect(errorsOf(ran, 'deploy')).toEqual([expect.stringMatching(/\bplan\b/)])
    expect(await changes(aShop.aws('eu-central-1'))).toEqual([])
  })
})
