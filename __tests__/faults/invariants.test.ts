import { describe, expect, test } from '@jest/globals'
import type { StepEnd } from '../../scripts/step-runner.js'
import { type Observed, violations } from './invariants.js'
import type { Schedule } from './schedule.js'

// The fault suite proves something only if it would notice: here it is shown runs that broke each promise.

const SETTLED = { run: '{"pending":{"phase":"done"}}' }
const STARTED = { run: '{"pending":{"phase":"started"}}' }
const REFUSAL = {
  operation: 'StopDeployment',
  occurrence: 0,
  times: 1,
  fault: 'status' as const,
  status: 403,
}

const completeSchedule: Schedule = { name: '', end: 'complete', onCancel: 'stop', faults: [] }
const cancelSchedule: Schedule = { ...completeSchedule, end: 'cancel' }

const silentPost: StepEnd = { exitCode: 0, signal: null, log: [], outputs: {}, state: {}, summary: '' }
const mainEnd: StepEnd = {
  ...silentPost,
  log: ['Started deployment 1'],
  outputs: { 'deployment-number': '1', state: 'COMPLETE' },
  state: SETTLED,
  summary: 'COMPLETE',
}
const completed: Observed = {
  main: mainEnd,
  post: silentPost,
  truth: {
    deployments: [{ number: 1, state: 'COMPLETE' }],
    newestHostedVersion: 2,
    newestExtensionVersion: 2,
    associatedVersions: [2],
  },
  mainMs: 900,
  cancelMs: undefined,
  requestsOfPost: 0,
}
const cancelled: Observed = {
  ...completed,
  main: {
    ...mainEnd,
    exitCode: 1,
    log: ['::error::The run was cancelled'],
    outputs: { 'deployment-number': '1', state: 'ROLLED_BACK' },
    summary: 'ROLLED_BACK',
  },
  truth: { ...completed.truth, deployments: [{ number: 1, state: 'ROLLED_BACK' }] },
  cancelMs: 300,
}
/** A step that was killed while it watched, and whose deployment `post` stopped. */
const killed: Observed = {
  ...cancelled,
  main: { ...mainEnd, exitCode: null, signal: 'SIGKILL', state: STARTED, summary: '' },
  post: { ...silentPost, log: ['Deployment 1 has ended'], summary: 'Deployment 1 has ended' },
  requestsOfPost: 2,
}

const withMain = (observed: Observed, change: Partial<StepEnd>): Observed => ({
  ...observed,
  main: { ...observed.main, ...change },
})
const withPost = (observed: Observed, change: Partial<StepEnd>): Observed => ({
  ...observed,
  post: { ...observed.post, ...change },
})
const withTruth = (observed: Observed, change: Partial<Observed['truth']>): Observed => ({
  ...observed,
  truth: { ...observed.truth, ...change },
})
const running = { deployments: [{ number: 1, state: 'DEPLOYING' }] }

test.each([
  ['completes', completeSchedule, completed],
  ['is cancelled', cancelSchedule, cancelled],
  ['is killed and finished by post', cancelSchedule, killed],
  [
    'leaves a deployment as asked, and says so',
    { ...cancelSchedule, onCancel: 'leave' as const },
    withMain(withTruth(cancelled, running), { log: ['::error::Deployment 1 goes on'] }),
  ],
])('a run that %s breaks nothing', (_, schedule, observed) => {
  expect(violations(schedule, observed)).toEqual([])
})

describe('it is reported', () => {
  test.each<[string, Schedule, Observed, string]>([
    [
      'a second deployment',
      completeSchedule,
      withTruth(completed, {
        deployments: [
          { number: 1, state: 'COMPLETE' },
          { number: 2, state: 'COMPLETE' },
        ],
      }),
      '2 deployments were started',
    ],
    [
      'a second hosted version',
      completeSchedule,
      withTruth(completed, { newestHostedVersion: 4 }),
      'hosted version 4 was published',
    ],
    [
      'a second extension version',
      completeSchedule,
      withTruth(completed, { newestExtensionVersion: 3 }),
      'extension version 3 was published',
    ],
    [
      'a second association',
      completeSchedule,
      withTruth(completed, { associatedVersions: [2, 2] }),
      'a version is associated twice: 2, 2',
    ],
    [
      'a lost association',
      completeSchedule,
      withTruth(completed, { associatedVersions: [] }),
      'the association was lost',
    ],
    [
      'an orphan',
      cancelSchedule,
      withMain(withTruth(cancelled, running), { outputs: { 'deployment-number': '1', state: 'DEPLOYING' } }),
      'deployment 1 is still DEPLOYING',
    ],
    [
      'an orphan that is baking',
      cancelSchedule,
      withTruth(killed, { deployments: [{ number: 1, state: 'BAKING' }] }),
      'deployment 1 is still BAKING',
    ],
    [
      'a deployment that was left and not told',
      { ...cancelSchedule, onCancel: 'leave' },
      withTruth(cancelled, running),
      'deployment 1 is DEPLOYING, and nothing was said of it',
    ],
    [
      'a wrong number',
      completeSchedule,
      withMain(completed, { outputs: { 'deployment-number': '2', state: 'COMPLETE' } }),
      'the output names deployment 2',
    ],
    [
      'a missing number',
      completeSchedule,
      withMain(completed, { outputs: { state: 'COMPLETE' } }),
      'the output does not name the deployment',
    ],
    [
      'a wrong state',
      cancelSchedule,
      withMain(cancelled, { outputs: { 'deployment-number': '1', state: 'DEPLOYING' } }),
      'the output says DEPLOYING, AWS ROLLED_BACK',
    ],
    [
      'a summary that tells another end',
      completeSchedule,
      withMain(completed, { summary: 'ROLLED_BACK' }),
      'the summary does not say COMPLETE',
    ],
    ['a missing summary', completeSchedule, withMain(completed, { summary: '' }), 'there is no summary'],
    [
      'a post without a summary',
      cancelSchedule,
      withPost(killed, { summary: '' }),
      'post did something and wrote no summary',
    ],
    [
      'a post that tells of what it did not ask',
      cancelSchedule,
      { ...killed, requestsOfPost: 0 },
      'post tells of what it did not ask for',
    ],
    ['a run without an end', completeSchedule, { ...completed, mainMs: 91_000 }, 'the run took 91 s'],
    ['a slow cancel', cancelSchedule, { ...cancelled, cancelMs: 7600 }, 'the cancel took 7600 ms'],
    [
      'a failure that ends well',
      cancelSchedule,
      { ...withMain(cancelled, { exitCode: 0 }), cancelMs: undefined },
      'the exit code is 0, the deployment not',
    ],
    [
      'a success that fails',
      { ...completeSchedule, faults: [REFUSAL, REFUSAL].map((fault) => ({ ...fault, status: 500 })) },
      withMain(completed, { exitCode: 1, log: ['::error::'] }),
      'the exit code is 1, the deployment COMPLETE',
    ],
    [
      'a cancel that ends well',
      cancelSchedule,
      withMain(cancelled, { exitCode: 0 }),
      'a cancelled run ended with 0',
    ],
    [
      'a run that a passing fault ended',
      completeSchedule,
      withMain(withTruth(completed, { deployments: [] }), {
        exitCode: 1,
        outputs: {},
        log: ['::error::AWS failed'],
      }),
      'the run did not come through: ::error::AWS failed',
    ],
    ['a failure without a word', cancelSchedule, withMain(cancelled, { log: [] }), '0 errors were raised'],
    [
      'two errors',
      cancelSchedule,
      withMain(cancelled, { log: ['::error::one', '::error::two'] }),
      '2 errors were raised',
    ],
    ['a post that fails', completeSchedule, withPost(completed, { exitCode: 1 }), 'post ended with 1'],
    [
      'a post that asks without a need',
      completeSchedule,
      withPost({ ...completed, requestsOfPost: 1 }, { summary: 'all is well' }),
      'post made requests although nothing was left to do',
    ],
    [
      'a stack trace',
      completeSchedule,
      withMain(completed, { log: ['    at main (file:///dist/index.js:12:34)'] }),
      'a stack trace reached the log:     at main (file:///dist/index.js:12:34)',
    ],
  ])('%s', (_, schedule, observed, violation) => {
    expect(violations(schedule, observed)).toContain(violation)
  })

  test('only what AWS refused to stop may be left, if it is told', () => {
    const schedule: Schedule = {
      ...cancelSchedule,
      faults: [REFUSAL, { ...REFUSAL, operation: 'GetDeployment' }],
    }
    const left = withTruth(cancelled, running)

    expect(violations(schedule, left)).toContain('deployment 1 is DEPLOYING, and nothing was said of it')
    expect(
      violations(schedule, withMain(left, { log: ['::error::Deployment 1 goes on'] })),
    ).not.toContainEqual(expect.stringMatching(/still|nothing was said/))
  })
})
