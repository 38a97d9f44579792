import { describe, expect, test } from '@jest/globals'
import { partitionOfRegion } from '../../../../src/deployment/arn.js'
import {
  alarmConsoleUrl,
  applicationConsoleUrl,
  deploymentConsoleUrl,
  environmentConsoleUrl,
  keyConsoleUrl,
  profileConsoleUrl,
  stopsConsoleUrl,
} from '../../../../src/report/text/console-link.js'
import { markdownLink } from '../../../../src/report/text/markdown.js'

const PATH = '/systems-manager/appconfig/applications/abc1234/environments/def5678/deployments/7'

describe('deploymentConsoleUrl', () => {
  test.each([
    ['aws', 'eu-central-1', `https://console.aws.amazon.com${PATH}?region=eu-central-1`],
    ['aws-cn', 'cn-north-1', `https://console.amazonaws.cn${PATH}?region=cn-north-1`],
    ['aws-us-gov', 'us-gov-west-1', `https://console.amazonaws-us-gov.com${PATH}?region=us-gov-west-1`],
    ['aws-iso', 'us-iso-east-1', undefined],
  ])('%s', (partition, region, url) => {
    const deployment = { applicationId: 'abc1234', environmentId: 'def5678', number: 7 }
    expect(deploymentConsoleUrl({ partition, region, ...deployment })).toBe(url)
  })

  test('encodes what it is given', () => {
    const deployment = {
      partition: 'aws',
      region: 'r&x=1',
      applicationId: 'a/b',
      environmentId: 'c d',
      number: 1,
    }
    expect(deploymentConsoleUrl(deployment)).toBe(
      'https://console.aws.amazon.com/systems-manager/appconfig/applications/a%2Fb/environments/c%20d/deployments/1?region=r%26x%3D1',
    )
  })
})

test.each([
  ['us-east-1', 'aws'],
  ['eu-central-2', 'aws'],
  ['cn-northwest-1', 'aws-cn'],
  ['us-gov-east-1', 'aws-us-gov'],
  ['us-iso-east-1', 'aws-iso'],
  ['us-isob-east-1', 'aws-iso-b'],
  ['eusc-de-east-1', 'aws-eusc'],
  ['', 'aws'],
])('partitionOfRegion(%j) is %s', (region, partition) => {
  expect(partitionOfRegion(region)).toBe(partition)
})

const APPCONFIG = 'systems-manager/appconfig/applications'

test.each([
  [
    applicationConsoleUrl('eu-west-1', 'abc1234'),
    `https://console.aws.amazon.com/${APPCONFIG}/abc1234?region=eu-west-1`,
  ],
  [
    environmentConsoleUrl('cn-north-1', 'abc1234', 'def5678'),
    `https://console.amazonaws.cn/${APPCONFIG}/abc1234/environments/def5678?region=cn-north-1`,
  ],
  [
    profileConsoleUrl('us-gov-west-1', 'abc1234', 'ghi9012', 'AWS.Freeform'),
    `https://console.amazonaws-us-gov.com/${APPCONFIG}/abc1234/configurationprofiles/ghi9012?region=us-gov-west-1`,
  ],
  [
    profileConsoleUrl('eu-west-1', 'abc1234', 'ghi9012', 'AWS.AppConfig.FeatureFlags'),
    `https://console.aws.amazon.com/${APPCONFIG}/abc1234/featureflags/ghi9012?region=eu-west-1`,
  ],
  [profileConsoleUrl('eu-west-1', 'abc1234', 'ghi9012', undefined), undefined],
  [applicationConsoleUrl('us-iso-east-1', 'abc1234'), undefined],
  [
    alarmConsoleUrl('arn:aws-cn:cloudwatch:cn-north-1:123456789012:alarm:5xx: checkout (p99)'),
    'https://console.amazonaws.cn/cloudwatch/home?region=cn-north-1#alarmsV2:alarm/5xx%3A%20checkout%20%28p99%29',
  ],
  [alarmConsoleUrl('arn:aws:sns:eu-west-1:123456789012:alarm:x'), undefined],
  [alarmConsoleUrl('x'), undefined],
  [
    keyConsoleUrl('arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/abc-1'),
    'https://console.amazonaws-us-gov.com/kms/home?region=us-gov-west-1#/kms/keys/abc-1',
  ],
  [keyConsoleUrl('arn:aws:kms:eu-west-1:123456789012:alias/x'), undefined],
  [
    stopsConsoleUrl('eu-west-1'),
    'https://console.aws.amazon.com/cloudtrailv2/home?region=eu-west-1#/events?EventName=StopDeployment',
  ],
])('%s', (url, expected) => {
  expect(url).toBe(expected)
  // What this makes is plain enough to be linked.
  if (url !== undefined) expect(markdownLink('x', url)).not.toBe('x')
})
