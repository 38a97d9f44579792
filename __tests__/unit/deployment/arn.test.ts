import { describe, expect, test } from '@jest/globals'
import { alarmArnIn, appConfigArn, parseArn, parseArnOf } from '../../../src/deployment/arn.js'

describe('parseArn', () => {
  test.each([
    ['arn:aws:iam::123456789012:role/a/b', { service: 'iam', region: '', resource: 'role/a/b' }],
    [
      'arn:aws-us-gov:cloudwatch:us-gov-west-1:123456789012:alarm:a: b',
      { partition: 'aws-us-gov', region: 'us-gov-west-1', resource: 'alarm:a: b' },
    ],
    ['arn:aws:s3:::bucket/key', { account: '', resource: 'bucket/key' }],
  ])('%s', (text, arn) => {
    expect(parseArn(text)).toMatchObject(arn)
  })

  test.each(['', 'arn:aws:iam', 'arn::iam::123456789012:x', 'xarn:aws:iam:::y'])(
    'of %j is nothing',
    (text) => {
      expect(parseArn(text)).toBeUndefined()
    },
  )

  test('of a service is nothing for another', () => {
    expect(parseArnOf('kms', 'arn:aws:iam::123456789012:role/x')).toBeUndefined()
  })
})

test.each([
  ['Rolled back by arn:aws:cloudwatch:eu-central-1:123456789012:alarm:Errors.', 'Errors'],
  ['(arn:aws:cloudwatch:eu-central-1:123456789012:alarm:Errors!?)', 'Errors'],
  [`arn:aws:cloudwatch:eu-central-1:123456789012:alarm:${'!'.repeat(10)}a`, `${'!'.repeat(10)}a`],
])('the alarm in %j', (text, name) => {
  expect(alarmArnIn(text)).toBe(`arn:aws:cloudwatch:eu-central-1:123456789012:alarm:${name}`)
})

test('the ARN of a resource is in the partition of its region', () => {
  expect(appConfigArn('cn-north-1', '123456789012', 'application/abc')).toBe(
    'arn:aws-cn:appconfig:cn-north-1:123456789012:application/abc',
  )
})
