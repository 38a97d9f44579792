import { describe, expect, test } from '@jest/globals'
import type { DeploymentEvent } from '../../../src/deployment/deployment.js'
import { type KnownBefore, rollbackReason } from '../../../src/deployment/rollback-reason.js'
import { alarmName, rollbackSentence } from '../../../src/report/text/rollback-sentence.js'
import { ALARM_ARN, DONE, event, FAILED_INVOCATION, ROLLED_BACK, STEPS } from '../report/sample-facts.js'

const rollback = (description: string, triggeredBy: string, type = 'ROLLBACK_STARTED'): DeploymentEvent =>
  event(type, description, 400_000, triggeredBy)

const tick = {
  extensionIdentifier: 'canary',
  actionName: 'AT_DEPLOYMENT_TICK',
  errorCode: '500',
  errorMessage: 'too slow',
}

describe('rollbackReason', () => {
  test.each([
    ['an empty log', []],
    ['a log that goes on', STEPS],
    ['a completed log', DONE],
  ])('is undefined for %s', (_, events) => {
    expect(rollbackReason(events)).toBeUndefined()
  })

  test('reads the alarm, the percentage reached before, and the failed calls', () => {
    expect(rollbackReason(ROLLED_BACK)).toEqual({
      kind: 'rollback',
      triggeredBy: 'CLOUDWATCH_ALARM',
      text: `Rolled back by alarm ${ALARM_ARN}.`,
      alarmArn: ALARM_ARN,
      percentage: 40,
      occurredAtMs: ROLLED_BACK[3]?.occurredAtMs,
      failedInvocations: [FAILED_INVOCATION],
    })
  })

  test.each<[string, readonly DeploymentEvent[], KnownBefore, object]>([
    [
      'only the end of a rollback (a stop by a user)',
      [rollback('by user request', 'USER', 'ROLLBACK_COMPLETED')],
      {},
      { kind: 'rollback', triggeredBy: 'USER', text: 'by user request', percentage: undefined },
    ],
    ['only the start', [rollback('x', 'INTERNAL_ERROR')], {}, { triggeredBy: 'INTERNAL_ERROR', text: 'x' }],
    [
      'an empty start takes the words of the end',
      [rollback(' ', ''), rollback('the end', 'CLOUDWATCH_ALARM', 'ROLLBACK_COMPLETED')],
      {},
      { triggeredBy: 'CLOUDWATCH_ALARM', text: 'the end' },
    ],
    [
      'the start tells the cause',
      [rollback('alarm', 'CLOUDWATCH_ALARM'), rollback('done', 'APPCONFIG', 'ROLLBACK_COMPLETED')],
      {},
      { triggeredBy: 'CLOUDWATCH_ALARM', text: 'alarm' },
    ],
    [
      'the alarm stands in the end only',
      [rollback('alarm', 'CLOUDWATCH_ALARM'), rollback(`(${ALARM_ARN}).`, 'APPCONFIG', 'ROLLBACK_COMPLETED')],
      {},
      { alarmArn: ALARM_ARN },
    ],
    [
      'a revert',
      [...DONE, rollback('x', 'USER', 'REVERT_COMPLETED')],
      {},
      { kind: 'revert', percentage: 100 },
    ],
    [
      'what was seen while watching',
      [...STEPS, rollback('x', 'USER')],
      { percentage: 60 },
      { percentage: 60 },
    ],
    ['the log when it knows more', [...STEPS, rollback('x', 'USER')], { percentage: 20 }, { percentage: 40 }],
    [
      'another partition',
      [rollback('"arn:aws-us-gov:cloudwatch:us-gov-west-1:123456789012:alarm:a:b/c"', 'CLOUDWATCH_ALARM')],
      {},
      { alarmArn: 'arn:aws-us-gov:cloudwatch:us-gov-west-1:123456789012:alarm:a:b/c' },
    ],
    [
      'a monitored alarm with blanks in its name',
      [rollback(`Alarm ${ALARM_ARN} of checkout fired`, 'CLOUDWATCH_ALARM')],
      { alarmArns: [ALARM_ARN, `${ALARM_ARN} of checkout`, 'other'] },
      { alarmArn: `${ALARM_ARN} of checkout` },
    ],
    [
      'an ARN of something else',
      [rollback('arn:aws:sns:us-east-1:123456789012:topic', 'APPCONFIG')],
      {},
      { alarmArn: undefined },
    ],
  ])('%s', (_, events, known, expected) => {
    const reason = rollbackReason(events, known)
    const actual = Object.fromEntries(Object.entries(reason ?? {}))
    for (const [field, value] of Object.entries(expected))
      expect([field, actual[field]]).toEqual([field, value])
  })
})

describe('rollbackSentence', () => {
  const sentence = (events: readonly DeploymentEvent[]): string => rollbackSentence(rollbackReason(events)!)

  test.each<[string, readonly DeploymentEvent[], string]>([
    [
      'an alarm',
      ROLLED_BACK,
      `Rolled back at 40 % by CloudWatch alarm checkout-errors: Rolled back by alarm ${ALARM_ARN}.`,
    ],
    ['an alarm without a name', [rollback('', 'CLOUDWATCH_ALARM')], 'Rolled back by a CloudWatch alarm.'],
    ['a user', [...STEPS, rollback('Stopped', 'USER')], 'Rolled back at 40 % by a user: Stopped.'],
    [
      'an internal error',
      [rollback('Start anew.', 'INTERNAL_ERROR')],
      'Rolled back after an internal error of AppConfig: Start anew.',
    ],
    [
      'an extension at a tick',
      [event('ROLLBACK_STARTED', '', 1, 'APPCONFIG', [tick])],
      'Rolled back because AT_DEPLOYMENT_TICK of extension canary failed (500: too slow).',
    ],
    [
      'an extension at a tick, by the name of its action',
      [event('ROLLBACK_STARTED', '', 1, 'INTERNAL_ERROR', [{ ...tick, actionName: 'check' }])],
      'Rolled back because check of extension canary failed (500: too slow).',
    ],
    [
      'an extension whose errors AppConfig ignores, before an internal error',
      [
        event('PERCENTAGE_UPDATED', '', 0, 'APPCONFIG', [{ ...FAILED_INVOCATION, actionName: 'tell' }]),
        event('ROLLBACK_STARTED', '', 1, 'INTERNAL_ERROR'),
      ],
      'Rolled back after an internal error of AppConfig.',
    ],
    [
      'an extension whose errors AppConfig ignores',
      [event('ROLLBACK_STARTED', '', 1, 'APPCONFIG', [FAILED_INVOCATION])],
      'Rolled back by AppConfig.',
    ],
    ['a word that came later', [rollback('', 'METEORITE')], 'Rolled back by METEORITE.'],
    ['no word at all', [rollback('', '')], 'Rolled back for a reason that AppConfig does not name.'],
    ['a revert', [...DONE, rollback('', 'USER', 'REVERT_COMPLETED')], 'Reverted by a user.'],
  ])('%s', (_, events, text) => {
    expect(sentence(events)).toBe(text)
  })

  test('names the alarm in full when the text does not', () => {
    const reason = rollbackReason(ROLLED_BACK)!
    expect(rollbackSentence({ ...reason, text: '' })).toBe(
      `Rolled back at 40 % by CloudWatch alarm checkout-errors (${ALARM_ARN}).`,
    )
  })
})

test.each([
  [ALARM_ARN, 'checkout-errors'],
  ['arn:aws:cloudwatch:us-east-1:123456789012:alarm:a:alarm:b', 'a:alarm:b'],
  ['odd', 'odd'],
])('alarmName(%j)', (arn, name) => {
  expect(alarmName(arn)).toBe(name)
})
