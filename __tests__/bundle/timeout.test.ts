import { describe, expect, test } from '@jest/globals'
import { deploymentsOf } from '../integration/virtual-run.js'
import { simulatedAws } from '../simulated-aws.js'
import {
  annotations,
  BAKING,
  deployStep,
  ENDLESS,
  LONG_MS,
  MINUTE_MS,
  seedWith,
  whenRequested,
} from './action-process.js'

const COMMAND =
  'aws appconfig get-deployment --application-id shop001 --environment-id prod001 --deployment-number 1 --region us-east-1, or operation: watch with deployment-number: 1'
const LONGER =
  'If it only needs longer, set a longer timeout: by default the step waits 10 minutes longer than the strategy lasts.'

// What timeout and on-timeout do to a deployment that rolls out is tested with the rest of a deployment's course.
describe('the time-out', () => {
  test.concurrent('without an input is what the strategy needs and ten minutes', async () => {
    const quick = {
      Name: 'Quick',
      DeploymentDurationInMinutes: 4,
      GrowthFactor: 50,
      FinalBakeTimeInMinutes: 6,
    }
    // The service's minutes are the real ones, so that it is late by far.
    await using aws = await simulatedAws({ seed: seedWith({ strategies: [quick] }) })

    const end = await deployStep(aws, { 'deployment-strategy': 'Quick' })

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([
      `The time was up after 2 s before deployment 1 of settings to production ended, and it was left to go on.\nDeployment 1 goes on in AWS. To see how it ends: ${COMMAND}\n${LONGER}`,
    ])
    expect((4 + 6 + 10) * MINUTE_MS).toBe(2000)
    expect(end.summary).toContain(COMMAND.split(',')[0])
  })

  test.concurrent('in the bake time stops the deployment when asked to', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS, seed: seedWith() })

    const end = await deployStep(aws, { 'deployment-strategy': BAKING, timeout: '1s', 'on-timeout': 'stop' })

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([
      `The time was up after 1 s before deployment 1 of settings to production ended, and it was stopped and rolled back.\n${LONGER}`,
    ])
    expect(await deploymentsOf(aws)).toMatchObject([{ State: 'ROLLED_BACK' }])
  })

  test.concurrent('is a success after all when the deployment completes before the stop comes', async () => {
    let aheadMs = 0
    const completes = whenRequested('StopDeployment', () => {
      aheadMs = LONG_MS
    })
    await using aws = await simulatedAws({
      minuteMs: MINUTE_MS,
      seed: seedWith(),
      now: () => Date.now() + aheadMs,
      onRequest: completes,
    })

    const end = await deployStep(aws, { 'deployment-strategy': ENDLESS, timeout: '1s', 'on-timeout': 'stop' })

    expect(annotations(end, 'error')).toEqual([])
    expect(end.exitCode).toBe(0)
    expect(end.outputs['state']).toBe('COMPLETE')
    expect(end.summary).toContain('## ✅ Deployed')
    expect(await deploymentsOf(aws)).toMatchObject([{ State: 'COMPLETE' }])
  })

  test.concurrent(
    'whose stop AWS refuses fails, and says by number that the deployment goes on',
    async () => {
      await using aws = await simulatedAws({ minuteMs: MINUTE_MS, seed: seedWith() })
      await aws.fault({ operation: 'StopDeployment', fault: 'status', status: 403, times: 99 })

      const end = await deployStep(aws, {
        'deployment-strategy': ENDLESS,
        timeout: '1s',
        'on-timeout': 'stop',
      })

      expect(end.exitCode).toBe(1)
      expect(annotations(end, 'error')).toEqual([
        expect.stringMatching(/^The AWS role of this step lacks the permission appconfig:StopDeployment/),
      ])
      expect(annotations(end, 'error')[0]).toContain(
        `Deployment 1 goes on in AWS. To see how it ends: ${COMMAND}`,
      )
      expect(end.outputs).toMatchObject({ 'deployment-number': '1', state: 'DEPLOYING' })
      expect(await deploymentsOf(aws)).toMatchObject([{ State: 'DEPLOYING' }])
    },
  )
})
