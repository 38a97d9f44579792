import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Outcome } from '../../../../src/deployment/outcome.js'
import { rollbackReason } from '../../../../src/deployment/rollback-reason.js'
import { type CommentFacts, pullRequestComment } from '../../../../src/report/comment/pull-request-comment.js'
import { anyText, HOSTILE } from '../any-text.js'
import { structureOf } from '../rendered.js'
import { deployment, event, facts, ROLLED_BACK } from '../sample-facts.js'

const TARGET = {
  region: 'us-east-1',
  application: 'shop',
  environment: 'production',
  configurationProfile: 'settings',
}
const CHANGES = { pullRequest: 12, url: 'https://github.com/octo/shop/pull/12/files#diff-0a1b' }
const PLAN = {
  hasChanges: true,
  configuration: 'publishes flags.json',
  strategy: deployment().strategy,
  alarmArns: [],
  running: 'nothing',
  latestDeploymentNumber: 6,
}

const comment = (changes: Partial<CommentFacts> = {}, maxBytes?: number) =>
  pullRequestComment(TARGET, { ...facts(), changes: CHANGES, ...changes }, maxBytes)

describe('the comment', () => {
  test('of a complete deployment is a verdict and a table', () => {
    const console = facts().consoleUrl ?? ''
    expect(comment()).toBe(
      [
        '<!-- appconfig-deploy region=us-east-1 application=shop environment=production configuration-profile=settings -->',
        '',
        '### ✅ Deployed <strong>settings</strong> version 3 to <strong>production</strong> in 25 min',
        '',
        `| Deployment | [7](${console}) · COMPLETE · us-east-1 |`,
        '| :-- | :-- |',
        '| Environment | production of shop |',
        '| Configuration | <strong>settings</strong> · version 3 |',
        '| Time | 2026-11-22 02:15:00 – 02:40:03 UTC · 25 min 3 s |',
        '| KMS key | no customer managed key |',
        '| Diff | [changes of pull request 12](https://github.com/octo/shop/pull/12/files#diff-0a1b) |',
        '| Run | [log and summary](https://github.com/octo/shop/actions/runs/42) |',
        '',
      ].join('\n'),
    )
  })

  test('without an outcome says that the deployment is in progress', () => {
    const inProgress = deployment({ state: 'DEPLOYING', percentageComplete: 40 })
    const body = comment({ outcome: undefined, deployment: inProgress })
    expect(body).toContain(
      '### ⏳ Deploying <strong>settings</strong> version 3 to <strong>production</strong>',
    )
    expect(body).toContain('· DEPLOYING at 40 % ·')
    expect(body).toContain(' so far |')
    expect(body).not.toContain('> [!')
  })

  test('of a rollback has the reason and what to do', () => {
    const taken = deployment({ state: 'ROLLED_BACK', events: ROLLED_BACK })
    const outcome: Outcome = { kind: 'rolled-back', requested: false }
    const body = comment({ outcome, deployment: taken, rollbackReason: rollbackReason(ROLLED_BACK) })
    expect(body).toContain('> [!CAUTION]')
    expect(body).toContain('by CloudWatch alarm checkout-errors')
    expect(body).toContain('deploy a mended version')
  })

  test('names the file whose changes it links to', () => {
    const body = comment({ changes: { ...CHANGES, file: 'config/@octocat.json' } })
    expect(body).toContain('[changes of config/&#64;&#8203;octocat.json](https://')
  })

  test('has the plan, and its difference where there is room', () => {
    const body = comment({
      outcome: { kind: 'planned', hasChanges: true },
      plan: { ...PLAN, isDiffRequested: true, diff: '- `a`' },
    })
    expect(body).toContain('| Plan | would change something ·')
    expect(body).toContain('- `a`')
    expect(body).not.toContain('Shortened')
  })

  test.each([
    ['not asked for', undefined],
    ['refused', false],
  ])('has no configuration values where show-diff is %s', (_, isDiffRequested) => {
    const plan = { ...PLAN, isDiffRequested, diff: `- secret ${'x'.repeat(100_000)}` }
    const body = comment({ outcome: { kind: 'planned', hasChanges: true }, plan })
    expect(body).not.toContain('secret x')
    expect(body).toContain('show-diff: true')
    expect(body).not.toContain('Shortened')
  })

  test('of a plan with a long difference leaves that out, and says where it is', () => {
    const plan = { ...PLAN, isDiffRequested: true, diff: 'x'.repeat(100_000) }
    const body = comment({ outcome: { kind: 'planned', hasChanges: true }, plan })
    expect(body.length).toBeLessThan(65_536)
    expect(body).toContain('The difference is too long for a comment')
    expect(body).toContain(
      '_Shortened: [the summary of the run](https://github.com/octo/shop/actions/runs/42) has it all._',
    )
    expect(body).toContain('publishes flags.json')
  })
})

describe('text from outside', () => {
  const saying = (text: string): CommentFacts => {
    const named = { id: `id${text}`, name: `name${text}` }
    return {
      ...facts(),
      outcome: { kind: 'failed', message: `m${text}` },
      application: named,
      environment: named,
      profile: named,
      region: `r${text}`,
      kms: { requested: `k${text}`, arn: `a${text}` },
      deployment: deployment({ configurationVersion: `v${text}`, versionLabel: `l${text}` }),
      changes: { ...CHANGES, file: `f${text}` },
      plan: { ...PLAN, running: `r${text}` },
      warnings: [`w${text}`],
    }
  }
  const target = (text: string) => ({ ...TARGET, environment: text })
  // A message keeps its lines.
  const shownTags = (text: string) =>
    structureOf(pullRequestComment(target(text), saying(text)).replace(/^<!--.*-->/, '')).filter(
      (tag) => tag !== '<br>',
    )
  const structure = shownTags('x')

  test.each(HOSTILE.map((text) => [text]))('changes no element: %j', (text) => {
    expect(shownTags(text)).toEqual(structure)
  })

  test('changes no element, whatever it is', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(shownTags(text)).toEqual(structure)
      }),
    )
  })

  test('is cut so that the comment fits, however much it is', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 3000 }), (text, times) => {
        const facts = saying(text.repeat(times))
        const body = pullRequestComment(TARGET, {
          ...facts,
          warnings: Array<string>(60).fill('w'.repeat(3000)),
        })
        expect(Buffer.byteLength(body)).toBeLessThanOrEqual(65_001)
        expect(body).toMatch(/^<!-- .* -->\n\n### ❌ Failed while deploying <strong>name/)
      }),
      { numRuns: 30 },
    )
  })
})

test('a log of 10,000 events makes the comment no longer', () => {
  const events = Array.from({ length: 10_000 }, (_, i) => event('PERCENTAGE_UPDATED', `step ${i}`, i * 1000))
  expect(comment({ deployment: deployment({ events }) }).length).toBe(
    comment({ deployment: deployment({ events: events.slice(0, 1) }) }).length,
  )
})

describe('what is not known yet', () => {
  test.each<[string, Partial<CommentFacts>]>([
    ['the deployment', { deployment: undefined }],
    ['the environment', { environment: undefined }],
    ['the application', { application: undefined }],
    ['the changes', { changes: undefined }],
    ['the run', { run: undefined }],
    ['the outcome', { outcome: undefined }],
    ['the file of the changes', { changes: { ...CHANGES, file: 'flags.json' } }],
  ])('is left out: %s', (_, changes) => {
    const text = comment(changes)
    expect(text).not.toMatch(/undefined|\[object/)
    expect(text).toMatch(/^<!-- appconfig-deploy /)
  })
})
