import { describe, expect, test } from '@jest/globals'
import { explainFailure, type FailureContext } from '../../../src/appconfig/explain.js'
import type { Failure, FailureKind } from '../../../src/appconfig/failure.js'

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
    ['conflict', 'StartDeployment for version 7 conflicts with another change.', ''],
    ['bad-request', 'AWS refused StartDeployment for version 7.', ''],
    [
      'quota-exceeded',
      'A quota of AppConfig is used up: StartDeployment for version 7 was refused.',
      'Service Quotas',
    ],
    [
      'too-large',
      'The configuration is larger than AppConfig takes: StartDeployment for version 7 was refused.',
      '',
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

  test('of a refused AssumeRole names the action of STS', () => {
    const denied = failure('access-denied', { operation: 'AssumeRoleWithWebIdentity', about: 'the role' })

    expect(explainFailure(denied, CONTEXT)).toContain('the permission sts:AssumeRoleWithWebIdentity')
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
      kind: 'conflict',
      operation: 'StartDeployment',
      about: 'version 7',
      name: 'ConflictException',
      message: '',
    }

    expect(explainFailure(bare, CONTEXT)).toBe('StartDeployment for version 7 conflicts with another change.')
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
