import { repeatedRunText } from '../../../src/report/text/deployment-text.js'
import { explainFailure } from '../../../src/aws/explain-failure.js'
import { AwsRequestError, type Failure, type FailureKind, request } from '../../../src/aws/failure.js'
import { RevertUnseenError } from '../../../src/aws/revert-deployment.js'
import { StopUnconfirmedError } from '../../../src/aws/stop-request.js'
import type { Deployment } from '../../../src/deployment/deployment.js'
import type { Outcome } from '../../../src/deployment/outcome.js'
import type { RollbackReason } from '../../../src/deployment/rollback-reason.js'
import { appliedExtensionFacts } from '../../../src/operations/steps/applied-extensions.js'
import { githubFailureWarning } from '../../../src/github/failure-warning.js'
import type { GithubFailure } from '../../../src/github/failure.js'
import { pendingRunText, unseenStartText } from '../../../src/operations/clean-up/clean-up-pending.js'
import { RevertTooLateError } from '../../../src/operations/steps/roll-back.js'
import { failureMessage } from '../../../src/report/text/failure-message.js'
import { parseRunRecord } from '../../../src/deployment/run-record.js'

const REGION = 'eu-central-1'
const DEPLOYMENT: Deployment = {
  applicationId: 'shop001',
  environmentId: 'prod001',
  configurationProfileId: 'setting',
  deploymentStrategyId: 'steps01',
  number: 5,
  configurationName: 'settings',
  configurationVersion: '7',
  description: '',
  strategy: { durationMinutes: 4, bakeMinutes: 2, growthType: 'LINEAR', growthFactor: 25 },
  state: 'ROLLED_BACK',
  percentageComplete: 25,
  events: [],
  appliedExtensions: [],
}
const FACTS = {
  deployment: DEPLOYMENT,
  profile: { name: 'settings' },
  environment: { name: 'production' },
  region: REGION,
}

/** A request of each kind of failure; the types tell when one is missing. */
const REQUESTS: Readonly<Record<FailureKind, readonly [operation: string, about: string]>> = {
  'access-denied': ['StartDeployment', 'version 7'],
  'expired-credentials': ['GetDeployment', 'deployment 5'],
  'invalid-credentials': ['ListApplications', 'the applications'],
  'missing-credentials': ['ListApplications', 'the applications'],
  'token-unavailable': ['AssumeRoleWithWebIdentity', 'role R'],
  'not-found': ['StartDeployment', 'version 7'],
  conflict: ['CreateExtension', 'extension notify'],
  'bad-request': ['StartDeployment', 'version 7'],
  'quota-exceeded': ['CreateExtension', 'extension notify'],
  'too-large': ['CreateHostedConfigurationVersion', 'configuration profile setting'],
  throttled: ['GetDeployment', 'deployment 5'],
  'server-error': ['GetDeployment', 'deployment 5'],
  network: ['ListApplications', 'the applications'],
  aborted: ['GetDeployment', 'deployment 5'],
}

/** What the step says of each kind of request that failed, of AppConfig and of STS. */
export async function requestFailures(): Promise<readonly string[]> {
  const context = { region: REGION, isTagged: true, kmsKeyIdentifier: 'alias/appconfig' }
  const failure = (kind: FailureKind, operation: string, about: string): Failure => ({
    kind,
    operation,
    about,
    name: 'SomeException',
    message: 'what AWS said',
  })
  const kinds = Object.keys(REQUESTS) as FailureKind[]
  return [
    ...kinds.map((kind) => explainFailure(failure(kind, ...REQUESTS[kind]), context)),
    ...kinds.map((kind) => explainFailure(failure(kind, 'AssumeRoleWithWebIdentity', 'role R'), context)),
    explainFailure(
      { ...failure('bad-request', 'StartDeployment', 'version 7'), name: 'KMSDisabled' },
      context,
    ),
    explainFailure(await refusedByValidators(), context),
  ]
}

async function refusedByValidators(): Promise<Failure> {
  const refused = Object.assign(new Error('Could not build JSON schema: …'), { name: 'BadRequestException' })
  const sent = request('StartDeployment', 'version 7', () => Promise.reject(refused))
  const error = await sent.then(
    () => undefined,
    (failed: unknown) => failed,
  )
  if (!(error instanceof AwsRequestError)) throw new Error('The request did not fail')
  return error.failure
}

const REASON: RollbackReason = { kind: 'rollback', triggeredBy: 'USER', text: '', failedInvocations: [] }

type Passed = 'complete' | 'deployed' | 'started' | 'unchanged' | 'planned' | 'removed'
type FailedKind = Exclude<Outcome['kind'], Passed | 'failed' | 'rolled-back' | 'reverted'>

/** Outcomes that fail the step, but for those whose message an operation makes; the types tell when one is missing. */
const OUTCOMES: Readonly<Record<FailedKind, readonly Outcome[]>> = {
  'timed-out': [
    { kind: 'timed-out', stopped: false, afterMs: 900_000 },
    { kind: 'timed-out', stopped: true, afterMs: 900_000 },
  ],
  cancelled: [
    { kind: 'cancelled', stopped: true },
    { kind: 'cancelled', stopped: false },
  ],
  busy: [{ kind: 'busy', otherNumber: 4 }, { kind: 'busy' }],
}

/** Every reason that a rollback can have. */
const REASONS: readonly (RollbackReason | undefined)[] = [
  undefined,
  ...['USER', 'APPCONFIG', 'CLOUDWATCH_ALARM', 'INTERNAL_ERROR', ''].map((triggeredBy) => ({
    ...REASON,
    triggeredBy,
    percentage: 25,
  })),
  { ...REASON, failedTick: { actionName: 'Checks', errorCode: '500' } },
]

/** What the step says of outcomes that fail it. */
export function outcomeFailures(): readonly string[] {
  const cancelled = { kind: 'cancelled', stopped: false } as const
  const reverted = { kind: 'reverted', requested: false } as const
  return [
    ...REASONS.map((rollbackReason) =>
      failureMessage({ kind: 'rolled-back', requested: false }, { ...FACTS, rollbackReason }),
    ),
    failureMessage(reverted, { ...FACTS, rollbackReason: { ...REASON, kind: 'revert' } }),
    ...Object.values(OUTCOMES)
      .flat()
      .map((outcome) => failureMessage(outcome, FACTS)),
    failureMessage(cancelled, { operation: 'deploy' }),
    failureMessage(cancelled, { operation: 'watch' }),
    failureMessage(cancelled, { operation: 'remove-environment' }),
  ]
}

/** What is thrown, and what is warned of, without a request. */
export function otherFailures(): readonly string[] {
  const denied = new AwsRequestError(
    {
      kind: 'access-denied',
      operation: 'GetDeployment',
      about: 'deployment 5',
      name: 'Denied',
      message: 'no',
    },
    { cause: undefined },
  )
  const start = {
    region: REGION,
    applicationId: 'shop001',
    environmentId: 'prod001',
    onCancel: 'stop',
  } as const
  const published = { id: 'notify1', name: 'notify', arn: '', version: 2, reused: false }
  const applied = {
    extensionId: 'notify1',
    extensionAssociationId: 'assoc01',
    versionNumber: 1,
    parameters: {},
  }
  return [
    new RevertTooLateError(5, 0).message,
    new RevertUnseenError({ ...DEPLOYMENT, state: 'COMPLETE' }).message,
    new StopUnconfirmedError(5, denied).message,
    pendingRunText({ phase: 'watched', start, number: 5 }, denied.message),
    pendingRunText(
      { phase: 'starting', start: { ...start, latestNumber: 4, provenanceId: 'x' } },
      denied.message,
    ),
    unseenStartText({ phase: 'starting', start: { ...start, latestNumber: 4, provenanceId: 'x' } }, 20_000),
    repeatedRunText(2, 4, DEPLOYMENT),
    ...[[], [applied]].map(
      (appliedExtensions) =>
        appliedExtensionFacts({ ...DEPLOYMENT, appliedExtensions }, published).warning ?? '',
    ),
  ]
}

/** A failure of each kind; the types tell when one is missing. */
const GITHUB_FAILURES: Readonly<Record<GithubFailure['kind'], readonly Omit<GithubFailure, 'kind'>[]>> = {
  unauthorized: [{ status: 401, message: 'what GitHub said', timedOut: false }],
  forbidden: [{ status: 403, message: 'what GitHub said', timedOut: false }],
  'not-found': [{ status: 404, message: 'what GitHub said', timedOut: false }],
  'rate-limited': [{ status: 429, message: 'what GitHub said', timedOut: false }],
  invalid: [{ status: 422, message: 'what GitHub said', timedOut: false }],
  unavailable: [
    { status: 502, message: 'what GitHub said', timedOut: false },
    { message: 'connect ECONNREFUSED', timedOut: false },
    { message: '', timedOut: true },
  ],
}

/** What is warned of when GitHub fails, of every kind; that the reports do warn so, steps show. */
export function githubWarnings(): readonly string[] {
  const kinds = Object.keys(GITHUB_FAILURES) as GithubFailure['kind'][]
  const failures = kinds.flatMap((kind) => GITHUB_FAILURES[kind].map((failure) => ({ kind, ...failure })))
  return failures.flatMap((failure) => [
    githubFailureWarning(
      'The comment on pull request 12 could not be written',
      'pull-requests: write',
      failure,
    ),
    githubFailureWarning('The GitHub deployment could not be recorded', 'deployments: write', failure),
    githubFailureWarning(
      'The earlier GitHub deployments could not be marked inactive',
      'deployments: write',
      failure,
    ),
  ])
}

/** What can be wrong with a state that a step saved: `post` says it in a sentence of its own. */
export function stateProblems(): readonly string[] {
  const start = { region: REGION, applicationId: 'a', environmentId: 'e', onCancel: 'stop' }
  const states = [
    { phase: 'starting' },
    { phase: 'watched', start },
    { phase: 'lost', start: { ...start, latestNumber: 1, provenanceId: 'x' } },
  ]
  const named = { id: 'a', name: 'a' }
  const target = {
    operation: 'deploy',
    region: REGION,
    alarmArns: [],
    application: named,
    environment: named,
  }
  const reports = [
    { phase: 'lost' },
    { phase: 'open' },
    { phase: 'open', ...target },
    { phase: 'open', ...target, profile: named, number: '5' },
  ]
  const done = { phase: 'done' }
  const records = [
    {},
    ...states.map((pending) => ({ pending })),
    { pending: done },
    ...reports.map((report) => ({ pending: done, report })),
  ]
  return ['{', '1', ...records.map((record) => JSON.stringify(record))].flatMap((text) => {
    const record = parseRunRecord(text)
    return record.ok ? [] : record.problems
  })
}
