import { messageOf } from '../deployment/explained-error.js'
import * as core from '@actions/core'
import { getDeployment } from '../aws/deployments.js'
import { type Deployment, isRolledBack } from '../deployment/deployment.js'
import type { Facts } from '../deployment/facts.js'
import { type Outcome, requestedOutcome } from '../deployment/outcome.js'
import type { PendingRun, SavedReport } from '../deployment/run-record.js'
import { GithubReport } from '../github/github-report.js'
import { workflowRun } from '../github/workflow-run.js'
import { readGithubInputs } from '../inputs/inputs.js'
import { deploymentFacts } from '../operations/steps/deployment-facts.js'
import { connectedInPost } from './connection.js'
import { readWorkflowEvent } from './event-file.js'
import { githubReportStep } from './github-report-step.js'
import { stepLog } from './log.js'

/** How a step that was cut short has ended: by its deployment as it is now, or by why that could not be found out. */
export type LateEnd =
  { readonly deployment: Deployment; readonly phase: PendingRun['phase'] } | { readonly problem: string }

/** Reports to GitHub how a step has ended that could not report it. Never throws: what GitHub refuses is a warning. */
export async function reportLate(report: SavedReport, end: LateEnd, cancel: AbortSignal): Promise<void> {
  if (report.phase === 'closed') return
  const { operation, accountId, region, application, environment, profile } = report
  const target = { operation, accountId, region, application, environment, profile }
  const github = new GithubReport({
    ...githubReportStep(cancel, stepLog.warning),
    saveReport: () => undefined,
  })
  const inputs = readGithubInputs({ get: (name) => core.getInput(name) })
  const { payload } = readWorkflowEvent(process.env)
  const ofRun = workflowRun(process.env, payload, inputs?.pullRequestNumber)
  const file = core.getInput('configuration-file')
  github.begin(inputs, ofRun, file === '' ? undefined : file)
  const run = { ...ofRun, runUrl: ofRun.url }
  const facts = { ...target, ...lateFacts(end, report), run }
  await github.end({ ...facts, outcome: lateOutcome(end, facts), nowMs: Date.now() }, { phase: 'done' })
}

/**
 * Reports to GitHub a deployment that the step brought to its end, and had no time left to report. Never throws: what
 * AWS or GitHub refuses is a warning.
 */
export async function reportFinished(report: SavedReport, cancel: AbortSignal): Promise<void> {
  if (report.phase === 'closed' || report.number === undefined) return
  stepLog.info('The step could not report to GitHub how it ended: reporting it now')
  const { application, environment, region, number } = report
  const address = { applicationId: application.id, environmentId: environment.id, number }
  try {
    const deployment = await connectedInPost(region, cancel, (aws) => getDeployment(aws, address))
    const phase = report.operation === 'rollback' ? 'rolling-back' : 'started'
    await reportLate(report, { deployment, phase }, cancel)
  } catch (error) {
    const why = messageOf(error)
    stepLog.warning(
      `How deployment ${number} ended could not be reported to GitHub. ${why}\nTo report it: operation: watch with deployment-number: ${number}`,
    )
  }
}

function lateFacts(end: LateEnd, { region, alarmArns }: Extract<SavedReport, { phase: 'open' }>): Facts {
  return 'problem' in end ? {} : deploymentFacts(end.deployment, { region, alarmArns })
}

/** What a step that did not come to its end comes to by the deployment as it is now. */
function lateOutcome(end: LateEnd, { rollbackReason }: Facts): Outcome {
  if ('problem' in end) return { kind: 'failed', message: end.problem }
  const { deployment, phase } = end
  if (deployment.state === 'COMPLETE') return { kind: 'complete' }
  if (!isRolledBack(deployment)) return { kind: 'cancelled', stopped: false }
  if (phase === 'rolling-back') return requestedOutcome(deployment, false)
  // By a user: that is the stop of the step, or of `post`.
  if (rollbackReason === undefined || rollbackReason.triggeredBy === 'USER') {
    return { kind: 'cancelled', stopped: true }
  }
  return { kind: deployment.state === 'REVERTED' ? 'reverted' : 'rolled-back', requested: false }
}
