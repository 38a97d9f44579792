import { describe, expect, test } from '@jest/globals'
import {
  AwsRequestError,
  failureKind,
  type FailureKind,
  isOutcomeUnknown,
  request,
} from '../../../src/aws/failure.js'
import { isTransient } from '../../../src/aws/retry.js'

/** An error as the SDK throws it. */
function sdkError(name: string, members: object = {}): Error {
  return Object.assign(new Error(`${name} text`), { name }, members)
}

async function kindOf(error: unknown): Promise<FailureKind | undefined> {
  const thrown: unknown = await request('GetDeployment', 'deployment 1', () =>
    Promise.reject(error as Error),
  ).catch((caught: unknown) => caught)
  return failureKind(thrown)
}

const status = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } })

describe('the kind of a failure', () => {
  test.each<[string, number | undefined, FailureKind]>([
    ['AccessDeniedException', 403, 'access-denied'],
    ['AccessDenied', 403, 'access-denied'],
    ['ExpiredTokenException', 403, 'expired-credentials'],
    ['ExpiredToken', 400, 'expired-credentials'],
    ['UnrecognizedClientException', 403, 'invalid-credentials'],
    ['InvalidSignatureException', 403, 'invalid-credentials'],
    ['InvalidClientTokenId', 403, 'invalid-credentials'],
    ['CredentialsProviderError', undefined, 'missing-credentials'],
    ['ResourceNotFoundException', 404, 'not-found'],
    ['ConflictException', 409, 'conflict'],
    ['BadRequestException', 400, 'bad-request'],
    ['ValidationException', 400, 'bad-request'],
    ['ServiceQuotaExceededException', 402, 'quota-exceeded'],
    ['PayloadTooLargeException', 413, 'too-large'],
    ['ThrottlingException', 400, 'throttled'],
    ['TooManyRequestsException', 429, 'throttled'],
    ['InternalServerException', 500, 'server-error'],
    ['ServiceUnavailable', 503, 'server-error'],
    ['TimeoutError', undefined, 'network'],
    ['AbortError', undefined, 'aborted'],
  ])('follows the name %s (status %s): %s', async (name, httpStatusCode, kind) => {
    expect(await kindOf(sdkError(name, httpStatusCode === undefined ? {} : status(httpStatusCode)))).toBe(
      kind,
    )
  })

  test.each<[number, FailureKind]>([
    [200, 'network'],
    [201, 'network'],
    [400, 'bad-request'],
    [401, 'access-denied'],
    [403, 'access-denied'],
    [404, 'not-found'],
    [409, 'conflict'],
    [418, 'bad-request'],
    [429, 'throttled'],
    [500, 'server-error'],
    [502, 'server-error'],
    [504, 'server-error'],
  ])('follows the status %d when the name says nothing: %s', async (httpStatusCode, kind) => {
    expect(await kindOf(sdkError('UnknownError', status(httpStatusCode)))).toBe(kind)
  })

  test.each([
    'ECONNRESET',
    'ECONNREFUSED',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EPIPE',
    'ETIMEDOUT',
    'EHOSTUNREACH',
    'ERR_PROXY_TUNNEL',
  ])('is network with the code %s', async (code) => {
    expect(await kindOf(sdkError('Error', { code }))).toBe('network')
  })

  test('is network when an answer came that could not be read', async () => {
    expect(await kindOf(sdkError('SyntaxError', { $response: {} }))).toBe('network')
  })

  test('goes by the name rather than by the text', async () => {
    expect(
      await kindOf(sdkError('BadRequestException', { message: 'AccessDenied Throttling', ...status(400) })),
    ).toBe('bad-request')
  })
})

describe('an error that no request makes', () => {
  test.each([
    ['a defect', new TypeError('x is not a function')],
    ['no error at all', 'text'],
  ])('passes through: %s', async (_, error) => {
    await expect(request('GetDeployment', 'deployment 1', () => Promise.reject(error as Error))).rejects.toBe(
      error,
    )
  })
})

test('a failure carries what the request was, what AWS said and under which ID', async () => {
  const cause = sdkError('ConflictException', { $metadata: { httpStatusCode: 409, requestId: 'abc-1' } })

  const thrown: unknown = await request('StartDeployment', 'version 7', () => Promise.reject(cause)).catch(
    (error: unknown) => error,
  )

  expect(thrown).toBeInstanceOf(AwsRequestError)
  expect(thrown).toMatchObject({
    message: 'StartDeployment for version 7 failed: ConflictException: ConflictException text',
    cause,
    failure: {
      kind: 'conflict',
      operation: 'StartDeployment',
      about: 'version 7',
      name: 'ConflictException',
      message: 'ConflictException text',
      requestId: 'abc-1',
    },
  })
})

describe('after a failure', () => {
  test.each<[FailureKind, boolean, boolean]>([
    ['access-denied', false, false],
    ['expired-credentials', false, false],
    ['invalid-credentials', false, false],
    ['missing-credentials', false, false],
    ['not-found', false, false],
    ['conflict', false, false],
    ['bad-request', false, false],
    ['quota-exceeded', false, false],
    ['too-large', false, false],
    ['throttled', true, false],
    ['server-error', true, true],
    ['network', true, true],
    ['aborted', true, true],
  ])('%s: worth another try %s, may have been carried out %s', (kind, again, unknown) => {
    expect(isTransient(kind)).toBe(again)
    expect(isOutcomeUnknown(kind)).toBe(unknown)
  })
})
