import * as core from '@actions/core'
import { getDeployment } from '../aws/deployments.js'
import type { Deployment } from '../deployment/deployment.js'
import type { Outcome } from '../deployment/outcome.js'
import { rollbackReason } from '../deployment/rollback-reason.js'
import type { SavedGithub } from './saved-github.js'
import { GithubReport } from '../github/github-report.js'
import { workflowRun } from '../github/workflow-run.js'
import { readGithubInputs } from '../inputs/inputs.js'
import { readWorkflowEvent } from './event-file.js'
import { stepLog } from './log.js'
import { reportDefect } from './report-defect.js'
import type { PendingRun } from '../operations/steps/clean-up.js'
import { isRolledBack, requestedOutcome } from '../operations/steps/rolled-back.js'
import { connectedInPost } from './post-connection.js'
import { deploymentConsoleUrl, partitionOfRegion } from '../report/text/console-link.js'

/** How a step that was cut short has ended: by its deployment as it is now, or by why that could not be found out. */
export type LateEnd =
  { readonly deployment: Deployment; readonly phase: PendingRun['phase'] } | { readonly problem: string }

/** Tells GitHub how a step has ended that did not come to tell it. Never throws: what GitHub refuses is a warning. */
export async function reportToGithubAfterwards(
  state: SavedGithub,
  end: LateEnd,
  cancel: AbortSignal,
): Promise<void> {
  if (state.phase === 'closed') return
  const { operation, accountId, region, application, environment, profile } = state
  const github = new GithubReport({
    cancel,
    // A self-made runner may leave the variable out; the workspace is where steps start.
    env: { GITHUB_WORKSPACE: process.cwd(), ...process.env },
    info: stepLog.info,
    warn: stepLog.warning,
    mask: core.setSecret,
    reportDefect: (what, error) => {
      reportDefect(stepLog, what, error)
    },
    saveState: () => undefined,
    nowMs: () => Date.now(),
  })
  const ofRun = workflowRun(process.env, readWorkflowEvent(process.env).payload)
  const file = core.getInput('configuration-file')
  github.begin(
    readGithubInputs({ get: (name) => core.getInput(name) }),
    ofRun,
    file === '' ? undefined : file,
  )
  const target = { operation, accountId, region, application, environment, profile }
  const run = { ...ofRun, runUrl: ofRun.url }
  await github.end({ ...target, ...lateFacts(end, region), run, nowMs: Date.now() }, { phase: 'done' })
}

/**
 * Tells GitHub of a deployment that the step brought to its end, and had no time left to tell of. Never throws: what
 * AWS or GitHub refuses is a warning.
 */
export async function reportFinishedToGithub(state: SavedGithub, cancel: AbortSignal): Promise<void> {
  if (state.phase === 'closed' || state.number === undefined) return
  stepLog.info('The step could not tell GitHub how it ended: telling it now')
  const { application, environment, region, number } = state
  const address = { applicationId: application.id, environmentId: environment.id, number }
  try {
    const deployment = await connectedInPost(region, cancel, (appconfig, _, signal) =>
      getDeployment(aws, address),
    )
    const phase = state.operation === 'rollback' ? 'rolling-back' : 'started'
    await reportToGithubAfterwards(state, { deployment, phase }, cancel)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    stepLog.warning(
      `GitHub could not be told how deployment ${number} ended. ${why}\nTo tell it: operation: watch with deployment-number: ${number}`,
    )
  }
}

function lateFacts(end: LateEnd, region: string) {
  if ('problem' in end) return { outcome: { kind: 'failed', message: end.problem } as const }
  const { deployment, phase } = end
  const consoleUrl = deploymentConsoleUrl({ partition: partitionOfRegion(region), region, ...deployment })
  return { outcome: lateOutcome(deployment, phase), deployment, consoleUrl }
}

/** What a step that did not come to its end comes to by the deployment as it is now. */
function lateOutcome(deployment: Deployment, phase: PendingRun['phase']): Outcome {
  if (deployment.state === 'COMPLETE') return { kind: 'complete' }
  if (!isRolledBack(deployment)) return { kind: 'cancelled', stopped: false }
  const asked = requestedOutcome(deployment, false)
  if (phase === 'rolling-back') return asked
  const reason = rollbackReason(deployment.events)
  // By a user: that is the stop of the step, or of `post`.
  if (reason === undefined || reason.triggeredBy === 'USER') return { kind: 'cancelled', stopped: true }
  return { kind: deployment.state === 'REVERTED' ? 'reverted' : 'rolled-back', requested: false, reason }
}
