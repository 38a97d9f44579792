import { type Deployment, isInProgress } from '../../deployment/deployment.js'
import type { LiveVersion } from '../../deployment/live-version.js'
import type { Outcome } from '../../deployment/outcome.js'
import type { RollbackReason } from '../../deployment/rollback-reason.js'
import { rollbackSentence } from './rollback-sentence.js'
import { alarmConsoleUrl } from './console-link.js'
import { liveVersionText } from './deployment-text.js'
import { durationText } from './duration-text.js'
import { rollbackAdvice } from './rollback-advice.js'
import type { Operation } from '../../deployment/facts.js'

/** What a failure message draws on besides the outcome. */
export interface FailureFacts {
  readonly operation?: Operation | undefined
  readonly deployment?: Deployment | undefined
  readonly profile?: { readonly name: string } | undefined
  readonly environment?: { readonly name: string } | undefined
  readonly region?: string | undefined
  readonly stopAccepted?: boolean | undefined
  readonly liveVersion?: LiveVersion | undefined
  readonly rollbackReason?: RollbackReason | undefined
}

/**
 * Why the step fails, for `setFailed`: the first sentence stands by itself, more may follow on lines of their own.
 * Unescaped: it quotes AWS.
 */
export function failureMessage(outcome: Outcome, facts: FailureFacts): string {
  return [
    reason(outcome, facts),
    live(outcome, facts),
    alarm(outcome, facts),
    leftRunning(facts),
    advice(outcome, facts),
  ]
    .filter((part) => part !== '')
    .join('\n')
}

/** The command that shows a deployment, as people type it. */
export function watchCommand(deployment: Deployment, region: string | undefined): string {
  return [
    'aws appconfig get-deployment',
    `--application-id ${deployment.applicationId}`,
    `--environment-id ${deployment.environmentId}`,
    `--deployment-number ${deployment.number}`,
    ...(region === undefined ? [] : [`--region ${region}`]),
  ].join(' ')
}

/** How to follow a deployment from elsewhere: by that command, or by another step of this action. */
export function howToWatch(deployment: Deployment, region: string | undefined): string {
  return `${watchCommand(deployment, region)}, or operation: watch with deployment-number: ${deployment.number}`
}

function reason(outcome: Outcome, facts: FailureFacts): string {
  const what = facts.deployment === undefined ? 'the deployment' : `deployment ${facts.deployment.number}`
  switch (outcome.kind) {
    case 'rolled-back':
    case 'reverted': {
      const verb = outcome.kind === 'reverted' ? 'reverted' : 'rolled back'
      const how =
        facts.rollbackReason === undefined
          ? `${verb}.`
          : uncapitalised(rollbackSentence(facts.rollbackReason))
      return `${capitalised(what)} of ${target(facts)} was ${how}`
    }
    case 'timed-out': {
      const after = outcome.afterMs === undefined ? '' : ` after ${durationText(outcome.afterMs)}`
      const then = outcome.stopped ? 'it was stopped and rolled back' : 'it was left to go on'
      return `The time was up${after} before ${what} of ${target(facts)} ended, and ${then}.`
    }
    case 'cancelled': {
      if (facts.operation === 'remove-environment') {
        return 'The run was cancelled before the environment was removed.'
      }
      if (facts.deployment === undefined) {
        const isStart = facts.operation === undefined || facts.operation === 'deploy'
        return `The run was cancelled before a deployment was ${isStart ? 'started' : 'found'}.`
      }
      const then = outcome.stopped ? 'was stopped' : `is ${facts.deployment.state}`
      return `The run was cancelled; ${what} of ${target(facts)} ${then}.`
    }
    case 'busy': {
      const by =
        outcome.otherNumber === undefined ? 'another deployment' : `deployment ${outcome.otherNumber}`
      return `Environment ${facts.environment?.name ?? ''} is busy with ${by}, so nothing was started.`
    }
    case 'failed':
      return outcome.message
    case 'complete':
    case 'deployed':
    case 'started':
    case 'unchanged':
    case 'planned':
    case 'removed':
      return ''
  }
}

function live(outcome: Outcome, { liveVersion }: FailureFacts): string {
  const isRolledBack = outcome.kind === 'rolled-back' || outcome.kind === 'reverted'
  return isRolledBack && liveVersion !== undefined ? liveVersionText(liveVersion) : ''
}

function alarm(outcome: Outcome, { rollbackReason }: FailureFacts): string {
  if (outcome.kind !== 'rolled-back' && outcome.kind !== 'reverted') return ''
  const url = rollbackReason?.alarmArn === undefined ? undefined : alarmConsoleUrl(rollbackReason.alarmArn)
  return url === undefined ? '' : `The alarm: ${url}`
}

const PLACES = {
  stopEvent: 'StopDeployment event in CloudTrail',
  eventLog: 'event log, in the job summary and the output event-log',
}

/** What to do next, where the reason does not say so itself. */
function advice(outcome: Outcome, { rollbackReason }: FailureFacts): string {
  switch (outcome.kind) {
    case 'rolled-back':
    case 'reverted':
      return capitalised(rollbackAdvice(rollbackReason, PLACES))
    case 'timed-out':
      return 'If it only needs longer, set a longer timeout: by default the step waits 10 minutes longer than the strategy lasts.'
    case 'busy':
      return 'Run again when it has ended, or set if-busy: wait with a longer busy-timeout, or if-busy: stop.'
    case 'cancelled':
    case 'failed':
    case 'complete':
    case 'deployed':
    case 'started':
    case 'unchanged':
    case 'planned':
    case 'removed':
      return ''
  }
}

function leftRunning({ deployment, region, stopAccepted }: FailureFacts): string {
  if (deployment === undefined || !isInProgress(deployment.state)) return ''
  const how = howToWatch(deployment, region)
  return stopAccepted === true
    ? `AWS accepted the stop of deployment ${deployment.number}, and its end is not confirmed. To see how it ended: ${how}`
    : `Deployment ${deployment.number} goes on in AWS. To see how it ends: ${how}`
}

function target({ profile, environment }: FailureFacts): string {
  return `${profile?.name ?? 'the configuration'} to ${environment?.name ?? 'the environment'}`
}

function capitalised(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
}

function uncapitalised(text: string): string {
  return `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`
}
