import type { Failure } from './failure.js'

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
  return [firstSentence(failure, context), `${said} ${id}`.trim(), advice(failure, context)]
    .filter((part) => part !== '')
    .join('\n')
}

function firstSentence(failure: Failure, context: FailureContext): string {
  const action = iamAction(failure)
  if (isAboutKey(failure, context)) {
    return `The KMS key ${context.kmsKeyIdentifier ?? ''} could not be used to encrypt the deployment.`
  }
  switch (failure.kind) {
    case 'access-denied':
      return `The AWS role of this step lacks the permission ${action}, needed for ${failure.about}.`
    case 'expired-credentials':
      return `The AWS credentials expired before ${failure.operation} for ${failure.about}.`
    case 'invalid-credentials':
      return 'AWS does not accept the credentials of this step.'
    case 'missing-credentials':
      return 'There are no AWS credentials in this job.'
    case 'token-unavailable':
      return `GitHub gave no OIDC token for ${failure.about}.`
    case 'not-found':
      return `AWS did not find what ${failure.operation} needs for ${failure.about}.`
    case 'conflict':
      return `${failure.operation} for ${failure.about} conflicts with another change.`
    case 'bad-request':
      return `AWS refused ${failure.operation} for ${failure.about}.`
    case 'quota-exceeded':
      return `A quota of AppConfig is used up: ${failure.operation} for ${failure.about} was refused.`
    case 'too-large':
      return `The configuration is larger than AppConfig takes: ${failure.operation} for ${failure.about} was refused.`
    case 'throttled':
      return `AppConfig kept throttling ${failure.operation} for ${failure.about}.`
    case 'server-error':
      return `AppConfig kept failing on ${failure.operation} for ${failure.about}.`
    case 'network':
      return `AppConfig in ${context.region} could not be reached for ${failure.operation}.`
    case 'aborted':
      return `${failure.operation} for ${failure.about} was cancelled.`
  }
}

/** What was found before AWS was asked is not AWS's word. */
function sayer({ kind }: Failure): string {
  if (kind === 'token-unavailable') return 'The request for it'
  return kind === 'missing-credentials' || kind === 'network' || kind === 'aborted' ? 'The AWS SDK' : 'AWS'
}

function advice(failure: Failure, context: FailureContext): string {
  if (isAboutKey(failure, context)) {
    return [
      'Check that the key is enabled and symmetric, and in the same region.',
      "The role needs kms:GenerateDataKey* on it, in the role's policy or in the key's.",
    ].join(' ')
  }
  switch (failure.kind) {
    case 'access-denied': {
      const actions = [iamAction(failure)]
      if (failure.operation === 'StartDeployment' && context.isTagged) actions.push('appconfig:TagResource')
      if (failure.operation === 'StartDeployment' && context.kmsKeyIdentifier !== undefined) {
        actions.push('kms:GenerateDataKey* on the key')
      }
      return `Allow ${actions.join(', ')} in the policy of the role that the workflow assumes.`
    }
    case 'expired-credentials':
      return 'Set role-to-assume on this step, which refreshes its credentials for as long as it runs, or give the session a longer time (role-duration-seconds of aws-actions/configure-aws-credentials).'
    case 'invalid-credentials':
      return 'Check how the workflow gets them, and that no older AWS_* variables are in its way.'
    case 'missing-credentials':
      return 'Give the job `permissions: id-token: write`, and run aws-actions/configure-aws-credentials with role-to-assume before this step.'
    case 'quota-exceeded':
      return 'Remove what is not needed any more, or ask for a higher quota in Service Quotas.'
    case 'network':
      return 'Check aws-region, and the proxy or firewall of the runner.'
    case 'throttled':
    case 'server-error':
    case 'token-unavailable':
      return 'Run the step again later.'
    case 'not-found':
      return failure.operation === 'StartDeployment'
        ? 'Check configuration-version: the version number or label must exist in this configuration profile.'
        : ''
    case 'bad-request':
      return failure.operation === 'StopDeployment'
        ? 'AppConfig stops a deployment that is in progress, and reverts one that completed at most 72 hours ago. To go back to an older configuration version, deploy that version.'
        : ''
    case 'conflict':
    case 'too-large':
    case 'aborted':
      return ''
  }
}

/** STS is the other service that the action calls; its actions have their own prefix. */
function iamAction(failure: Failure): string {
  return failure.operation.startsWith('Assume')
    ? `sts:${failure.operation}`
    : `appconfig:${failure.operation}`
}

/**
 * Whether the key is the reason. The error's name decides whether a request was refused; no name tells which part
 * of it was (AppConfig wraps KMS's refusal in its own errors), so the text does that, and only chooses the advice.
 */
function isAboutKey(failure: Failure, context: FailureContext): boolean {
  if (context.kmsKeyIdentifier === undefined || failure.operation !== 'StartDeployment') return false
  if (failure.name.startsWith('KMS')) return true
  return (
    (failure.kind === 'bad-request' || failure.kind === 'access-denied') &&
    /\bkms\b|AWSKMS/i.test(failure.message)
  )
}
