import { describe, expect, test } from '@jest/globals'
import {
  ALARM_ARN,
  course,
  deployments,
  errorsOf,
  example,
  PRODUCTION,
  type Shop,
  shop,
  STAGING,
} from './shop.js'
import type { Surroundings } from './surroundings.js'
import { runWorkflow } from './workflow-run.js'

const workflow = example('waves.yml')
const regions = ['eu-central-1', 'us-east-1']
const deployed = (conclusion: string) => [
  'actions/checkout: success',
  'aws-actions/configure-aws-credentials: success',
  `Deploy: ${conclusion}`,
  'Post Deploy: success',
]

/** A push, and the environments in the order in which their reviewers were asked. */
async function push({ surroundings }: Shop, onLine?: Surroundings['onLine']) {
  const approved: string[] = []
  const approve = (environment: string) => {
    approved.push(environment)
    return Promise.resolve()
  }
  return {
    ran: await runWorkflow(
      workflow,
      { name: 'push' },
      { ...surroundings, approve, ...(onLine && { onLine }) },
    ),
    approved,
  }
}

describe('a release in waves', () => {
  test('goes through all environments and regions in their order', async () => {
    await using aShop = await shop({ regions })
    const [europe, america] = [aShop.aws('eu-central-1'), aShop.aws('us-east-1')]

    const { ran, approved } = await push(aShop)

    expect(course(ran)).toEqual({
      'staging in eu-central-1: success': deployed('success'),
      'production in eu-central-1: success': deployed('success'),
      'production in us-east-1: success': deployed('success'),
    })
    expect(approved).toEqual(['staging', 'production', 'production'])
    const waves = await Promise.all([
      deployments(europe, STAGING),
      deployments(europe, PRODUCTION),
      deployments(america, PRODUCTION),
    ])
    const [first, second, third] = waves.flat()
    expect(waves).toMatchObject([[{ State: 'COMPLETE' }], [{ State: 'COMPLETE' }], [{ State: 'COMPLETE' }]])
    expect(second!.StartedAt!.getTime()).toBeGreaterThanOrEqual(first!.CompletedAt!.getTime())
    expect(third!.StartedAt!.getTime()).toBeGreaterThanOrEqual(second!.CompletedAt!.getTime())
    // One version in each region, whatever the number of its waves.
    expect(await europe.requests('CreateHostedConfigurationVersion')).toHaveLength(1)
    expect(await america.requests('CreateHostedConfigurationVersion')).toHaveLength(1)
  })

  test('stops at the wave that an alarm rolls back', async () => {
    await using aShop = await shop({ regions })
    const [europe, america] = [aShop.aws('eu-central-1'), aShop.aws('us-east-1')]
    let alarm: Promise<void> | undefined

    const { ran } = await push(aShop, (job, line) => {
      if (job === 'production in eu-central-1' && line.includes('20.00%')) {
        alarm ??= europe.alarm('ALARM', ALARM_ARN)
      }
    })
    await alarm

    expect(ran.conclusion).toBe('failure')
    expect(course(ran)).toEqual({
      'staging in eu-central-1: success': deployed('success'),
      'production in eu-central-1: failure': deployed('failure'),
      'production in us-east-1: cancelled': [],
    })
    expect(errorsOf(ran, 'production in eu-central-1')).toEqual([expect.stringContaining('checkout-errors')])
    expect(await deployments(europe, PRODUCTION)).toMatchObject([{ State: 'ROLLED_BACK' }])
    expect(await america.requests()).toEqual([])
  })
})
