import { describe, expect, test } from '@jest/globals'
import { StopDeploymentCommand } from '@aws-sdk/client-appconfig'
import { ALARM_ARN, type SimulatedAws, simulatedAws } from '../simulated-aws.js'
import {
  annotations,
  deployStep,
  loggedEvents,
  MINUTE_MS,
  seedWith,
  SLOW,
  whenLogged,
} from './action-process.js'

async function stopByAnother({ client }: SimulatedAws): Promise<void> {
  await client.send(
    new StopDeploymentCommand({ ApplicationId: 'shop001', EnvironmentId: 'prod001', DeploymentNumber: 1 }),
  )
}

describe('a deployment that is rolled back', () => {
  test('by an alarm is red, with the reason everywhere', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS, seed: seedWith() })
    const alarm = whenLogged('3.00%', () => aws.alarm('ALARM'))

    const end = await deployStep(aws, { 'deployment-strategy': SLOW }, alarm)
    await alarm.done()

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([
      expect.stringMatching(
        /^Deployment 1 of settings to production was rolled back at \d+ % by CloudWatch alarm checkout-errors: .*arn:aws:cloudwatch/,
      ),
    ])
    expect(loggedEvents(end).slice(-2)).toEqual(['ROLLBACK_STARTED', 'ROLLBACK_COMPLETED'])
    expect(end.outputs).toMatchObject({
      'deployment-number': '1',
      state: 'ROLLED_BACK',
      'percentage-complete': '0',
      'rollback-reason': expect.stringMatching(/^Rolled back at \d+ % by CloudWatch alarm checkout-errors/),
      'event-log': expect.stringContaining(ALARM_ARN),
    })
    expect(end.outputs).not.toHaveProperty('completed-at')
    expect(end.summary).toMatch(
      /^## ❌ Rolled back <strong>settings<\/strong> version 2 in <strong>production</,
    )
    expect(end.summary).toContain('> [!CAUTION]')
    expect(end.summary).toContain('by CloudWatch alarm checkout-errors')
    expect(end.summary).toContain('#alarmsV2:alarm/checkout-errors) went off.')
    expect(end.summary).toMatch(/\*\*Runs now:\*\* No other completed deployment of settings is known/)
    expect(end.summary).toMatch(/ {2}section Rolled back\n {2}at \d+ %, after \d+ s :crit, milestone, /)
    expect(end.summary).toContain('ROLLBACK_COMPLETED')
  })

  test('by a user is red, and says so', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS, seed: seedWith() })
    const stop = whenLogged('2.00%', () => stopByAnother(aws))

    const end = await deployStep(aws, { 'deployment-strategy': SLOW }, stop)
    await stop.done()

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([
      expect.stringMatching(
        /^Deployment 1 of settings to production was rolled back at \d+ % by a user: Deployment rolled back by user request\.\nNo other completed deployment of settings is known/,
      ),
    ])
    expect(end.outputs['state']).toBe('ROLLED_BACK')
    expect(end.summary).toContain('ask whoever did it before you deploy again')
  })

  test('by an extension that fails is red, and names the action and its error', async () => {
    const uri = 'arn:aws:lambda:us-east-1:123456789012:function:health'
    const seed = seedWith({
      extensions: [
        { Id: 'health1', Name: 'health', Actions: { AT_DEPLOYMENT_TICK: [{ Name: 'check', Uri: uri }] } },
      ],
      associations: [
        {
          ExtensionIdentifier: 'health1',
          ResourceIdentifier: 'arn:aws:appconfig:us-east-1:123456789012:application/shop001',
        },
      ],
    })
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS, seed })
    const failure = whenLogged('2.00%', () =>
      aws.extensionFailure({ Uri: uri, ErrorCode: '500', ErrorMessage: 'latency is 900 ms' }),
    )

    const end = await deployStep(aws, { 'deployment-strategy': SLOW }, failure)
    await failure.done()

    expect(end.exitCode).toBe(1)
    expect(annotations(end, 'error')).toEqual([
      expect.stringMatching(
        /was rolled back at \d+ % because check of extension health1 failed \(500: latency is 900 ms\)/,
      ),
    ])
    expect(end.log.join('\n')).toContain('check of health1 failed: 500: latency is 900 ms')
    expect(end.outputs['rollback-reason']).toContain('because check of extension health1 failed')
    expect(end.summary).toContain('mend the extension, or what it checks, then deploy again.')
  })

  test('is told in full although no looks succeeded meanwhile', async () => {
    await using aws = await simulatedAws({ minuteMs: MINUTE_MS, seed: seedWith() })
    await aws.fault({ operation: 'GetDeployment', fault: 'status', status: 500, times: 2 })
    const stop = whenLogged('Could not poll', () => stopByAnother(aws))

    const end = await deployStep(aws, { 'deployment-strategy': SLOW }, stop)
    await stop.done()

    expect(end.exitCode).toBe(1)
    expect(loggedEvents(end).filter((type) => type !== 'PERCENTAGE_UPDATED')).toEqual([
      'DEPLOYMENT_STARTED',
      'ROLLBACK_COMPLETED',
    ])
  })
})
