import { describe, expect, test } from '@jest/globals'
import { deploymentConsoleUrl, partitionOfRegion } from '../../../src/report/console-link.js'

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
