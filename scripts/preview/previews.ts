import { featureFlagPlan, filePlan, nothingPlan } from './sample-plans.js'
import { postSummary } from '../../src/report/summary/post-summary.js'
import { type CommentFacts, pullRequestComment } from '../../src/report/comment/pull-request-comment.js'
import { deploymentSummary } from '../../src/report/summary/summary.js'
import type { SummaryFacts } from '../../src/deployment/facts.js'
import { hostileFacts } from './hostile-facts.js'
import type { Preview } from './preview-page.js'
import { BY_ALARM, FAILED_NOTIFICATION, LINEAR, rolledBackFacts, sampleFacts } from './sample-facts.js'
import { sampleDeployment, STARTED_AT_MS } from './sample-rollout.js'

const CANARY = { durationMinutes: 20, bakeMinutes: 10, growthType: 'EXPONENTIAL', growthFactor: 10 } as const
const DAY_LONG = { durationMinutes: 1440, bakeMinutes: 1440, growthType: 'LINEAR', growthFactor: 5 } as const
const HUNDRED_STEPS = {
  durationMinutes: 100,
  bakeMinutes: 15,
  growthType: 'LINEAR',
  growthFactor: 1,
} as const
const INSTANT = { durationMinutes: 0, bakeMinutes: 0, growthType: 'LINEAR', growthFactor: 100 } as const
const QUICK = { durationMinutes: 0, bakeMinutes: 10, growthType: 'LINEAR', growthFactor: 100 } as const
const FOUR_MINUTES = { durationMinutes: 4, bakeMinutes: 0, growthType: 'LINEAR', growthFactor: 25 } as const
const LIVE = {
  kind: 'version',
  number: 41,
  configurationName: 'checkout-flags',
  configurationVersion: '11',
  versionLabel: 'v2.3.1',
  again: true,
} as const
const PUBLISHED = {
  id: 'x4t9n2m',
  name: 'release-notifications',
  arn: 'arn:aws:appconfig:eu-central-1:123456789012:extension/x4t9n2m/4',
  version: 4,
  reused: false,
  association: { change: 'replaced', resource: 'environment production', previousVersion: 3 },
} as const
const APPLIED = {
  extensionId: 'x4t9n2m',
  associationId: 'as81kd2',
  versionNumber: 4,
  parameters: { channel: 'releases' },
}
const CALLS = {
  DEPLOYMENT_STARTED: [FAILED_NOTIFICATION],
  DEPLOYMENT_COMPLETED: [{ extensionIdentifier: 'release-notifications', actionName: 'tell-end' }],
}
const WITH_EXTENSION = {
  publishedExtension: PUBLISHED,
  appliedExtensions: [{ applied: APPLIED, name: 'release-notifications' }],
}
const USER_STOP = { afterMinutes: 17, by: 'USER', text: 'Deployment rolled back by user request' }
const TICK = {
  extensionIdentifier: 'canary-check',
  actionName: 'AT_DEPLOYMENT_TICK',
  uri: 'arn:aws:lambda:eu-central-1:123456789012:function:canary-check',
  errorCode: '500',
  errorMessage: 'p99 latency is 2140 ms, the limit is 800 ms',
  invocationId: '5b1f0c9a',
}
const withoutDeployment = (changes: Partial<SummaryFacts>) =>
  sampleFacts(
    {},
    {
      deployment: undefined,
      consoleUrl: undefined,
      kms: { requested: 'alias/appconfig-production' },
      ...changes,
    },
  )

const PREVIEW = { id: 'q1w2e3r', name: 'pr-12' }
const removalFacts = (changes: Partial<SummaryFacts>) =>
  withoutDeployment({
    operation: 'remove-environment',
    environment: PREVIEW,
    profile: undefined,
    strategy: undefined,
    configurationVersion: undefined,
    versionLabel: undefined,
    description: undefined,
    kms: undefined,
    ...changes,
  })

/** Every kind of summary. A new kind of report is one more line here. */
const summaries: readonly (readonly [title: string, facts: SummaryFacts])[] = [
  [
    'Deployed, with an extension published and one call of it failed',
    sampleFacts({ invocations: CALLS, changes: { appliedExtensions: [APPLIED] } }, WITH_EXTENSION),
  ],
  [
    'Rolled back by a CloudWatch alarm at 60 %',
    rolledBackFacts({ rolledBack: { afterMinutes: 18.5, ...BY_ALARM } }, { liveVersion: LIVE }),
  ],
  [
    'Rolled back by an alarm in the bake time',
    rolledBackFacts({ rolledBack: { afterMinutes: 41, ...BY_ALARM } }),
  ],
  ['Rolled back by a user', rolledBackFacts({ rolledBack: USER_STOP })],
  [
    'Rolled back by an extension',
    rolledBackFacts({
      rolledBack: {
        afterMinutes: 9,
        by: 'APPCONFIG',
        text: 'An AT_DEPLOYMENT_TICK action returned an error',
      },
      invocations: { ROLLBACK_STARTED: [TICK] },
    }),
  ],
  [
    'Rolled back after an internal error',
    rolledBackFacts({
      rolledBack: { afterMinutes: 3, by: 'INTERNAL_ERROR', text: 'Internal error. Start a new deployment.' },
    }),
  ],
  [
    'Timed out, left running',
    sampleFacts(
      { seenAfterMinutes: 20 },
      { outcome: { kind: 'timed-out', stopped: false, afterMs: 1_200_000 } },
    ),
  ],
  [
    'Timed out, stopped',
    sampleFacts(
      { rolledBack: { ...USER_STOP, afterMinutes: 20 } },
      { outcome: { kind: 'timed-out', stopped: true, afterMs: 1_200_000 } },
    ),
  ],
  [
    'Stopped on cancel',
    sampleFacts({ rolledBack: USER_STOP }, { outcome: { kind: 'cancelled', stopped: true } }),
  ],
  [
    'Cancelled, left running',
    sampleFacts({ seenAfterMinutes: 13 }, { outcome: { kind: 'cancelled', stopped: false } }),
  ],
  ['Cancelled before the start', withoutDeployment({ outcome: { kind: 'cancelled', stopped: false } })],
  [
    'Deployed to all targets, bake time goes on',
    sampleFacts({ seenAfterMinutes: 30.2 }, { outcome: { kind: 'deployed' } }),
  ],
  ['Started, not waited for', sampleFacts({ seenAfterMinutes: 0.02 }, { outcome: { kind: 'started' } })],
  ['Unchanged', sampleFacts({}, { outcome: { kind: 'unchanged' } })],
  ['Busy', withoutDeployment({ outcome: { kind: 'busy', otherNumber: 41 } })],
  [
    'Failed before anything was known',
    {
      outcome: {
        kind: 'failed',
        message:
          'The inputs are not complete:\n- environment is missing\n- configuration-version or configuration-file is missing',
      },
      nowMs: 0,
    },
  ],
  [
    'Failed: access denied at the start',
    withoutDeployment({
      outcome: {
        kind: 'failed',
        message:
          'StartDeployment was denied (AccessDeniedException): User arn:aws:sts::123456789012:assumed-role/appconfig-release/GitHubActions is not authorized to perform appconfig:StartDeployment. Give the role appconfig:StartDeployment on the application, the environment, the configuration profile and the deployment strategy.',
      },
    }),
  ],
  [
    'Failed: problems in the configuration file',
    withoutDeployment({
      outcome: {
        kind: 'failed',
        message:
          'The configuration does not pass its validators, and AppConfig would refuse it: flags.checkout.rollout must be at most 100 (and 1 more)',
      },
      fileProblems: [
        {
          file: 'config/checkout-flags.json',
          line: 14,
          column: 20,
          message: 'values.checkout.rollout must be at most 100, and is 120',
        },
        { file: 'config/checkout-flags.json', line: 22, message: 'flags.express has no name' },
      ],
    }),
  ],
  [
    'Failed: the token expired while watching',
    sampleFacts(
      { seenAfterMinutes: 25 },
      {
        outcome: {
          kind: 'failed',
          message:
            'The credentials have expired (ExpiredTokenException). Use role-to-assume, which refreshes them.',
        },
      },
    ),
  ],
  [
    'Watched to its end',
    sampleFacts(
      { strategy: CANARY },
      { operation: 'watch', warnings: ['The deployment was started by another run.'] },
    ),
  ],
  [
    'Rollback: stopped, as requested',
    sampleFacts(
      { rolledBack: USER_STOP },
      { operation: 'rollback', outcome: { kind: 'rolled-back', requested: true }, liveVersion: LIVE },
    ),
  ],
  [
    'Rollback: reverted, as requested, an hour after',
    sampleFacts(
      { reverted: { afterMinutes: 125 } },
      { operation: 'rollback', outcome: { kind: 'reverted', requested: true }, liveVersion: LIVE },
    ),
  ],
  [
    'Rollback: reverted two days later',
    sampleFacts(
      { strategy: FOUR_MINUTES, reverted: { afterMinutes: 2 * 1440 + 75 } },
      { operation: 'rollback', outcome: { kind: 'reverted', requested: true }, liveVersion: LIVE },
    ),
  ],
  [
    'Rollback: done before',
    sampleFacts(
      { rolledBack: USER_STOP },
      {
        operation: 'rollback',
        outcome: { kind: 'rolled-back', requested: true, wasBefore: true },
        liveVersion: { ...LIVE, again: false },
      },
    ),
  ],
  [
    'Plan: feature flags',
    withoutDeployment({
      operation: 'plan',
      kms: undefined,
      outcome: { kind: 'planned', hasChanges: true },
      configurationVersion: undefined,
      versionLabel: undefined,
      plan: featureFlagPlan,
    }),
  ],
  [
    'Plan: a file, encrypted, no alarms',
    withoutDeployment({
      operation: 'plan',
      outcome: { kind: 'planned', hasChanges: true },
      configurationVersion: undefined,
      versionLabel: undefined,
      plan: filePlan,
    }),
  ],
  [
    'Plan: nothing to do',
    withoutDeployment({
      operation: 'plan',
      outcome: { kind: 'planned', hasChanges: false },
      plan: nothingPlan,
    }),
  ],
  ['Strategy: instant', sampleFacts({ strategy: INSTANT })],
  ['Strategy: all at once with bake time', sampleFacts({ strategy: QUICK })],
  ['Strategy: 4 minutes', sampleFacts({ strategy: FOUR_MINUTES })],
  ['Strategy: exponential', sampleFacts({ strategy: CANARY })],
  ['Strategy: a day and a day of bake time', sampleFacts({ strategy: DAY_LONG })],
  [
    'Strategy: a hundred steps',
    sampleFacts({
      strategy: HUNDRED_STEPS,
      invocations: {
        PERCENTAGE_UPDATED: [{ extensionIdentifier: 'audit', actionName: 'ON_DEPLOYMENT_STEP' }],
      },
    }),
  ],
  [
    'Strategy: a hundred steps, rolled back',
    rolledBackFacts({ strategy: HUNDRED_STEPS, rolledBack: { afterMinutes: 33, ...BY_ALARM } }),
  ],
  [
    'Preview environment: created, and deployed at once',
    sampleFacts({ strategy: INSTANT }, { environment: PREVIEW, environmentCreated: true, kms: undefined }),
  ],
  ['Preview environment: removed', removalFacts({ outcome: { kind: 'removed', wasBefore: false } })],
  ['Preview environment: gone before', removalFacts({ outcome: { kind: 'removed', wasBefore: true } })],
  [
    'Preview environment: not removed',
    removalFacts({
      environment: { id: 'p7d2e4f', name: 'production' },
      outcome: {
        kind: 'failed',
        message:
          'Environment production of shop is not removed: this action did not create it, since it has no tag appconfig-deploy:created-by. Remove it by hand if it is really to go.',
      },
    }),
  ],
  ['Hostile text everywhere', hostileFacts()],
]

const CHANGES = {
  pullRequest: 12,
  url: 'https://github.com/octo-org/shop/pull/12/files#diff-0a1b2c',
  file: 'configuration/checkout-flags.json',
}
const COMMENTED = {
  region: 'eu-central-1',
  application: 'shop',
  environment: 'pr-12',
  configurationProfile: 'checkout-flags',
}

/** Every kind of comment on a pull request. */
const comments: readonly (readonly [title: string, facts: CommentFacts])[] = [
  ['deployed', sampleFacts({ strategy: INSTANT }, { environment: PREVIEW, kms: undefined })],
  ['in progress', { ...sampleFacts({ seenAfterMinutes: 13 }), outcome: undefined }],
  [
    'rolled back',
    rolledBackFacts({ rolledBack: { afterMinutes: 18.5, ...BY_ALARM } }, { liveVersion: LIVE }),
  ],
  [
    'plan',
    withoutDeployment({
      operation: 'plan',
      kms: undefined,
      outcome: { kind: 'planned', hasChanges: true },
      configurationVersion: undefined,
      versionLabel: undefined,
      plan: featureFlagPlan,
    }),
  ],
  ['removed', removalFacts({ outcome: { kind: 'removed', wasBefore: false } })],
  ['hostile text everywhere', hostileFacts()],
]

export const previews: readonly Preview[] = [
  ...summaries.map(([title, facts]) => ({ title, markdown: deploymentSummary(facts) })),
  ...comments.map(([title, facts]) => ({
    title: `Comment: ${title}`,
    markdown: pullRequestComment(COMMENTED, { ...facts, changes: CHANGES }),
  })),
  {
    title: 'Post: stopped what a killed step left',
    markdown: postSummary(
      'Deployment 42, which the step had started, has ended as ROLLED_BACK.',
      sampleDeployment({ strategy: LINEAR, rolledBack: USER_STOP }),
      'eu-central-1',
      STARTED_AT_MS,
    ),
  },
  {
    title: 'Post: could not find out',
    markdown: postSummary(
      'Deployment 42 may go on: it could not be brought to an end. Access denied.',
      undefined,
      'eu-central-1',
      STARTED_AT_MS,
    ),
  },
]
