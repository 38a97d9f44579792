import { describe, expect, test } from '@jest/globals'
import { course, deployments, errorsOf, example, PRODUCTION, type Shop, shop } from './shop.js'
import { runWorkflow, type WorkflowEvent } from './workflow-run.js'

const workflow = example('long-deployment.yml')
/** The deployment of a day, with its hour of bake time, takes 15 s. */
const DAY = { minuteMs: 10 }
const STARTED = {
  'start: success': [
    'actions/checkout: success',
    'aws-actions/configure-aws-credentials: success',
    'Start: success',
    'Post Start: success',
  ],
  'watch: skipped': [],
}
const watched = (conclusion: string, steps: readonly string[]) => ({
  'start: skipped': [],
  [`watch: ${conclusion}`]: steps,
})

const on = ({ surroundings }: Shop, event: WorkflowEvent) => runWorkflow(workflow, event, surroundings)
const state = async (aShop: Shop) =>
  (await deployments(aShop.aws('eu-central-1'), PRODUCTION)).map(({ State }) => State)

describe('a deployment of a day', () => {
  test('goes on when the job that started it has ended, and a scheduled job sees its end', async () => {
    let skippedMs = 0
    await using aShop = await shop({ ...DAY, now: () => Date.now() + skippedMs })

    const started = await on(aShop, { name: 'push' })

    expect(course(started)).toEqual(STARTED)
    expect(started.jobs[0]!.outputs).toEqual({ 'deployment-number': '1' })
    expect(await state(aShop)).toEqual(['DEPLOYING'])
    expect(aShop.tokens()).toBe(0)

    skippedMs = 12_000
    const ended = await on(aShop, { name: 'schedule' })

    expect(course(ended)).toEqual(
      watched('success', [
        'Watch: success',
        'Fail unless the deployment goes on: skipped',
        'Post Watch: success',
      ]),
    )
    expect(stepOf(ended, 'Watch')).toMatchObject({
      outcome: 'success',
      outputs: { 'deployment-number': '1', state: 'COMPLETE' },
    })
    expect(await state(aShop)).toEqual(['COMPLETE'])
    // The watching step has assumed its role by itself.
    expect(aShop.tokens()).toBeGreaterThan(0)
  })

  test('is left alone by a job whose time is up, which is green', async () => {
    await using aShop = await shop(DAY)
    await on(aShop, { name: 'push' })

    const ran = await on(aShop, {
      name: 'workflow_dispatch',
      inputs: { 'deployment-number': '1', timeout: '1s' },
    })

    expect(course(ran)).toEqual(
      watched('success', [
        'Watch: success',
        'Fail unless the deployment goes on: skipped',
        'Post Watch: success',
      ]),
    )
    expect(stepOf(ran, 'Watch')).toMatchObject({ outcome: 'failure', outputs: { state: 'DEPLOYING' } })
    expect(await state(aShop)).toEqual(['DEPLOYING'])
  })

  test('makes the job red that sees it rolled back', async () => {
    await using aShop = await shop(DAY)
    await on(aShop, { name: 'push' })
    await aShop.aws('eu-central-1').alarm('ALARM')

    const ran = await on(aShop, { name: 'schedule' })

    expect(course(ran)).toEqual(
      watched('failure', [
        'Watch: success',
        'Fail unless the deployment goes on: failure',
        'Post Watch: success',
      ]),
    )
    expect(errorsOf(ran, 'watch')).toEqual([expect.stringContaining('checkout-errors')])
    expect(await state(aShop)).toEqual(['ROLLED_BACK'])
  })
})

const stepOf = ({ jobs }: Awaited<ReturnType<typeof on>>, step: string) =>
  jobs.flatMap(({ steps }) => steps).find(({ name }) => name === step)
