import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as core from '@actions/core'
import { connect, HURRIED_TIMEOUT_MS } from './appconfig/client.js'
import { explainFailure, type FailureContext } from './appconfig/explain.js'
import { AwsRequestError } from './appconfig/failure.js'
import { cancelSignal } from './cancel-signal.js'
import { systemClock } from './clock.js'
import { stepCredentials } from './credentials.js'
import { isSuccess, type Outcome } from './deployment/outcome.js'
import { GithubReport } from './github/github-report.js'
import { currentWorkflowRun } from './github/workflow-run.js'
import { type FileProblem, InputError } from './input-error.js'
import { type Inputs, readInputs } from './inputs.js'
import { stepLog } from './log.js'
import { deploy } from './operations/deploy.js'
import { plan } from './operations/plan.js'
import { sha256 } from './operations/prepare.js'
import { removeEnvironment } from './operations/remove-environment.js'
import { rollback } from './operations/rollback.js'
import { settleRun } from './operations/settle-run.js'
import { watch } from './operations/watch.js'
import { annotationText } from './report/annotation-text.js'
import { failureMessage } from './report/failure-message.js'
import { requestLine, type SentRequest } from './report/request-line.js'
import { deploymentSummary } from './report/summary.js'
import type { Run } from './run.js'
import { RunRecord } from './run-record.js'
import { writeSummary } from './write-summary.js'

/** Runs the step from its inputs to its verdict. Never throws: whatever goes wrong fails the step here, once. */
export async function main(): Promise<void> {
  const signal = cancelSignal()
  const record = new RunRecord({ setOutput: core.setOutput, saveState: core.saveState })
  const warn = (text: string) => {
    stepLog.warning(text)
    record.learn({ warnings: [...(record.known().warnings ?? []), text] })
  }
  const github = new GithubReport({
    cancel: signal,
    env: process.env,
    info: stepLog.info,
    warn,
    saveState: (text) => {
      core.saveState('github', text)
    },
    nowMs: () => Date.now(),
  })
  let outcome: Outcome
  try {
    outcome = await runOperation(record, github, warn, signal)
  } catch (error) {
    if (error instanceof InputError) showFileProblems(error.annotations, record)
    outcome = { kind: 'failed', message: error instanceof Error ? error.message : String(error) }
  }
  record.finish()
  await github.end({ ...record.known(), outcome, nowMs: Date.now() })
  const known = record.known()
  await writeSummary(deploymentSummary({ ...known, outcome, nowMs: Date.now() }))
  if (!isSuccess(outcome)) core.setFailed(annotationText(failureMessage(outcome, known)))
}

/** GitHub shows ten errors of a step, and one of them says why the step failed. */
const MOST_FILE_PROBLEMS = 9

/** Problems at their lines; those beyond GitHub's limit stand in the summary. */
function showFileProblems(problems: readonly FileProblem[], record: RunRecord): void {
  const known = record.known().fileProblems ?? []
  for (const problem of problems.slice(0, Math.max(0, MOST_FILE_PROBLEMS - known.length))) {
    stepLog.fileProblem(problem)
  }
  record.learn({ fileProblems: [...known, ...problems] })
}

async function runOperation(
  record: RunRecord,
  github: GithubReport,
  warn: Run['warn'],
  signal: AbortSignal,
): Promise<Outcome> {
  const clock = systemClock(process.env)
  const workflowRun = currentWorkflowRun()
  const { url } = workflowRun
  record.learn({ run: { ...workflowRun, ...(url === undefined ? {} : { runUrl: url }) } })
  const inputs = readInputs({
    get: (name) => core.getInput(name),
    env: process.env,
    readFile: (path) => new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path)),
    readBytes: (path) => readFileSync(path),
    digest: sha256,
  })
  record.learn({ operation: inputs.operation, region: inputs.region, minuteMs: clock.minuteMs })
  const isPreview = inputs.operation === 'deploy' && inputs.createEnvironment ? true : undefined
  github.begin(inputs.github, workflowRun, configurationFile(inputs), isPreview)
  const credentials = stepCredentials(inputs.role, inputs.region, process.env, signal)
  const onRequest = (request: SentRequest) => {
    stepLog.debug(requestLine(request))
  }
  const connection = { region: inputs.region, clock, env: process.env, onRequest, ...credentials }
  const appconfig = connect(connection)
  const run: Run = {
    appconfig,
    clock,
    log: stepLog,
    signal,
    provenance: { id: randomUUID() },
    workflowRun,
    known: () => record.known(),
    learn: (facts) => {
      record.learn(facts)
      github.learned(record.known(), record.savedStart())
    },
    warn,
    closedPullRequests: (numbers) => github.closedPullRequests(numbers),
    annotate: (problems) => {
      showFileProblems(problems, record)
    },
    saveStart: (state) => {
      record.saveStart(state)
    },
  }
  try {
    const outcome = await operationOutcome(inputs, run)
    const saved = record.savedStart()
    if (saved.phase === 'settled') return outcome
    const hurried = connect({
      ...connection,
      credentials: appconfig.retrying.config.credentials,
      requestTimeoutMs: HURRIED_TIMEOUT_MS,
    })
    try {
      return await settleRun(outcome, saved, hurried, run)
    } finally {
      hurried.close()
    }
  } finally {
    appconfig.close()
  }
}

/** The operation's outcome, with every way to fail as an outcome too. */
async function operationOutcome(inputs: Inputs, run: Run): Promise<Outcome> {
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

function configurationFile(inputs: Inputs): string | undefined {
  if (inputs.operation !== 'deploy' && inputs.operation !== 'plan') return undefined
  return inputs.configuration.kind === 'file' ? inputs.configuration.file.path : undefined
}

function failureContext(inputs: Inputs): FailureContext {
  const { region } = inputs
  if (inputs.operation !== 'deploy') return { region, isTagged: false }
  const kms = inputs.kmsKey === undefined ? {} : { kmsKeyIdentifier: inputs.kmsKey.identifier }
  return { region, isTagged: Object.keys(inputs.tags).length > 0, ...kms }
}

function perform(inputs: Inputs, run: Run): Promise<Outcome> {
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
