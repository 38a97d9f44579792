import { describe, expect, test } from '@jest/globals'
import { explainFailure, type FailureContext } from '../../../src/aws/explain-failure.js'
import type { Failure, FailureKind } from '../../../src/aws/failure.js'

const CONTEXT: FailureContext = { region: 'eu-central-1', isTagged: false }

const failure = (kind: FailureKind, members: Partial<Failure> = {}): Failure => ({
  kind,
  operation: 'StartDeployment',
  about: 'version 7',
  name: 'SomeException',
  message: 'what AWS said',
  requestId: 'abc-1',
  ...members,
})

test('a refused stop says which deployments can be stopped and reverted', () => {
  const refused = failure('bad-request', { operation: 'StopDeployment', about: 'deployment 3' })

  expect(explainFailure(refused, CONTEXT).split('\n')).toEqual([
    'AWS refused StopDeployment for deployment 3.',
    'AWS said: what AWS said (SomeException, request abc-1)',
    expect.stringContaining('reverts one that completed at most 72 hours ago'),
  ])
})

test('of a created environment that is refused names the permission for its tags too', () => {
  const refused = failure('access-denied', { operation: 'CreateEnvironment', about: 'environment pr-12' })

  expect(explainFailure(refused, CONTEXT)).toContain(
    'Allow appconfig:CreateEnvironment, appconfig:TagResource, with environment-monitors-from iam:PassRole on the roles of the alarms in the policy',
  )
})

test('of the account that can not be asked for is about STS', () => {
  const refused = failure('network', { operation: 'GetCallerIdentity', about: 'the account' })

  expect(explainFailure(refused, CONTEXT)).toContain(
    'STS in eu-central-1 could not be reached for GetCallerIdentity.',
  )
})

describe('an explanation', () => {
  test.each<[FailureKind, string, string]>([
    [
      'access-denied',
      'The AWS role of this step lacks the permission appconfig:StartDeployment, needed for version 7.',
      'Allow appconfig:StartDeployment in the policy of the role',
    ],
    [
      'expired-credentials',
      'The AWS credentials expired before StartDeployment for version 7.',
      'role-duration-seconds',
    ],
    ['invalid-credentials', 'AWS does not accept the credentials of this step.', 'AWS_* variables'],
    ['missing-credentials', 'There are no AWS credentials in this job.', '`permissions: id-token: write`'],
    [
      'not-found',
      'AWS did not find what StartDeployment needs for version 7.',
      'Check configuration-version',
    ],
    ['conflict', 'StartDeployment for version 7 conflicts with another change.', 'run the step again'],
    ['bad-request', 'AWS refused StartDeployment for version 7.', 'Correct what AWS names'],
    [
      'quota-exceeded',
      'A quota of AppConfig is used up: StartDeployment for version 7 was refused.',
      'Service Quotas',
    ],
    [
      'too-large',
      'The configuration is larger than AppConfig takes: StartDeployment for version 7 was refused.',
      '4,000 KB',
    ],
    ['throttled', 'AppConfig kept throttling StartDeployment for version 7.', 'Run the step again later.'],
    ['token-unavailable', 'GitHub gave no OIDC token for version 7.', 'Run the step again later.'],
    ['server-error', 'AppConfig kept failing on StartDeployment for version 7.', 'Run the step again later.'],
    ['network', 'AppConfig in eu-central-1 could not be reached for StartDeployment.', 'Check aws-region'],
    ['aborted', 'StartDeployment for version 7 was cancelled.', ''],
  ])('of %s begins with a sentence that stands alone', (kind, sentence, advice) => {
    const [first, said, ...rest] = explainFailure(failure(kind), CONTEXT).split('\n')

    expect(first).toBe(sentence)
    const isOfTheSdk = ['missing-credentials', 'network', 'aborted'].includes(kind)
    const sayer = kind === 'token-unavailable' ? 'The request for it' : isOfTheSdk ? 'The AWS SDK' : 'AWS'
    expect(said).toBe(`${sayer} said: what AWS said (SomeException, request abc-1)`)
    expect(rest.join('\n')).toContain(advice)
    expect(rest).toHaveLength(advice === '' ? 0 : 1)
  })

  test.each<[FailureKind, string, string]>([
    ['access-denied', 'STS does not let this job assume role R.', 'trust policy must allow sts:AssumeRole'],
    [
      'invalid-credentials',
      'STS does not accept the OIDC token of this job for role R.',
      'identity provider token.actions.githubusercontent.com',
    ],
    [
      'expired-credentials',
      'The AWS credentials expired before AssumeRoleWithWebIdentity for role R.',
      'Run the step again',
    ],
    ['bad-request', 'AWS refused AssumeRoleWithWebIdentity for role R.', 'role-duration-seconds'],
    ['throttled', 'STS kept throttling AssumeRoleWithWebIdentity for role R.', 'Run the step again later.'],
    [
      'network',
      'STS in eu-central-1 could not be reached for AssumeRoleWithWebIdentity.',
      'Check aws-region',
    ],
  ])('of AssumeRole (%s) is about STS and the role', (kind, sentence, advice) => {
    const failed = failure(kind, { operation: 'AssumeRoleWithWebIdentity', about: 'role R' })

    const [first, , last] = explainFailure(failed, CONTEXT).split('\n')

    expect(first).toBe(sentence)
    expect(last).toContain(advice)
  })

  test.each<[string, Partial<Failure>]>([
    ['in parts', { details: [{ Constraint: '', Location: '', Reason: '', Type: '', Value: '' }] }],
    ['in a text', { validatorMessage: 'Could not build JSON schema' }],
  ])('of what validators said %s is about the configuration', (_, members) => {
    const [first, , last] = explainFailure(failure('bad-request', members), CONTEXT).split('\n')

    expect(first).toBe(
      'The validators of the configuration profile refuse the configuration: StartDeployment for version 7 failed.',
    )
    expect(last).toContain('operation: plan')
  })

  test('of a resource that is gone asks for region and role', () => {
    const gone = failure('not-found', { operation: 'GetDeployment', about: 'deployment 3' })

    expect(explainFailure(gone, CONTEXT)).toContain('check aws-region and the role')
  })

  test('of a refused start names what tags and a key need besides', () => {
    const context = { ...CONTEXT, isTagged: true, kmsKeyIdentifier: 'alias/appconfig' }

    expect(explainFailure(failure('access-denied'), context)).toContain(
      'Allow appconfig:StartDeployment, appconfig:TagResource, kms:GenerateDataKey* on the key in the policy',
    )
    expect(explainFailure(failure('access-denied', { operation: 'GetDeployment' }), context)).not.toMatch(
      /kms:|TagResource/,
    )
  })

  test('without words and without an ID has no empty lines', () => {
    const bare: Failure = {
      kind: 'aborted',
      operation: 'StartDeployment',
      about: 'version 7',
      name: 'AbortError',
      message: '',
    }

    expect(explainFailure(bare, CONTEXT)).toBe('StartDeployment for version 7 was cancelled.')
  })
})

describe('a refusal of the key', () => {
  const context = { ...CONTEXT, kmsKeyIdentifier: 'alias/appconfig' }

  test.each<[string, FailureKind, Partial<Failure>]>([
    ['by its name', 'bad-request', { name: 'KMSInvalidStateException' }],
    ['wrapped in a bad request', 'bad-request', { message: 'disabled (Service: AWSKMS; Status Code: 400)' }],
    [
      'wrapped in a refusal',
      'access-denied',
      { message: 'not authorized to perform: kms:GenerateDataKey on resource' },
    ],
  ])('is recognised %s', (_, kind, members) => {
    const [first, ...rest] = explainFailure(failure(kind, members), context).split('\n')

    expect(first).toBe('The KMS key alias/appconfig could not be used to encrypt the deployment.')
    expect(rest.join('\n')).toContain('kms:GenerateDataKey*')
  })

  test.each<[string, FailureKind, Partial<Failure>, FailureContext]>([
    ['no key was asked for', 'bad-request', { message: 'kms' }, CONTEXT],
    ['another request failed', 'bad-request', { message: 'kms', operation: 'GetDeployment' }, context],
    ['the text names no key', 'bad-request', { message: 'validation failed' }, context],
    ['the service failed', 'server-error', { message: 'AWSKMS' }, context],
  ])('is not suspected when %s', (_, kind, members, given) => {
    expect(explainFailure(failure(kind, members), given)).not.toContain('could not be used to encrypt')
  })
})
