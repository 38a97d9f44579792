import { randomUUID } from 'node:crypto'
import * as core from '@actions/core'
import { connect, HURRIED_TIMEOUT_MS } from '../aws/client.js'
import { explainFailure, type FailureContext } from '../aws/explain.js'
import { AwsRequestError } from '../aws/failure.js'
import { systemClock } from '../aws/clock.js'
import { stepCredentials } from '../aws/credentials.js'
import type { Outcome } from '../deployment/outcome.js'
import type { GithubReport } from '../github/github-report.js'
import { currentWorkflowRun } from '../github/workflow-run.js'
import { deploymentOfPlan } from '../inputs/apply.js'
import { type Inputs, readInputs } from '../inputs/inputs.js'
import { stepLog } from '../runner/log.js'
import { readWorkspaceFile } from '../runner/workspace-files.js'
import { deploy } from './deploy.js'
import { plan } from './plan.js'
import { sha256 } from './steps/prepare.js'
import { removeEnvironment } from './remove-environment.js'
import { rollback } from './rollback.js'
import { cleanUpRun } from './steps/clean-up-run.js'
import { watch } from './watch.js'
import { requestLine, type SentRequest } from '../report/log/request-line.js'
import type { Run } from './run.js'
import type { RunRecord } from '../runner/run-record.js'

/** What a step has before its inputs are read. */
export interface BegunStep extends Pick<Run, 'signal' | 'warn' | 'annotate'> {
  readonly record: RunRecord
  readonly github: GithubReport
}

/**
 * Reads the inputs, does the operation that they name, and brings to its end what that left in progress.
 * @returns the outcome; whatever fails once AWS is asked is one, too
 * @throws InputError with all that is wrong with the inputs
 */
export async function runOperation(step: BegunStep): Promise<Outcome> {
  const { record, github, signal } = step
  const clock = systemClock(process.env)
  const workflowRun = currentWorkflowRun()
  const { url } = workflowRun
  record.learn({ run: { ...workflowRun, ...(url === undefined ? {} : { runUrl: url }) } })
  const inputs = stepInputs()
  record.learn({ operation: inputs.operation, region: inputs.region, minuteMs: clock.minuteMs })
  const isPreview = inputs.operation === 'deploy' && inputs.createEnvironment ? true : undefined
  github.begin(inputs.github, workflowRun, configurationFile(inputs), isPreview)
  const credentials = stepCredentials(inputs.role, inputs.region, process.env, signal)
  const onRequest = (request: SentRequest) => {
    stepLog.debug(requestLine(request))
  }
  const connection = { region: inputs.region, clock, env: process.env, onRequest, ...credentials }
  const appconfig = connect(connection)
  const run = runOf(step, { appconfig, clock, workflowRun })
  try {
    const outcome = await operationOutcome(inputs, run)
    const saved = record.savedStart()
    if (saved.phase === 'done') return outcome
    const hurried = connect({
      ...connection,
      credentials: appconfig.retrying.config.credentials,
      requestTimeoutMs: HURRIED_TIMEOUT_MS,
    })
    try {
      return await cleanUpRun(outcome, saved, hurried, run)
    } finally {
      hurried.close()
    }
  } finally {
    appconfig.close()
  }
}

/** The inputs that an operation carries out: an apply is the deployment of its plan. */
type CarriedOut = Exclude<Inputs, { operation: 'apply' }>

function stepInputs(): CarriedOut {
  const inputs = readInputs({
    get: (name) => core.getInput(name),
    env: process.env,
    readFile: (path, maxBytes) => readWorkspaceFile(path, maxBytes, process.env),
    digest: sha256,
  })
  return inputs.operation === 'apply' ? { ...inputs, ...deploymentOfPlan(inputs) } : inputs
}

/** What an operation works with: what it learns goes to the outputs and to GitHub at once. */
function runOf(
  { record, github, signal, warn, annotate }: BegunStep,
  connected: Pick<Run, 'appconfig' | 'clock' | 'workflowRun'>,
): Run {
  return {
    ...connected,
    log: stepLog,
    signal,
    provenance: { id: randomUUID() },
    known: () => record.known(),
    learn: (facts) => {
      record.learn(facts)
      github.learned(record.known(), record.savedStart())
    },
    warn,
    closedPullRequests: (numbers) => github.closedPullRequests(numbers),
    annotate,
    saveStart: (state) => {
      record.saveStart(state)
    },
  }
}

/** The operation's outcome, with every way to fail as an outcome too. */
async function operationOutcome(inputs: CarriedOut, run: Run): Promise<Outcome> {
  try {
    return await perform(inputs, run)
  } catch (error) {
    if (run.signal.aborted) return { kind: 'cancelled', stopped: false }
    if (!(error instanceof AwsRequestError)) {
      return { kind: 'failed', message: error instanceof Error ? error.message : String(error) }
    }
    return { kind: 'failed', message: explainFailure(error.failure, failureContext(inputs)) }
  }
}

function configurationFile(inputs: CarriedOut): string | undefined {
  if (inputs.operation !== 'deploy' && inputs.operation !== 'plan') return undefined
  return inputs.configuration.kind === 'file' ? inputs.configuration.file.path : undefined
}

function failureContext(inputs: CarriedOut): FailureContext {
  const { region } = inputs
  if (inputs.operation !== 'deploy') return { region, isTagged: false }
  const kms = inputs.kmsKey === undefined ? {} : { kmsKeyIdentifier: inputs.kmsKey.identifier }
  return { region, isTagged: Object.keys(inputs.tags).length > 0, ...kms }
}

function perform(inputs: CarriedOut, run: Run): Promise<Outcome> {
  switch (inputs.operation) {
    case 'deploy':
      return deploy(inputs, run)
    case 'plan':
      return plan(inputs, run)
    case 'watch':
      return watch(inputs, run)
    case 'rollback':
      return rollback(inputs, run)
    case 'remove-environment':
      return removeEnvironment(inputs, run)
  }
}
