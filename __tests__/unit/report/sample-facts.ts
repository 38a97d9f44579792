import type { ActionInvocation, Deployment, DeploymentEvent } from '../../../src/deployment/deployment.js'
import type { SummaryFacts } from '../../../src/deployment/facts.js'

export const START_MS = Date.UTC(2026, 10, 22, 2, 15, 0)
export const ALARM_ARN = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:checkout-errors'

export const event = (
  type: string,
  description: string,
  afterMs: number,
  triggeredBy = 'APPCONFIG',
  invocations: readonly ActionInvocation[] = [],
): DeploymentEvent => ({ type, triggeredBy, description, occurredAtMs: START_MS + afterMs, invocations })

export const FAILED_INVOCATION: ActionInvocation = {
  extensionIdentifier: 'notify',
  actionName: 'ON_DEPLOYMENT_STEP',
  uri: 'arn:aws:lambda:us-east-1:123456789012:function:notify',
  errorCode: 'AccessDenied',
  errorMessage: 'not authorised to invoke',
  invocationId: 'abc-1',
}

export const STEPS: readonly DeploymentEvent[] = [
  event('DEPLOYMENT_STARTED', 'Deployment started', 0, 'USER'),
  event('PERCENTAGE_UPDATED', 'Configuration available to 20.00% of clients', 181_000),
  event('PERCENTAGE_UPDATED', 'Configuration available to 40.00% of clients', 361_500, 'APPCONFIG', [
    FAILED_INVOCATION,
    { extensionIdentifier: 'audit', actionName: 'ON_DEPLOYMENT_STEP' },
  ]),
]

export const DONE: readonly DeploymentEvent[] = [
  ...STEPS,
  event('PERCENTAGE_UPDATED', 'Configuration available to 100.00% of clients', 722_600),
  event('BAKE_TIME_STARTED', 'Deployment bake time started', 903_500),
  event('DEPLOYMENT_COMPLETED', 'Deployment completed', 1_503_500),
]

export const ROLLED_BACK: readonly DeploymentEvent[] = [
  ...STEPS,
  event('ROLLBACK_STARTED', `Rolled back by alarm ${ALARM_ARN}.`, 420_000, 'CLOUDWATCH_ALARM'),
  event('ROLLBACK_COMPLETED', 'Rollback completed', 428_000, 'CLOUDWATCH_ALARM'),
]

export const deployment = (changes: Partial<Deployment> = {}): Deployment => ({
  applicationId: 'abc1234',
  environmentId: 'def5678',
  configurationProfileId: 'ghi9012',
  deploymentStrategyId: 'str4567',
  number: 7,
  configurationName: 'settings',
  configurationVersion: '3',
  description: 'Release',
  strategy: { durationMinutes: 15, bakeMinutes: 10, growthType: 'LINEAR', growthFactor: 20 },
  state: 'COMPLETE',
  percentageComplete: 100,
  events: DONE,
  startedAtMs: START_MS,
  completedAtMs: START_MS + 1_503_500,
  appliedExtensions: [],
  ...changes,
})

export const facts = (changes: Partial<SummaryFacts> = {}): SummaryFacts => ({
  outcome: { kind: 'complete' },
  application: { id: 'abc1234', name: 'shop' },
  environment: { id: 'def5678', name: 'production' },
  profile: { id: 'ghi9012', name: 'settings' },
  strategy: { id: 'str4567', name: 'careful' },
  configurationVersion: '3',
  region: 'us-east-1',
  consoleUrl:
    'https://console.aws.amazon.com/systems-manager/appconfig/applications/abc1234/environments/def5678/deployments/7?region=us-east-1',
  deployment: deployment(),
  description: 'Release of the checkout',
  run: {
    actor: 'octocat',
    repository: 'octo/shop',
    sha: '0123456789abcdef0123456789abcdef01234567',
    commitUrl: 'https://github.com/octo/shop/commit/0123456',
    runUrl: 'https://github.com/octo/shop/actions/runs/42',
  },
  nowMs: START_MS + 1_520_000,
  ...changes,
})
