import { explainFailure, type FailureContext } from '../aws/explain-failure.js'
import { AwsRequestError } from '../aws/failure.js'
import type { Connection } from '../aws/client.js'
import { ExplainedError, messageOf } from '../deployment/explained-error.js'
import { type Facts, type Steps, withFacts } from '../deployment/facts.js'
import type { Outcome } from '../deployment/outcome.js'
import { deploymentOfPlan } from '../inputs/apply.js'
import type { Inputs } from '../inputs/inputs.js'
import { InputError } from '../inputs/input-error.js'
import { cleanUpRun } from './clean-up/clean-up-run.js'
import { deploy } from './deploy.js'
import { plan } from './plan.js'
import { removeEnvironment } from './remove-environment.js'
import { rollback } from './rollback.js'
import type { Run } from './run.js'
import { watch } from './watch.js'

/** The inputs of an operation that is performed by itself: an apply is performed as the deployment of its plan. */
export type OperationInputs = Exclude<Inputs, { readonly operation: 'apply' }>

/** The inputs as they are performed: an apply is the deployment of its plan. */
export function performedInputs(inputs: Inputs): OperationInputs {
  return inputs.operation === 'apply' ? { ...inputs, ...deploymentOfPlan(inputs) } : inputs
}

/** How an operation ended, and all that it found out and did. */
export interface OperationResult {
  readonly outcome: Outcome
  readonly facts: Facts
}

/** What an operation is given by its caller besides the run. */
export interface OperationCaller {
  /** Receives each new fact as soon as it is certain, with all facts so far. */
  readonly onFacts: (newest: Facts, facts: Facts) => void
  /** A connection whose requests do not wait long, for the seconds after a cancel. */
  readonly hurried: () => Connection
  /** Receives an error that no request and no input explains: a defect of the action. */
  readonly onDefect: (error: unknown) => void
}

/**
 * Performs the operation that the inputs name, then brings to its end what that left in progress.
 * @param facts what is known before
 * @returns the outcome and the facts. Never throws: whatever fails is an outcome, too
 */
export async function runOperation(
  inputs: OperationInputs,
  run: Run,
  caller: OperationCaller,
  facts: Facts = {},
): Promise<OperationResult> {
  const performed = await collect(perform(inputs, run), facts, caller)
  const outcome = performed.ok ? performed.value : failedOutcome(performed.error, inputs, run, caller)
  const { pending } = performed.facts
  if (pending === undefined || pending.phase === 'done') return { outcome, facts: performed.facts }
  const connection = caller.hurried()
  try {
    const steps = cleanUpRun(outcome, pending, performed.facts, { ...run, aws: { ...run.aws, connection } })
    const ended = await collect(steps, performed.facts, caller)
    if (!ended.ok) caller.onDefect(ended.error)
    return { outcome: ended.ok ? ended.value : outcome, facts: ended.facts }
  } finally {
    connection.close()
  }
}

type Collected<T> =
  | { readonly ok: true; readonly value: T; readonly facts: Facts }
  | { readonly ok: false; readonly error: unknown; readonly facts: Facts }

/** Runs the steps to their end. What was found out before an error is kept. */
async function collect<T>(steps: Steps<T>, before: Facts, caller: OperationCaller): Promise<Collected<T>> {
  let facts = before
  try {
    for (;;) {
      const step = await steps.next()
      if (step.done === true) return { ok: true, value: step.value, facts }
      facts = withFacts(facts, step.value)
      caller.onFacts(step.value, facts)
    }
  } catch (error) {
    return { ok: false, error, facts }
  }
}

function perform(inputs: OperationInputs, run: Run): Steps<Outcome> {
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

function failedOutcome(error: unknown, inputs: OperationInputs, run: Run, caller: OperationCaller): Outcome {
  if (run.aws.signal.aborted) return { kind: 'cancelled', stopped: false }
  if (error instanceof AwsRequestError) {
    return { kind: 'failed', message: explainFailure(error.failure, failureContext(inputs)) }
  }
  if (!(error instanceof InputError) && !(error instanceof ExplainedError)) caller.onDefect(error)
  return { kind: 'failed', message: messageOf(error) }
}

function failureContext(inputs: OperationInputs): FailureContext {
  const { region } = inputs
  if (inputs.operation !== 'deploy') return { region, isTagged: false }
  const kms = inputs.kmsKey === undefined ? {} : { kmsKeyIdentifier: inputs.kmsKey.identifier }
  return { region, isTagged: Object.keys(inputs.tags).length > 0, ...kms }
}
