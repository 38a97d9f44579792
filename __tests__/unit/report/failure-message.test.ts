import { describe, expect, test } from '@jest/globals'
import type { Deployment, DeploymentState } from '../../../src/deployment/deployment.js'
import type { Outcome } from '../../../src/deployment/outcome.js'
import { type FailureFacts, failureMessage, watchCommand } from '../../../src/report/failure-message.js'
import { ALARM_ARN } from './sample-facts.js'

const deployment = (state: DeploymentState): Deployment => ({
  applicationId: 'shop001',
  environmentId: 'prod001',
  configurationProfileId: 'setting',
  deploymentStrategyId: 'steps01',
  number: 5,
  configurationName: 'settings',
  configurationVersion: '7',
  description: '',
  strategy: { durationMinutes: 4, bakeMinutes: 2, growthType: 'LINEAR', growthFactor: 25 },
  state,
  percentageComplete: 25,
  events: [],
  appliedExtensions: [],
})
const facts = (state: DeploymentState): FailureFacts => ({
  deployment: deployment(state),
  profile: { name: 'settings' },
  environment: { name: 'production' },
  region: 'eu-central-1',
})
const COMMAND =
  'aws appconfig get-deployment --application-id shop001 --environment-id prod001 --deployment-number 5 --region eu-central-1'
const GOES_ON = `\nDeployment 5 goes on in AWS. To see how it ends: ${COMMAND}, or operation: watch with deployment-number: 5`
const BY_USER = {
  kind: 'rollback' as const,
  triggeredBy: 'USER',
  text: 'Deployment rolled back by user request',
  percentage: 25,
  failedInvocations: [],
}

describe('the message of a failure', () => {
  test.each<[string, Outcome, FailureFacts, string]>([
    [
      'a rollback',
      { kind: 'rolled-back', requested: false, reason: BY_USER },
      facts('ROLLED_BACK'),
      'Deployment 5 of settings to production was rolled back at 25 % by a user: Deployment rolled back by user request.',
    ],
    [
      'a rollback by an alarm, with the alarm and what runs now',
      {
        kind: 'rolled-back',
        requested: false,
        reason: { ...BY_USER, triggeredBy: 'CLOUDWATCH_ALARM', text: '', alarmArn: ALARM_ARN },
      },
      {
        ...facts('ROLLED_BACK'),
        liveVersion: {
          kind: 'version',
          number: 4,
          configurationName: 'settings',
          configurationVersion: '6',
          again: true,
        },
      },
      [
        `Deployment 5 of settings to production was rolled back at 25 % by CloudWatch alarm checkout-errors (${ALARM_ARN}).`,
        'settings version 6 from deployment 4 is live again.',
        'The alarm: https://console.aws.amazon.com/cloudwatch/home?region=us-east-1#alarmsV2:alarm/checkout-errors',
      ].join('\n'),
    ],
    [
      'a rollback without a reason',
      { kind: 'rolled-back', requested: false },
      facts('ROLLED_BACK'),
      'Deployment 5 of settings to production was rolled back.',
    ],
    [
      'a revert',
      {
        kind: 'reverted',
        requested: false,
        reason: { kind: 'revert', triggeredBy: 'USER', text: '', failedInvocations: [] },
      },
      facts('REVERTED'),
      'Deployment 5 of settings to production was reverted by a user.',
    ],
    [
      'a time-out that left it',
      { kind: 'timed-out', stopped: false, afterMs: 900_000 },
      facts('DEPLOYING'),
      `The time was up after 15 min before deployment 5 of settings to production ended, and it was left to go on.${GOES_ON}`,
    ],
    [
      'a time-out that stopped it',
      { kind: 'timed-out', stopped: true, afterMs: 900_000 },
      facts('ROLLED_BACK'),
      'The time was up after 15 min before deployment 5 of settings to production ended, and it was stopped and rolled back.',
    ],
    [
      'a cancelled run before the start',
      { kind: 'cancelled', stopped: false },
      {},
      'The run was cancelled before a deployment was started.',
    ],
    [
      'a cancelled watch that had found nothing',
      { kind: 'cancelled', stopped: false },
      { operation: 'watch' },
      'The run was cancelled before a deployment was found.',
    ],
    [
      'a cancelled run that stopped it',
      { kind: 'cancelled', stopped: true },
      facts('ROLLED_BACK'),
      'The run was cancelled; deployment 5 of settings to production was stopped.',
    ],
    [
      'a cancelled run that left it',
      { kind: 'cancelled', stopped: false },
      facts('BAKING'),
      `The run was cancelled; deployment 5 of settings to production is BAKING.${GOES_ON}`,
    ],
    [
      'an environment that is busy',
      { kind: 'busy', otherNumber: 4 },
      { environment: { name: 'production' } },
      'Environment production is busy with deployment 4, so nothing was started.',
    ],
    [
      'an environment that is busy with nobody knows what',
      { kind: 'busy' },
      { environment: { name: 'production' } },
      'Environment production is busy with another deployment, so nothing was started.',
    ],
    ['anything before the start', { kind: 'failed', message: 'No.' }, {}, 'No.'],
    ['anything while it goes on', { kind: 'failed', message: 'No.' }, facts('DEPLOYING'), `No.${GOES_ON}`],
    ['anything after its end', { kind: 'failed', message: 'No.' }, facts('ROLLED_BACK'), 'No.'],
  ])('of %s', (_, outcome, known, message) => {
    expect(failureMessage(outcome, known)).toBe(message)
  })

  test('shows a command without a region that is not known', () => {
    expect(watchCommand(deployment('DEPLOYING'), undefined)).toBe(
      COMMAND.replace(' --region eu-central-1', ''),
    )
  })
})
