import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as core from '@actions/core'
import { connect } from './appconfig/client.js'
import { explainFailure } from './appconfig/explain.js'
import { AwsRequestError } from './appconfig/failure.js'
import { systemClock } from './clock.js'
import { isSuccess, type Outcome } from './deployment/outcome.js'
import { currentWorkflowRun } from './github/workflow-run.js'
import { type DeployInputs, readInputs } from './inputs.js'
import { stepLog } from './log.js'
import { cancelSignal } from './cancel-signal.js'
import { deploy } from './operations/deploy.js'
import { annotationText } from './report/annotation-text.js'
import { failureMessage } from './report/failure-message.js'
import { deploymentSummary } from './report/summary.js'
import type { Run } from './run.js'
import { RunRecord } from './run-record.js'
import { startStateText } from './start-state.js'
import { writeSummary } from './write-summary.js'

/** Runs the step from its inputs to its verdict. Never throws: whatever goes wrong fails the step here, once. */
export async function main(): Promise<void> {
  const record = new RunRecord((name, value) => {
    core.setOutput(name, value)
  })
  let outcome: Outcome
  try {
    outcome = await runOperation(record)
  } catch (error) {
    outcome = { kind: 'failed', message: error instanceof Error ? error.message : String(error) }
  }
  record.finish()
  const known = record.known()
  await writeSummary(deploymentSummary({ ...known, outcome, nowMs: Date.now() }))
  if (!isSuccess(outcome)) core.setFailed(annotationText(failureMessage(outcome, known)))
}

async function runOperation(record: RunRecord): Promise<Outcome> {
  const clock = systemClock(process.env)
  const workflowRun = currentWorkflowRun()
  record.learn({
    run: { ...workflowRun, ...(workflowRun.url === undefined ? {} : { runUrl: workflowRun.url }) },
  })
  const inputs = readInputs({
    get: (name) => core.getInput(name),
    env: process.env,
    readFile: (path) => new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path)),
  })
  record.learn({ region: inputs.region })
  const appconfig = connect({ region: inputs.region, clock, env: process.env })
  const run: Run = {
    appconfig,
    clock,
    log: stepLog,
    signal: cancelSignal(),
    provenance: { id: randomUUID() },
    workflowRun,
    known: () => record.known(),
    learn: (facts) => {
      record.learn(facts)
    },
    warn: (text) => {
      stepLog.warning(text)
      record.learn({ warnings: [...(record.known().warnings ?? []), text] })
    },
    saveStart: (state) => {
      core.saveState('start', startStateText(state))
    },
  }
  try {
    return await deploy(inputs, run)
  } catch (error) {
    if (error instanceof AwsRequestError) return { kind: 'failed', message: explanation(error, inputs) }
    throw error
  } finally {
    appconfig.close()
  }
}

function explanation(error: AwsRequestError, inputs: DeployInputs): string {
  return explainFailure(error.failure, {
    region: inputs.region,
    isTagged: Object.keys(inputs.tags).length > 0,
    ...(inputs.kmsKey === undefined ? {} : { kmsKeyIdentifier: inputs.kmsKey.identifier }),
  })
}
