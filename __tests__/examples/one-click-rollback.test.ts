import { StartDeploymentCommand } from '@aws-sdk/client-appconfig'
import { describe, expect, test } from '@jest/globals'
import { course, deployments, example, FLAGS, PRODUCTION, type Shop, shop, STAGING } from './shop.js'
import { runWorkflow } from './workflow-run.js'

const workflow = example('one-click-rollback.yml')
const ROLLED_BACK = {
  'rollback: success': [
    'aws-actions/configure-aws-credentials: success',
    'Roll back: success',
    'Post Roll back: success',
  ],
}

const click = ({ surroundings }: Shop, inputs: Readonly<Record<string, string>>) =>
  runWorkflow(workflow, { name: 'workflow_dispatch', inputs }, surroundings)

async function deployed(aShop: Shop, environment: typeof PRODUCTION, strategy = 'instant'): Promise<void> {
  await aShop.aws('eu-central-1').client.send(
    new StartDeploymentCommand({
      ...environment,
      ...FLAGS,
      ConfigurationVersion: '1',
      DeploymentStrategyId: strategy,
    }),
  )
}

describe('a one-click rollback', () => {
  test('reverts a completed deployment, and is green again the second time', async () => {
    await using aShop = await shop()
    const aws = aShop.aws('eu-central-1')
    await deployed(aShop, PRODUCTION)

    const first = await click(aShop, { environment: 'production' })
    const stops = await aws.requests('StopDeployment')
    const second = await click(aShop, { environment: 'production' })

    expect(course(first)).toEqual(ROLLED_BACK)
    expect(stops).not.toEqual([])
    expect(course(second)).toEqual(ROLLED_BACK)
    expect(await deployments(aws, PRODUCTION)).toMatchObject([{ State: 'REVERTED' }])
  })

  test('stops a deployment in progress', async () => {
    await using aShop = await shop()
    await deployed(aShop, PRODUCTION, 'oneday1')

    const ran = await click(aShop, { environment: 'production' })

    expect(course(ran)).toEqual(ROLLED_BACK)
    expect(await deployments(aShop.aws('eu-central-1'), PRODUCTION)).toMatchObject([{ State: 'ROLLED_BACK' }])
  })

  test('takes the environment and the deployment that were chosen', async () => {
    await using aShop = await shop()
    const aws = aShop.aws('eu-central-1')
    await deployed(aShop, PRODUCTION)
    await deployed(aShop, STAGING)
    await deployed(aShop, STAGING)

    const ran = await click(aShop, { environment: 'staging', 'deployment-number': '1' })

    expect(course(ran)).toEqual(ROLLED_BACK)
    expect(await deployments(aws, STAGING)).toMatchObject([{ State: 'REVERTED' }, { State: 'COMPLETE' }])
    expect(await deployments(aws, PRODUCTION)).toMatchObject([{ State: 'COMPLETE' }])
  })
})
