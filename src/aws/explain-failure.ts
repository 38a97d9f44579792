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

/** What the advice draws on besides the failure. */
interface AdviceContext extends FailureContext {
  /** Whether the KMS key is the reason. */
  readonly isAboutKey: boolean
}

/** What to do about a failed request; empty where AWS's own words are all there is. */
function failureAdvice(failure: Failure, context: AdviceContext): string {
  if (context.isAboutKey) {
    return [
      'Check that the key is enabled and symmetric, and in the same region.',
      "The role needs kms:GenerateDataKey* on it, in the role's policy or in the key's.",
    ].join(' ')
  }
  return failure.operation.startsWith('Assume')
    ? adviceOnAssuming(failure, context)
    : adviceOnRequest(failure, context)
}

/** `role-to-assume` comes before AppConfig, with reasons of its own. */
function adviceOnAssuming(failure: Failure, context: AdviceContext): string {
  switch (failure.kind) {
    case 'access-denied':
      return "The role's trust policy must allow sts:AssumeRoleWithWebIdentity to token.actions.githubusercontent.com, for the aud sts.amazonaws.com and the sub of this job. Newer repositories have IDs in it: repo:OWNER@ID/NAME@ID:…"
    case 'invalid-credentials':
      return 'The account of the role needs the identity provider token.actions.githubusercontent.com in IAM, with the audience sts.amazonaws.com.'
    case 'expired-credentials':
      return 'Run the step again: it asks for a new token.'
    case 'bad-request':
      return 'role-duration-seconds may not exceed the maximum session duration of the role, which is an hour unless it was changed.'
    default:
      return adviceOnRequest(failure, context)
  }
}

function adviceOnRequest(failure: Failure, context: AdviceContext): string {
  switch (failure.kind) {
    case 'access-denied':
      return `Allow ${missingActions(failure, context)} in the policy of the role that the workflow assumes.`
    case 'expired-credentials':
      return 'Set role-to-assume on this step, which refreshes its credentials for as long as it runs, or give the session a longer time (role-duration-seconds of aws-actions/configure-aws-credentials).'
    case 'invalid-credentials':
      return 'Check how the workflow gets them, and that no older AWS_* variables are in its way.'
    case 'missing-credentials':
      return 'Give the job `permissions: id-token: write`, and run aws-actions/configure-aws-credentials with role-to-assume before this step.'
    case 'quota-exceeded':
      return 'Remove what is not needed any more, or ask for a higher quota in Service Quotas.'
    case 'too-large':
      return 'AppConfig takes 2,048 KB of hosted configuration. Make it smaller, ask for a higher quota in Service Quotas (4,000 KB at most), or keep it in S3.'
    case 'network':
      return 'Check aws-region, and the proxy or firewall of the runner.'
    case 'throttled':
    case 'server-error':
    case 'token-unavailable':
      return 'Run the step again later.'
    case 'conflict':
      return 'Somebody else changed the same at the same time. Look at what they did, and run the step again.'
    case 'not-found':
      return failure.operation === 'StartDeployment'
        ? 'Check configuration-version: the version number or label must exist in this configuration profile.'
        : 'It was removed while the step ran, or is in another region or account: check aws-region and the role.'
    case 'bad-request':
      return adviceOnRefusal(failure)
    case 'aborted':
      return ''
  }
}

function missingActions({ operation }: Failure, context: AdviceContext): string {
  const isStart = operation === 'StartDeployment'
  const isCreation = operation === 'CreateEnvironment'
  return [
    `appconfig:${operation}`,
    // A created environment always has tags.
    ...((isStart && context.isTagged) || isCreation ? ['appconfig:TagResource'] : []),
    ...(isCreation ? ['with environment-monitors-from iam:PassRole on the roles of the alarms'] : []),
    ...(isStart && context.kmsKeyIdentifier !== undefined ? ['kms:GenerateDataKey* on the key'] : []),
  ].join(', ')
}

function adviceOnRefusal(failure: Failure): string {
  if (failure.operation === 'StopDeployment') {
    return 'AppConfig stops a deployment that is in progress, and reverts one that completed at most 72 hours ago. To go back to an older configuration version, deploy that version.'
  }
  return isAboutContent(failure)
    ? 'Correct the configuration. operation: plan checks it before anything is published or started.'
    : 'Correct what AWS names: the same request would be refused again.'
}
