import { describe, expect, test } from '@jest/globals'
import { type ApprovedPlan, planText } from '../../../src/approval/plan.js'
import { deploymentOfPlan } from '../../../src/inputs/apply.js'
import { planContradictions } from '../../../src/inputs/plan-contradictions.js'
import { problemsOf, read, REGION, sha256, type Texts } from './reading.js'

const PLAN: ApprovedPlan = {
  region: 'us-east-1',
  application: { id: 'shop001', name: 'shop' },
  environment: { id: 'prod001', name: 'production' },
  profile: { id: 'setting', name: 'settings' },
  strategy: {
    ...{ id: 'instant', name: 'Instant' },
    ...{ durationMinutes: 0, bakeMinutes: 0, growthType: 'LINEAR', growthFactor: 100 },
  },
  configuration: { kind: 'version', version: '7', label: null, contentDigest: null },
  extension: null,
  validatorsDigest: null,
  profileKmsKeyIdentifier: null,
  associations: [],
  alarmArns: [],
  salt: '5a17',
  kmsKeyIdentifier: 'alias/appconfig',
  dynamicParametersDigest: null,
  latestDeploymentNumber: 3,
}
const FILE = {
  kind: 'file',
  path: 'a.json',
  contentDigest: 'x',
  contentType: 'application/json',
  label: 'v1',
} as const
const apply = (plan: ApprovedPlan, given: Texts = {}): Texts => ({
  operation: 'apply',
  plan: planText(plan, sha256),
  ...given,
})

describe('the inputs of an apply', () => {
  test('are a plan, and nothing else', () => {
    expect(read(apply(PLAN))).toMatchObject({
      operation: 'apply',
      approved: PLAN,
      configuration: { kind: 'version', version: '7', label: null, contentDigest: null },
      onCancel: 'stop',
      tags: {},
    })
  })

  test('may be those of waiting and reporting', () => {
    const given = { 'wait-for': 'deployed', 'pull-request-comment': 'true', 'if-busy': 'fail' }
    expect(read(apply(PLAN, given))).toMatchObject({ waitFor: 'deployed', ifBusy: 'fail' })
  })

  test.each([[{}], [{ plan: '' }]])('lack a plan: %j', (given) => {
    expect(problemsOf({ operation: 'apply', ...(given as unknown as Texts) })).toEqual([
      expect.stringMatching(/^plan is required/),
    ])
  })

  test.each([
    ['application', 'shop'],
    ['application', 'shop001'],
    ['environment', 'production'],
    ['deployment-strategy', 'Instant'],
    ['configuration-version', '7'],
    ['kms-key-identifier', 'alias/appconfig'],
    ['aws-region', 'us-east-1'],
  ])('may repeat the plan: %s %s', (name, value) => {
    expect(problemsOf(apply(PLAN, { [name]: value }))).toEqual([])
  })

  test('leave a label or keyword to be compared with what AWS has', () => {
    const configuration = { kind: 'version', version: 'latest' }
    expect(read(apply(PLAN, { 'configuration-version': 'latest' }))).toMatchObject({ configuration })
  })

  test.each([
    ['application', 'bakery', 'shop (shop001)'],
    ['environment', 'staging', 'production (prod001)'],
    ['configuration-profile', 'flags', 'settings'],
    ['deployment-strategy', 'AppConfig.AllAtOnce', 'Instant'],
    ['configuration-version', '8', '7'],
    ['configuration-file', 'a.json', 'version 7'],
    ['kms-key-identifier', 'alias/other', 'alias/appconfig'],
    ['aws-region', 'eu-west-1', 'us-east-1'],
  ])('must not contradict it: %s %s', (name, value, planned) => {
    const problems = problemsOf(apply(PLAN, { [name]: value }), REGION, { 'a.json': '{}' })
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name} is "${value}"`))])
    expect(problems[0]).toContain(planned)
  })

  test('have the file of the plan, with the content type and the label of the plan', () => {
    const files = { 'a.json': '{}' }
    const planned = { ...PLAN, configuration: FILE }
    const configuration = { file: { path: 'a.json', contentType: 'application/json', label: 'v1' } }

    expect(read(apply(planned), REGION, files)).toMatchObject({ configuration })
    expect(problemsOf(apply(planned, { 'configuration-file': 'b.json' }), REGION, files)).toEqual([
      expect.stringMatching(/^configuration-file is "b.json".*a.json/),
    ])
  })
})

test('the deployment of a plan names every resource by the ID that was approved', () => {
  const inputs = read(apply(PLAN))
  if (inputs.operation !== 'apply') throw new Error(inputs.operation)
  expect(deploymentOfPlan(inputs)).toMatchObject({
    operation: 'deploy',
    application: 'shop001',
    environment: 'prod001',
    configurationProfile: 'setting',
    deploymentStrategy: 'instant',
    kmsKey: { identifier: 'alias/appconfig' },
    approved: PLAN,
    ifUnchanged: 'skip',
  })
})

test('a secret that contradicts the plan is not shown', () => {
  const claims = [{ input: 'extension-parameters', given: 's3cr3t', planned: ['other'], isSecret: true }]
  expect(JSON.stringify(planContradictions(claims))).not.toMatch(/s3cr3t|other/)
})
