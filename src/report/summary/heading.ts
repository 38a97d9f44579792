import { isInProgress, MINUTE_MS } from '../../deployment/deployment.js'
import { rollbackCause } from '../text/rollback-sentence.js'
import type { RollbackReason } from '../../deployment/rollback-reason.js'
import { durationText } from '../text/duration-text.js'
import { percentText } from '../text/strategy-text.js'
import type { SummaryFacts } from '../../deployment/facts.js'
import { outsideStrong, outsideText, type SummaryLimits } from './limits.js'

const TEN_MINUTES = 10 * MINUTE_MS

/**
 * The verdict in one line of Markdown, without the heading's sign: what happened to what, where. In the order
 * that a release manager asks: good or bad, what, where, how far, why.
 */
export function summaryHeading(facts: SummaryFacts, limits: SummaryLimits): string {
  const { outcome } = facts
  const what = whatText(facts, limits)
  const where = whereText(facts, limits)
  switch (outcome.kind) {
    case 'complete':
      return `✅ Deployed ${what} to ${where}${inTime(facts)}`
    case 'deployed':
      return `✅ Deployed ${what} to all targets of ${where}; bake time goes on`
    case 'started':
      return `🚀 Started to deploy ${what} to ${where}`
    case 'unchanged':
      return `✅ Nothing to deploy: ${where} already runs ${what}`
    case 'planned':
      return outcome.hasChanges
        ? `📋 Plan: deploy ${what} to ${where}`
        : `📋 Plan: nothing to deploy, ${where} already runs ${what}`
    case 'rolled-back':
      if (outcome.wasBefore === true) return `✅ Nothing to do: ${what} in ${where} was rolled back before`
      return outcome.requested
        ? `✅ Rolled back ${what} in ${where}, as requested`
        : `❌ Rolled back ${what} in ${where}${howFar(facts, facts.rollbackReason)}${cause(facts.rollbackReason, limits)}`
    case 'reverted':
      if (outcome.wasBefore === true) return `✅ Nothing to do: ${what} in ${where} was reverted before`
      return outcome.requested
        ? `✅ Reverted ${what} in ${where}, as requested`
        : `❌ Reverted ${what} in ${where}${cause(facts.rollbackReason, limits)}`
    case 'removed':
      return outcome.wasBefore
        ? `✅ Nothing to remove: there is no environment ${where}`
        : `✅ Removed environment ${where}`
    case 'timed-out': {
      const after = outcome.afterMs === undefined ? '' : ` after ${durationText(outcome.afterMs)}`
      return outcome.stopped
        ? `❌ Timed out${after} and stopped the deployment of ${what} to ${where}`
        : `❌ Timed out${after} waiting for ${what} in ${where}`
    }
    case 'cancelled':
      return cancelledHeading(facts, outcome.stopped, `${what} to ${where}`)
    case 'busy':
      return `❌ Did not deploy ${what}: ${where} is busy`
    case 'failed':
      return failedHeading(facts, what, where)
  }
}

function failedHeading(facts: SummaryFacts, what: string, where: string): string {
  switch (facts.operation) {
    case 'watch':
      return `❌ Failed to watch ${what} in ${where}`
    case 'rollback':
      return `❌ Failed to roll back ${what} in ${where}`
    case 'plan':
      return `❌ Failed to plan the deployment of ${what} to ${where}`
    case 'status':
      return `❌ Failed to read the state of ${what} in ${where}`
    case 'remove-environment':
      return `❌ Failed to remove environment ${where}`
    case 'deploy':
    case 'apply':
    case undefined:
      if (isNothingKnown(facts)) return '❌ Failed before anything was started'
      return facts.deployment === undefined
        ? `❌ Failed to deploy ${what} to ${where}`
        : `❌ Failed while deploying ${what} to ${where}`
  }
}

/** The configuration that the run is about, as Markdown: `**settings** version 3 (v1.2.0)`. */
export function whatText(facts: SummaryFacts, limits: SummaryLimits): string {
  const { deployment, profile } = facts
  const name = profile?.name ?? deployment?.configurationName
  const version = deployment?.configurationVersion ?? facts.configurationVersion
  const label = deployment?.versionLabel ?? facts.versionLabel
  return [
    name === undefined ? 'the configuration' : outsideStrong(name, limits),
    ...(version === undefined ? [] : [`version ${outsideText(version, limits)}`]),
    ...(label === undefined || label === version ? [] : [`(${outsideText(label, limits)})`]),
  ].join(' ')
}

/** The environment that the run is about, as Markdown. */
export function whereText({ environment }: SummaryFacts, limits: SummaryLimits): string {
  return environment === undefined ? 'its environment' : outsideStrong(environment.name, limits)
}

function inTime({ deployment }: SummaryFacts): string {
  if (deployment?.startedAtMs === undefined || deployment.completedAtMs === undefined) return ''
  const tookMs = deployment.completedAtMs - deployment.startedAtMs
  return tookMs < 1000 ? '' : ` in ${roundDuration(tookMs)}`
}

function howFar({ deployment }: SummaryFacts, reason: RollbackReason | undefined): string {
  const startedAtMs = deployment?.startedAtMs
  const endedAtMs = reason?.occurredAtMs
  const after =
    startedAtMs === undefined || endedAtMs === undefined
      ? ''
      : ` after ${roundDuration(endedAtMs - startedAtMs)}`
  return after + (reason?.percentage === undefined ? '' : ` at ${percentText(reason.percentage)}`)
}

// Seconds say nothing after ten minutes; the table of facts has them.
function roundDuration(ms: number): string {
  return durationText(ms < TEN_MINUTES ? ms : Math.floor(ms / MINUTE_MS) * MINUTE_MS)
}

function cause(reason: RollbackReason | undefined, limits: SummaryLimits): string {
  return reason === undefined ? '' : `, ${outsideText(rollbackCause(reason), limits)}`
}

function isNothingKnown({ deployment, profile, environment }: SummaryFacts): boolean {
  return deployment === undefined && profile === undefined && environment === undefined
}

function cancelledHeading(
  { deployment, startUnconfirmed, operation }: SummaryFacts,
  stopped: boolean,
  whatWhere: string,
): string {
  if (stopped) return `🛑 Cancelled, and stopped the deployment of ${whatWhere}`
  if (deployment === undefined) {
    if (operation === 'watch' || operation === 'rollback')
      return '🛑 Cancelled before the deployment was found'
    if (operation === 'remove-environment') return '🛑 Cancelled before the environment was removed'
    const when = startUnconfirmed === true ? 'while' : 'before'
    return `🛑 Cancelled ${when} the deployment of ${whatWhere} was started`
  }
  return isInProgress(deployment.state)
    ? `🛑 Cancelled; the deployment of ${whatWhere} goes on`
    : `🛑 Cancelled; the deployment of ${whatWhere} has ended`
}
