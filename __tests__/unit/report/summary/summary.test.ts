import { describe, expect, test } from '@jest/globals'
import type { Outcome } from '../../../../src/deployment/outcome.js'
import { rollbackReason } from '../../../../src/deployment/rollback-reason.js'
import { deploymentSummary } from '../../../../src/report/summary/summary.js'
import type { SummaryFacts } from '../../../../src/deployment/facts.js'
import { renderedHtml, tagsOf, textOf } from '../rendered.js'
import { deployment, DONE, event, facts, ROLLED_BACK, START_MS, STEPS } from '../sample-facts.js'

const going = deployment({ state: 'DEPLOYING', percentageComplete: 40, events: STEPS })
const back = deployment({ state: 'ROLLED_BACK', percentageComplete: 0, events: ROLLED_BACK })
const reason = rollbackReason(ROLLED_BACK)!
const byUser = rollbackReason([event('ROLLBACK_COMPLETED', 'Stopped', 1, 'USER')])!

const byExtension = rollbackReason([
  event('ROLLBACK_STARTED', '', 1, 'APPCONFIG', [
    { extensionIdentifier: 'canary', actionName: 'AT_DEPLOYMENT_TICK', errorCode: '500' },
  ]),
])!

const LIVE = {
  kind: 'version',
  number: 5,
  configurationName: 'settings',
  configurationVersion: '2',
  versionLabel: 'v1.1.0',
} as const

const headingOf = (summary: string): string => textOf(/<h2>(.*)<\/h2>/.exec(renderedHtml(summary))![1]!)
const alertOf = (summary: string): string =>
  summary
    .split('\n')
    .filter((line) => line.startsWith('>'))
    .join('\n')

const outcomes: [Outcome, Partial<SummaryFacts>, string, string][] = [
  [{ kind: 'complete' }, {}, '✅ Deployed settings version 3 to production in 25 min', ''],
  [
    { kind: 'deployed' },
    { deployment: deployment({ state: 'BAKING', events: DONE.slice(0, 5) }) },
    '✅ Deployed settings version 3 to all targets of production; bake time goes on',
    'the 10 min of bake time',
  ],
  [
    { kind: 'started' },
    { deployment: going },
    '🚀 Started to deploy settings version 3 to production',
    'aws appconfig get-deployment --application-id abc1234 --environment-id def5678 --deployment-number 7 --region us-east-1',
  ],
  [
    { kind: 'started' },
    { deployment: going },
    '🚀 Started to deploy settings version 3 to production',
    ', or `operation: watch` with `deployment-number: 7`',
  ],
  [
    { kind: 'unchanged' },
    { deployment: undefined },
    '✅ Nothing to deploy: production already runs settings version 3',
    '',
  ],
  [
    { kind: 'rolled-back', requested: false },
    { rollbackReason: reason, deployment: back },
    '❌ Rolled back settings version 3 in production after 7 min at 40 %, by CloudWatch alarm checkout-errors',
    '**Why:** CloudWatch alarm [<strong>checkout-errors</strong>](https://console.aws.amazon.com/cloudwatch/home?region=us-east-1#alarmsV2:alarm/checkout-errors) went off.',
  ],
  [
    { kind: 'rolled-back', requested: false },
    { rollbackReason: reason, deployment: back, liveVersion: { ...LIVE, again: true } },
    '❌ Rolled back settings version 3 in production after 7 min at 40 %, by CloudWatch alarm checkout-errors',
    '> - **How far:** 40 % of the targets, 7 min after the start.\n> - **Runs now:** settings version 2 (v1.1.0) from deployment 5 is live again.',
  ],
  [
    { kind: 'rolled-back', requested: false },
    { rollbackReason: byUser, deployment: back },
    '❌ Rolled back settings version 3 in production after 0 s, by a user',
    '[StopDeployment event in CloudTrail](https://console.aws.amazon.com/cloudtrailv2/home?region=us-east-1#/events?EventName=StopDeployment)',
  ],
  [
    { kind: 'rolled-back', requested: false },
    { rollbackReason: byExtension, deployment: back },
    '❌ Rolled back settings version 3 in production after 0 s, because AT_DEPLOYMENT_TICK of extension canary failed (500)',
    'mend the extension',
  ],
  [
    { kind: 'rolled-back', requested: false },
    { deployment: back },
    '❌ Rolled back settings version 3 in production',
    '**Why:** the event log does not say.',
  ],
  [
    { kind: 'rolled-back', requested: true },
    { rollbackReason: reason, deployment: back },
    '✅ Rolled back settings version 3 in production, as requested',
    '',
  ],
  [
    { kind: 'reverted', requested: false },
    { rollbackReason: { ...byUser, kind: 'revert' }, deployment: back },
    '❌ Reverted settings version 3 in production, by a user',
    '> - **Why:** a user reverted it.\n> - **AppConfig says:** Stopped\n',
  ],
  [
    { kind: 'reverted', requested: true },
    { deployment: back },
    '✅ Reverted settings version 3 in production, as requested',
    '',
  ],
  [
    { kind: 'reverted', requested: true },
    { deployment: back, liveVersion: { ...LIVE, again: true } },
    '✅ Reverted settings version 3 in production, as requested',
    '> [!NOTE]\n> <strong>settings version 2 (v1.1.0) from deployment 5 is live again.</strong>',
  ],
  [
    { kind: 'rolled-back', requested: true, wasBefore: true },
    { rollbackReason: reason, deployment: back, liveVersion: { ...LIVE, again: false } },
    '✅ Nothing to do: settings version 3 in production was rolled back before',
    'settings version 2 (v1.1.0) from deployment 5 is live.',
  ],
  [
    { kind: 'reverted', requested: true, wasBefore: true },
    { deployment: back, liveVersion: { kind: 'none', configurationName: 'settings' } },
    '✅ Nothing to do: settings version 3 in production was reverted before',
    'No other completed deployment of settings is known',
  ],
  [
    { kind: 'failed', message: 'no such deployment' },
    { operation: 'rollback', deployment: undefined },
    '❌ Failed to roll back settings version 3 in production',
    '> <strong>no such deployment</strong>',
  ],
  [
    { kind: 'failed', message: 'access denied' },
    { operation: 'watch', deployment: going },
    '❌ Failed to watch settings version 3 in production',
    'goes on without this run',
  ],
  [
    { kind: 'cancelled', stopped: false },
    { operation: 'watch', deployment: undefined },
    '🛑 Cancelled before the deployment was found',
    '',
  ],
  [
    { kind: 'timed-out', stopped: false, afterMs: 2_100_000 },
    { deployment: going },
    '❌ Timed out after 35 min waiting for settings version 3 in production',
    '**Deployment 7 goes on without this run.**',
  ],
  [
    { kind: 'timed-out', stopped: true },
    { deployment: back },
    '❌ Timed out and stopped the deployment of settings version 3 to production',
    'longer `timeout`',
  ],
  [
    { kind: 'cancelled', stopped: true },
    { deployment: back },
    '🛑 Cancelled, and stopped the deployment of settings version 3 to production',
    'stopped and rolled back',
  ],
  [
    { kind: 'cancelled', stopped: false },
    { deployment: going },
    '🛑 Cancelled; the deployment of settings version 3 to production goes on',
    'goes on without this run',
  ],
  [
    { kind: 'cancelled', stopped: false },
    { deployment: undefined },
    '🛑 Cancelled before the deployment of settings version 3 to production was started',
    'Nothing was started.',
  ],
  [
    { kind: 'cancelled', stopped: false },
    { deployment: undefined, startUnconfirmed: true },
    '🛑 Cancelled while the deployment of settings version 3 to production was started',
    'A deployment may be in progress.',
  ],
  [
    { kind: 'busy', otherNumber: 6 },
    { deployment: undefined },
    '❌ Did not deploy settings version 3: production is busy',
    'Deployment 6 is in progress there',
  ],
  [
    { kind: 'failed', message: 'access denied' },
    { deployment: undefined },
    '❌ Failed to deploy settings version 3 to production',
    '<strong>access denied</strong>',
  ],
  [
    { kind: 'failed', message: 'the token expired' },
    { deployment: going },
    '❌ Failed while deploying settings version 3 to production',
    'goes on without this run',
  ],
]

describe('the verdict', () => {
  test.each(outcomes)('%j', (outcome, changes, heading, alert) => {
    const summary = deploymentSummary(facts({ outcome, ...changes }))
    expect(headingOf(summary)).toBe(heading)
    if (alert === '') expect(alertOf(summary)).toBe('')
    else expect(alertOf(summary)).toContain(alert)
  })

  test('stands alone when nothing else is known', () => {
    expect(deploymentSummary({ outcome: { kind: 'failed', message: 'a & b' }, nowMs: 0 })).toBe(
      [
        '## ❌ Failed before anything was started',
        '',
        '> [!CAUTION]',
        '> <strong>a &#38; b</strong>',
        '>',
        '> Nothing was started.',
        '',
      ].join('\n'),
    )
  })
})

describe('the facts', () => {
  const summary = deploymentSummary(
    facts({
      kms: { requested: 'alias/settings', arn: 'arn:aws:kms:us-east-1:123456789012:key/abc' },
      versionLabel: 'v1.2.0',
      warnings: ['first', 'second'],
    }),
  )
  test.each([
    [
      'the version with its label',
      '| Configuration | <strong>settings</strong> · version 3 · label v1.2.0 |',
    ],
    ['the strategy', '| Strategy | careful · linear, 20 % a step over 15 min, then 10 min bake time |'],
    ['the time', '| Time | 2026-11-22 02:15:00 – 02:40:03 UTC · 25 min 3 s |'],
    [
      'the key',
      '| KMS key | [<code>alias/settings</code>](https://console.aws.amazon.com/kms/home?region=us-east-1#/kms/keys/abc) |',
    ],
    [
      'the run',
      '| Run by | octocat · commit [<code>0123456</code>](https://github.com/octo/shop/commit/0123456) of octo/shop · [workflow run](https://github.com/octo/shop/actions/runs/42) |',
    ],
    ['the console', '| Deployment | [7](https://console.aws.amazon.com/'],
    ['the application', '| Application | [shop](https://console.aws.amazon.com/systems-manager/appconfig/'],
    ['the IDs, folded', '<details><summary>Identifiers</summary>\n\n| What | ID or ARN |'],
    ['the whole key', '| KMS key | <code>arn:aws:kms:us-east-1:123456789012:key/abc</code> |'],
    ['the warnings', '> [!WARNING]\n> first\n>\n> second'],
  ])('%s', (_, markdown) => {
    expect(summary).toContain(markdown)
  })

  test('a key that the deployment does not confirm is not shown as used', () => {
    expect(deploymentSummary(facts({ kms: { requested: 'alias/settings' } }))).toContain(
      '| KMS key | asked for <code>alias/settings</code>, not confirmed |',
    )
  })
})

test('a deployment that goes on has no end', () => {
  const summary = deploymentSummary(facts({ outcome: { kind: 'started' }, deployment: going }))
  expect(summary).toContain(' · DEPLOYING at 40 % · us-east-1 |')
  expect(summary).toContain('| Time | 2026-11-22 02:15:00 – 02:40:20 UTC · 25 min 20 s so far |')
})

test('a deployment that was taken back ended with its last event, not with its completion', () => {
  const events = [...DONE, event('REVERT_COMPLETED', 'Reverted', 3_600_000, 'USER')]
  const reverted = deployment({ state: 'REVERTED', events })
  expect(deploymentSummary(facts({ deployment: reverted }))).toContain(
    '| Time | 2026-11-22 02:15:00 – 03:15:00 UTC · 1 h |',
  )
  expect(deploymentSummary(facts({ deployment: back }))).toContain(
    '| Time | 2026-11-22 02:15:00 – 02:22:08 UTC · 7 min 8 s |',
  )
})

describe('the extensions', () => {
  const published = { name: 'notify', id: 'ext1234', arn: 'arn:x', version: 4, reused: false }
  const applied = { extensionId: 'ext1234', versionNumber: 3, parameters: { url: 'https://secret.example' } }
  test.each<[string, Partial<SummaryFacts>, string]>([
    ['published', { publishedExtension: published }, 'Published <strong>notify</strong> version 4.\n'],
    [
      'reused and replaced',
      {
        publishedExtension: {
          ...published,
          reused: true,
          association: { change: 'replaced', resource: 'environment production', previousVersion: 3 },
        },
      },
      'version 4 was published before with this definition. It replaces version 3 in the association with environment production.',
    ],
    [
      'applied, with what only the caller knows',
      { appliedExtensions: [{ applied, name: 'notify', warning: 'Not the published version.' }] },
      '| notify <code>ext1234</code> | 3 ⚠️ |  | <code>url</code> |\n\n⚠️ Not the published version.',
    ],
    [
      'applied, from the deployment alone',
      { deployment: deployment({ appliedExtensions: [applied] }) },
      '| <code>ext1234</code> | 3 |  | <code>url</code> |',
    ],
  ])('%s', (_, changes, markdown) => {
    expect(deploymentSummary(facts(changes))).toContain(markdown)
    expect(deploymentSummary(facts(changes))).not.toContain('secret')
  })

  test('each call with its result, failures first, alike ones once', () => {
    const again = { extensionIdentifier: 'audit', actionName: 'ON_DEPLOYMENT_STEP' }
    const events = [...STEPS, event('PERCENTAGE_UPDATED', '60.00%', 600_000, 'APPCONFIG', [again])]
    expect(deploymentSummary(facts({ deployment: deployment({ events }) }))).toContain(
      [
        '| Called | When | Result |',
        '| :-- | :-- | :-- |',
        '| ON_DEPLOYMENT_STEP of notify | +6:01<br>PERCENTAGE_UPDATED | ❌ AccessDenied: not authorised to invoke<br><code>arn:aws:lambda:us-east-1:123456789012:function:notify</code><br><code>abc-1</code> |',
        '| ON_DEPLOYMENT_STEP of audit | 2 times, +6:01 … +10:00<br>PERCENTAGE_UPDATED | ✅ called |',
      ].join('\n'),
    )
  })

  test('no section without any', () => {
    expect(deploymentSummary(facts({ deployment: deployment({ events: [] }) }))).not.toContain('Extensions')
  })
})

describe('the event log', () => {
  test('tells each event with its calls', () => {
    const summary = deploymentSummary(facts())
    expect(summary).toContain('| UTC | After | Event | By | What it says |')
    expect(summary).toContain(
      '| 02:15:00 | +0:00 | DEPLOYMENT_STARTED | USER | Deployment started |\n' +
        '| 02:18:01 | +3:01 | PERCENTAGE_UPDATED | APPCONFIG | Configuration available to 20.00% of clients |\n',
    )
    expect(summary).toContain('of clients<br>❌ ON_DEPLOYMENT_STEP of notify failed |')
    expect(summary).not.toContain('All 6 events')
  })

  test('gives the date of each event when there are several', () => {
    const events = [event('A', 'a', 0), event('B', 'b', 86_400_000)]
    const summary = deploymentSummary(facts({ deployment: deployment({ events }) }))
    expect(summary).toContain('| 11-22&nbsp;02:15:00 | +0:00 | A |')
    expect(summary).toContain('| 11-23&nbsp;02:15:00 | +24:00:00 | B |')
  })

  test('is folded when it is long, and is a table still', () => {
    const events = Array.from({ length: 40 }, (_, i) => event('PERCENTAGE_UPDATED', `step ${i}`, i * 1000))
    const summary = deploymentSummary(facts({ deployment: deployment({ events }) }))
    expect(summary).toContain('<details><summary>All 40 events</summary>')
    expect(summary).not.toMatch(/### Event log\n\n\|/)
    const html = renderedHtml(summary).split('<details>')[1]!
    expect(tagsOf(html).filter((tag) => tag === '<tr>')).toHaveLength(41)
  })

  test('shows the last events of a long log before the fold when the deployment was taken back', () => {
    const steps = Array.from({ length: 40 }, (_, i) => event('PERCENTAGE_UPDATED', `step ${i}`, i * 1000))
    const events = [...steps, event('ROLLBACK_COMPLETED', 'back', 60_000)]
    const summary = deploymentSummary(facts({ deployment: deployment({ state: 'ROLLED_BACK', events }) }))
    const before = summary.split('### Event log')[1]!.split('<details>')[0]!
    expect(Array.from(before.matchAll(/\| (step \d+|back) \|/g), (match) => match[1])).toEqual([
      'step 36',
      'step 37',
      'step 38',
      'step 39',
      'back',
    ])
  })

  test('times that the service did not tell stay empty', () => {
    const events = [{ type: 'A', triggeredBy: 'USER', description: 'a', invocations: [] }]
    const summary = deploymentSummary(facts({ deployment: deployment({ events, startedAtMs: START_MS }) }))
    expect(summary).toContain('|  |  | A | USER | a |')
  })
})
