import { featureFlagChanges } from '../../src/configuration/flags/changes.js'
import { lineDiff } from '../../src/configuration/line-diff.js'
import { configurationDiffSection } from '../../src/report/summary/configuration-diff.js'
import type { PlanFacts } from '../../src/deployment/facts.js'
import { LINEAR } from './sample-facts.js'
import { ALARM_ARN } from './sample-rollout.js'

const BEFORE = {
  flags: {
    express: { name: 'Express checkout' },
    invoices: { name: 'Pay by invoice', attributes: { limit: { constraints: { type: 'number' } } } },
  },
  values: { express: { enabled: false }, invoices: { enabled: true, limit: 200 } },
  version: '1',
}
const AFTER = {
  flags: { ...BEFORE.flags, wallets: { name: 'Wallets' } },
  values: {
    express: { enabled: true },
    invoices: { enabled: true, limit: 500 },
    wallets: { enabled: false },
  },
  version: '1',
}
const pretty = (content: unknown) => `${JSON.stringify(content, undefined, 2)}\n`

export const featureFlagPlan: PlanFacts = {
  hasChanges: true,
  configuration: 'publishes config/checkout-flags.json as a new version, after 11',
  extension:
    'publishes release-notifications version 4, and repoints the association with environment production from version 3',
  strategy: LINEAR,
  alarmArns: [ALARM_ARN, ALARM_ARN.replace('5xx-rate', 'latency-p99')],
  running: 'version 11 (v2.3.1), by deployment 41',
  latestDeploymentNumber: 41,
  diff: configurationDiffSection(
    { flagChanges: featureFlagChanges(BEFORE, AFTER), lines: lineDiff(pretty(BEFORE), pretty(AFTER)) },
    100_000,
  ),
}

export const filePlan: PlanFacts = {
  hasChanges: true,
  configuration: 'publishes config/limits.yml as a new version, after 3',
  strategy: { durationMinutes: 1440, bakeMinutes: 600, growthType: 'LINEAR', growthFactor: 2 },
  kmsKeyIdentifier: 'alias/appconfig-production',
  alarmArns: [],
  running: 'nothing that is known of this configuration profile',
  inProgress: 40,
  latestDeploymentNumber: 40,
  diffHidden: 'Not shown because a KMS key is involved; show-diff: true shows it.',
}

export const nothingPlan: PlanFacts = {
  hasChanges: false,
  configuration: 'uses version 12 (v2.4.0)',
  strategy: LINEAR,
  kmsKeyIdentifier: 'alias/appconfig-production',
  alarmArns: [ALARM_ARN],
  running: 'version 12 (v2.4.0), by deployment 42',
  latestDeploymentNumber: 42,
}
