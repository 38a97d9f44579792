import type { ActionInvocation } from '../../deployment/deployment.js'
import type { RollbackReason } from '../../deployment/rollback-reason.js'

/**
 * One sentence that stands alone, for an annotation or the `rollback-reason` output: `Rolled back at 40 % by
 * CloudWatch alarm checkout-errors (…): what the event says.` It quotes AWS's text, so it is as untrusted.
 */
export function rollbackSentence(reason: RollbackReason): string {
  const verb = reason.kind === 'revert' ? 'Reverted' : 'Rolled back'
  const at = reason.kind === 'rollback' && reason.percentage !== undefined ? ` at ${percent(reason)}` : ''
  const arn =
    reason.alarmArn !== undefined && !reason.text.includes(reason.alarmArn) ? ` (${reason.alarmArn})` : ''
  const text = reason.text === '' ? '' : `: ${reason.text}`
  return withFullStop(`${verb}${at} ${rollbackCause(reason)}${arn}${text}`)
}

/**
 * Who or what took the deployment back, as the end of a sentence: `by CloudWatch alarm checkout-errors`,
 * `by a user`, `because extension action … failed`. Untrusted like the event that it is read from.
 */
export function rollbackCause(reason: RollbackReason): string {
  if (reason.alarmArn !== undefined) return `by CloudWatch alarm ${alarmName(reason.alarmArn)}`
  const tick = reason.failedTick
  switch (reason.triggeredBy) {
    case 'CLOUDWATCH_ALARM':
      return 'by a CloudWatch alarm'
    case 'USER':
      return 'by a user'
    case 'APPCONFIG':
      return tick === undefined ? 'by AppConfig' : because(tick)
    case 'INTERNAL_ERROR':
      return tick === undefined ? 'after an internal error of AppConfig' : because(tick)
    case '':
      return tick === undefined ? 'for a reason that AppConfig does not name' : because(tick)
    default:
      return `by ${reason.triggeredBy}`
  }
}

/** The name in an alarm's ARN, which may hold colons; the ARN itself when it has none. */
export function alarmName(alarmArn: string): string {
  return alarmArn.split(':alarm:').slice(1).join(':alarm:') || alarmArn
}

function because(invocation: ActionInvocation): string {
  const extension = invocation.extensionIdentifier ?? 'that it did not name'
  const error = [invocation.errorCode, invocation.errorMessage].filter(Boolean).join(': ')
  return `because ${invocation.actionName ?? 'an action'} of extension ${extension} failed (${error})`
}

function percent({ percentage }: RollbackReason): string {
  return `${Math.round((percentage ?? 0) * 100) / 100} %`
}

function withFullStop(sentence: string): string {
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`
}
