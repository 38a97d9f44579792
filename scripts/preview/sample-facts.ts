import { withoutMarker } from '../../src/deployment/provenance.js'
import { rollbackReason } from '../../src/deployment/rollback-reason.js'
import { deploymentConsoleUrl } from '../../src/report/text/console-link.js'
import type { SummaryFacts } from '../../src/deployment/facts.js'
import { ALARM_ARN, KEY_ARN, sampleDeployment, type SampleCourse, STARTED_AT_MS } from './sample-rollout.js'

const MINUTE = 60_000

/** AppConfig.Linear20PercentEvery6Minutes. */
export const LINEAR = {
  durationMinutes: 30,
  bakeMinutes: 30,
  growthType: 'LINEAR',
  growthFactor: 20,
} as const
export const FAILED_NOTIFICATION = {
  extensionIdentifier: 'release-notifications',
  actionName: 'tell-start',
  uri: 'arn:aws:sns:eu-central-1:123456789012:releases',
  errorCode: 'AuthorizationError',
  errorMessage:
    'User: arn:aws:sts::123456789012:assumed-role/appconfig-notifications/AppConfig is not authorized to perform: SNS:Publish on resource: arn:aws:sns:eu-central-1:123456789012:releases',
  invocationId: '0f9c7b1e',
}
export const BY_ALARM = {
  by: 'CLOUDWATCH_ALARM',
  text: `Deployment rolled back: ${ALARM_ARN} is in ALARM`,
} as const

/** The facts of a run that deployed, with what a run learns on the way. */
export function sampleFacts(
  course: Partial<SampleCourse>,
  changes: Partial<SummaryFacts> = {},
): SummaryFacts {
  const deployment = sampleDeployment({ strategy: LINEAR, ...course })
  const region = 'eu-central-1'
  const lastEventMs = deployment.events.at(-1)?.occurredAtMs ?? STARTED_AT_MS
  const seenMs = STARTED_AT_MS + (course.seenAfterMinutes ?? 0) * MINUTE
  return {
    outcome: { kind: 'complete' },
    operation: 'deploy',
    application: { id: 'k3x9a1b', name: 'shop' },
    environment: { id: 'p7d2e4f', name: 'production' },
    profile: { id: 'c8f1g5h', name: 'checkout-flags', type: 'AWS.AppConfig.FeatureFlags' },
    strategy: {
      id: 'AppConfig.Linear20PercentEvery6Minutes',
      name: 'AppConfig.Linear20PercentEvery6Minutes',
    },
    configurationVersion: '12',
    versionLabel: 'v2.4.0',
    description: withoutMarker(deployment.description),
    region,
    consoleUrl: deploymentConsoleUrl({ partition: 'aws', region, ...deployment }),
    deployment,
    kms: { requested: 'alias/appconfig-production', arn: KEY_ARN },
    run: {
      actor: 'octocat',
      repository: 'octo-org/shop',
      sha: 'ffac537e6cbbf934b08745a378932722df287a53',
      commitUrl: 'https://github.com/octo-org/shop/commit/ffac537e6cbbf934b08745a378932722df287a53',
      runUrl: 'https://github.com/octo-org/shop/actions/runs/9876543210',
    },
    nowMs: Math.max(lastEventMs, seenMs),
    ...changes,
  }
}

/** The facts of a run whose deployment was rolled back, with the reason as the run finds it. */
export function rolledBackFacts(
  course: Partial<SampleCourse>,
  changes: Partial<SummaryFacts> = {},
): SummaryFacts {
  const facts = sampleFacts(course)
  const reason = rollbackReason(facts.deployment?.events ?? [], { alarmArns: [ALARM_ARN] })
  const why = reason === undefined ? {} : { reason }
  return { ...facts, outcome: { kind: 'rolled-back', requested: false, ...why }, ...changes }
}
