import { failureAdvice } from './failure-advice.js'
import { type Failure, isAboutContent } from './failure.js'

/** What the explanation of a failure can draw on. */
export interface FailureContext {
  readonly region: string
  readonly kmsKeyIdentifier?: string
  readonly isTagged: boolean
}

/**
 * A failed request in words for people: first a sentence that stands by itself, then what AWS said, then what to do.
 * The parts from AWS are untrusted and must be escaped where they are shown.
 */
export function explainFailure(failure: Failure, context: FailureContext): string {
  const said = failure.message === '' ? '' : `${sayer(failure)} said: ${failure.message}`
  const id = failure.requestId === undefined ? '' : `(${failure.name}, request ${failure.requestId})`
  const isAboutKey = isKeyRefused(failure, context)
  const first = isAboutKey
    ? `The KMS key ${context.kmsKeyIdentifier ?? ''} could not be used to encrypt the deployment.`
    : firstSentence(failure, context)
  return [first, `${said} ${id}`.trim(), failureAdvice(failure, { ...context, isAboutKey })]
    .filter((part) => part !== '')
    .join('\n')
}

function firstSentence(failure: Failure, context: FailureContext): string {
  const { operation, about } = failure
  const service = isAssuming(failure) || operation === 'GetCallerIdentity' ? 'STS' : 'AppConfig'
  switch (failure.kind) {
    case 'access-denied':
      return isAssuming(failure)
        ? `STS does not let this job assume ${about}.`
        : `The AWS role of this step lacks the permission appconfig:${operation}, needed for ${about}.`
    case 'expired-credentials':
      return `The AWS credentials expired before ${operation} for ${about}.`
    case 'invalid-credentials':
      return isAssuming(failure)
        ? `STS does not accept the OIDC token of this job for ${about}.`
        : 'AWS does not accept the credentials of this step.'
    case 'missing-credentials':
      return 'There are no AWS credentials in this job.'
    case 'token-unavailable':
      return `GitHub gave no OIDC token for ${about}.`
    case 'not-found':
      return `AWS did not find what ${operation} needs for ${about}.`
    case 'conflict':
      return `${operation} for ${about} conflicts with another change.`
    case 'bad-request':
      return isAboutContent(failure)
        ? `The validators of the configuration profile refuse the configuration: ${operation} for ${about} failed.`
        : `AWS refused ${operation} for ${about}.`
    case 'quota-exceeded':
      return `A quota of AppConfig is used up: ${operation} for ${about} was refused.`
    case 'too-large':
      return `The configuration is larger than AppConfig takes: ${operation} for ${about} was refused.`
    case 'throttled':
      return `${service} kept throttling ${operation} for ${about}.`
    case 'server-error':
      return `${service} kept failing on ${operation} for ${about}.`
    case 'network':
      return `${service} in ${context.region} could not be reached for ${operation}.`
    case 'aborted':
      return `${operation} for ${about} was cancelled.`
  }
}

/** What was found before AWS was asked is not AWS's word. */
function sayer({ kind }: Failure): string {
  if (kind === 'token-unavailable') return 'The request for it'
  return kind === 'missing-credentials' || kind === 'network' || kind === 'aborted' ? 'The AWS SDK' : 'AWS'
}

/** STS is the other service that the action calls: for the role, and for the account of an ARN. */
function isAssuming({ operation }: Failure): boolean {
  return operation.startsWith('Assume')
}

/**
 * Whether the key is the reason. The error's name decides whether a request was refused; no name tells which part
 * of it was (AppConfig wraps KMS's refusal in its own errors), so the text does that, and only chooses the advice.
 */
function isKeyRefused(failure: Failure, context: FailureContext): boolean {
  if (context.kmsKeyIdentifier === undefined || failure.operation !== 'StartDeployment') return false
  if (failure.name.startsWith('KMS')) return true
  return (
    (failure.kind === 'bad-request' || failure.kind === 'access-denied') &&
    /\bkms\b|AWSKMS/i.test(failure.message)
  )
}
