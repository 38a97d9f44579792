import { describe, expect, test } from '@jest/globals'
import type { Deployment, DeploymentState } from '../../../../src/deployment/deployment.js'
import type { Outcome } from '../../../../src/deployment/outcome.js'
import type { RollbackReason } from '../../../../src/deployment/rollback-reason.js'
import {
  type FailureFacts,
  failureMessage,
  watchCommand,
} from '../../../../src/report/text/failure-message.js'
import { ALARM_ARN } from '../sample-facts.js'

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
const LONGER =
  '\nIf it only needs longer, set a longer timeout: by default the step waits 10 minutes longer than the strategy lasts.'
const AGAIN =
  '\nRun again when it has ended, or set if-busy: wait with a longer busy-timeout, or if-busy: stop.'
const BY_USER = {
  kind: 'rollback' as const,
  triggeredBy: 'USER',
  text: 'Deployment rolled back by user request',
  percentage: 25,
  failedInvocations: [],
}

describe('the message of a rollback says what to do', () => {
  const reason = (members: Partial<RollbackReason>): RollbackReason => ({ ...BY_USER, ...members })
  const failedTick = { actionName: 'AT_DEPLOYMENT_TICK', errorCode: '500', errorMessage: 'slow' }

  test.each<[string, RollbackReason, string]>([
    [
      'an alarm',
      reason({ alarmArn: 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:a' }),
      'the same version would meet the same alarm',
    ],
    ['an alarm without a name', reason({ triggeredBy: 'CLOUDWATCH_ALARM' }), 'what the alarm measured'],
    ['an extension', reason({ triggeredBy: 'INTERNAL_ERROR', failedTick }), 'Mend the extension'],
    ['an error of AppConfig', reason({ triggeredBy: 'INTERNAL_ERROR' }), 'Deploy again'],
    ['a user', BY_USER, 'StopDeployment event in CloudTrail'],
    ['anything else', reason({ triggeredBy: 'APPCONFIG' }), 'holds all that AppConfig told'],
  ])('after %s', (_, why, advice) => {
    const outcome = { kind: 'rolled-back', requested: false } as const
    const known = { ...facts('ROLLED_BACK'), rollbackReason: why }

    expect(failureMessage(outcome, known).split('\n').at(-1)).toContain(advice)
  })
})

describe('the message of a failure', () => {
  test.each<[string, Outcome, FailureFacts, string]>([
    [
      'a rollback',
      { kind: 'rolled-back', requested: false },
      { ...facts('ROLLED_BACK'), rollbackReason: BY_USER },
      'Deployment 5 of settings to production was rolled back at 25 % by a user: Deployment rolled back by user request.\nAsk whoever did it before you deploy again: the StopDeployment event in CloudTrail has the name.',
    ],
    [
      'a rollback by an alarm, with the alarm and what runs now',
      { kind: 'rolled-back', requested: false },
      {
        ...facts('ROLLED_BACK'),
        rollbackReason: { ...BY_USER, triggeredBy: 'CLOUDWATCH_ALARM', text: '', alarmArn: ALARM_ARN },
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
        'The alarm: https://console.aws.amazon.com/cloudwatch/home?region=us-east-1#alarmsV2:alarm/checkout-errors\n' +
          'Find out what the alarm measured since the start, then deploy a mended version: the same version would meet the same alarm.',
      ].join('\n'),
    ],
    [
      'a rollback without a reason',
      { kind: 'rolled-back', requested: false },
      facts('ROLLED_BACK'),
      'Deployment 5 of settings to production was rolled back.\nRead the event log, in the job summary and the output event-log: it holds all that AppConfig told.',
    ],
    [
      'a revert',
      { kind: 'reverted', requested: false },
      {
        ...facts('REVERTED'),
        rollbackReason: { kind: 'revert', triggeredBy: 'USER', text: '', failedInvocations: [] },
      },
      'Deployment 5 of settings to production was reverted by a user.\nAsk whoever did it before you deploy again: the StopDeployment event in CloudTrail has the name.',
    ],
    [
      'a time-out that left it',
      { kind: 'timed-out', stopped: false, afterMs: 900_000 },
      facts('DEPLOYING'),
      `The time was up after 15 min before deployment 5 of settings to production ended, and it was left to go on.${GOES_ON}${LONGER}`,
    ],
    [
      'a time-out that stopped it',
      { kind: 'timed-out', stopped: true, afterMs: 900_000 },
      facts('ROLLED_BACK'),
      `The time was up after 15 min before deployment 5 of settings to production ended, and it was stopped and rolled back.${LONGER}`,
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
      `Environment production is busy with deployment 4, so nothing was started.${AGAIN}`,
    ],
    [
      'an environment that is busy with nobody knows what',
      { kind: 'busy' },
      { environment: { name: 'production' } },
      `Environment production is busy with another deployment, so nothing was started.${AGAIN}`,
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
