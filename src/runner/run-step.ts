import { messageOf } from '../deployment/explained-error.js'
import { randomUUID } from 'node:crypto'
import * as core from '@actions/core'
import { type ConnectionSettings, connect, HURRIED_TIMEOUT_MS } from '../aws/client.js'
import { systemClock } from '../aws/clock.js'
import type { Facts } from '../deployment/facts.js'
import { withFacts } from '../deployment/facts.js'
import { provenanceOf, type WorkflowJob } from '../deployment/provenance.js'
import { type WorkflowRun, workflowRun } from '../github/workflow-run.js'
import { InputError } from '../inputs/input-error.js'
import { type Inputs, readInputs } from '../inputs/inputs.js'
import {
  type OperationInputs,
  type OperationResult,
  performedInputs,
  runOperation,
} from '../operations/run-operation.js'
import { sha256 } from '../operations/steps/approved-plan.js'
import { credentialsOfJob, debugRequests } from './connection.js'
import { readWorkflowEvent } from './event-file.js'
import { stepLog } from './log.js'
import type { StepReport } from './step-report.js'
import { readWorkspaceFile } from './workspace-files.js'

/**
 * Reads the inputs and performs the operation that they name, while its facts are reported.
 * @param cancel aborted when the workflow run is cancelled
 * @returns the outcome and all facts. Never throws: whatever fails is an outcome, too
 */
export async function runStep(report: StepReport, cancel: AbortSignal): Promise<OperationResult> {
  let facts: Facts = {}
  const add = (newer: Facts) => {
    facts = withFacts(facts, newer)
    report.update(newer, facts)
  }
  try {
    const { payload, problem } = readWorkflowEvent(process.env)
    const ofEvent = workflowRun(process.env, payload)
    add({ changed: false, run: runFacts(ofEvent), ...(problem === undefined ? {} : { warnings: [problem] }) })
    const clock = systemClock(process.env)
    const inputs = stepInputs()
    const ofRun = workflowRun(process.env, payload, inputs.github?.pullRequestNumber)
    const { operation, region } = inputs
    add({ operation, region, minuteMs: clock.minuteMs, run: runFacts(ofRun) })
    const performed = performedInputs(inputs)
    report.github.begin(inputs.github, ofRun, configurationFile(performed), isPreview(performed))
    const settings = {
      region,
      clock,
      env: process.env,
      onRequest: debugRequests,
      ...credentialsOfJob(inputs.role, region, cancel),
    }
    return await connected(settings, (connection, hurried) => {
      const run = {
        aws: { connection, clock, signal: cancel },
        log: stepLog,
        provenance: provenanceOf(workflowJob(process.env), randomUUID().replaceAll('-', '')),
        workflowRun: ofRun,
        closedPullRequests: (numbers: readonly number[]) => report.github.closedPullRequests(numbers),
      }
      const onDefect = (error: unknown) => {
        report.defect('The operation did not come to its end', error)
      }
      return runOperation(performed, run, { onFacts: report.update, hurried, onDefect }, facts)
    })
  } catch (error) {
    if (error instanceof InputError) add({ fileProblems: error.annotations })
    else report.defect('The step did not come to its operation', error)
    return {
      outcome: { kind: 'failed', message: messageOf(error) },
      facts,
    }
  }
}

function workflowJob(env: Readonly<Record<string, string | undefined>>): WorkflowJob {
  const text = (name: string) => env[name] ?? ''
  return { runId: text('GITHUB_RUN_ID'), attempt: text('GITHUB_RUN_ATTEMPT'), job: text('GITHUB_JOB') }
}

function stepInputs(): Inputs {
  return readInputs({
    get: (name) => core.getInput(name),
    env: process.env,
    readFile: (path, maxBytes) => readWorkspaceFile(path, maxBytes, process.env),
    digest: sha256,
  })
}

function configurationFile(inputs: OperationInputs): string | undefined {
  if (inputs.operation !== 'deploy' && inputs.operation !== 'plan') return undefined
  return inputs.configuration.kind === 'file' ? inputs.configuration.file.path : undefined
}

/** An environment that may be created for the run is taken for a preview. Undefined: as the event says. */
function isPreview(inputs: OperationInputs): true | undefined {
  return inputs.operation === 'deploy' && inputs.createEnvironment ? true : undefined
}

function runFacts(ofRun: WorkflowRun): NonNullable<Facts['run']> {
  return { ...ofRun, runUrl: ofRun.url }
}

type Connection = ReturnType<typeof connect>

/** Connects to AppConfig for as long as `use` takes. A hurried connection has the same credentials. */
async function connected<T>(
  settings: ConnectionSettings,
  use: (connection: Connection, hurried: () => Connection) => Promise<T>,
): Promise<T> {
  const connection = connect(settings)
  const hurried = () => {
    const { credentials } = connection.retrying.config
    return connect({ ...settings, credentials, requestTimeoutMs: HURRIED_TIMEOUT_MS })
  }
  try {
    return await use(connection, hurried)
  } finally {
    connection.close()
  }
}
