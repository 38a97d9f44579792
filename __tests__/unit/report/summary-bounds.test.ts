import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { DeploymentEvent } from '../../../src/deployment/deployment.js'
import { rollbackReason } from '../../../src/deployment/rollback-reason.js'
import { deploymentSummary } from '../../../src/report/summary/summary.js'
import type { SummaryFacts } from '../../../src/deployment/facts.js'
import { anyText, HOSTILE } from './any-text.js'
import { renderedHtml, structureOf, tagsOf } from './rendered.js'
import { deployment, event, facts } from './sample-facts.js'

const bytes = (text: string): number => Buffer.byteLength(text)

/** Facts whose every text from outside is `text`. */
function saying(text: string, eventCount = 2): SummaryFacts {
  const named = { id: `id${text}`, name: `name${text}` }
  const invocation = {
    extensionIdentifier: text,
    actionName: text,
    uri: `u${text}`,
    errorCode: text,
    errorMessage: `e${text}`,
    invocationId: `i${text}`,
  }
  const events: DeploymentEvent[] = Array.from({ length: eventCount }, (_, i) =>
    event(i === eventCount - 1 ? 'ROLLBACK_STARTED' : `X${text}`, `d${text}`, i * 1000, `t${text}`, [
      invocation,
    ]),
  )
  const applied = { extensionId: `x${text}`, versionNumber: 1, parameters: { [`p${text}`]: text } }
  return facts({
    outcome: { kind: 'rolled-back', requested: false },
    rollbackReason: rollbackReason(events),
    application: named,
    environment: named,
    profile: named,
    strategy: named,
    description: `d${text}`,
    region: `r${text}`,
    deployment: deployment({
      configurationVersion: `v${text}`,
      versionLabel: `l${text}`,
      state: 'ROLLED_BACK',
      events,
    }),
    publishedExtension: {
      ...named,
      arn: `a${text}`,
      version: 1,
      reused: true,
      association: { change: 'created', resource: `r${text}` },
    },
    appliedExtensions: [{ applied, name: `n${text}`, warning: `w${text}` }],
    kms: { requested: `k${text}`, arn: `a${text}` },
    run: { actor: `a${text}`, repository: `r${text}`, sha: `s${text}`, runUrl: 'https://example.com/run' },
    warnings: [`w${text}`],
  })
}

describe('text from outside', () => {
  const structure = structureOf(deploymentSummary(saying('x')))

  test.each(HOSTILE.map((text) => [text]))('changes no element: %j', (text) => {
    expect(structureOf(deploymentSummary(saying(text)))).toEqual(structure)
  })

  test('changes no element, whatever it is', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(structureOf(deploymentSummary(saying(text)))).toEqual(structure)
      }),
    )
  })

  test('a URL that is not plain is not linked', () => {
    const summary = deploymentSummary(
      facts({
        application: undefined,
        consoleUrl: 'https://x/)<script>',
        run: { sha: 'abc', commitUrl: 'http://x', runUrl: 'javascript:1' },
      }),
    )
    expect(tagsOf(renderedHtml(summary)).filter((tag) => /^<(a|script)\b/.test(tag))).toEqual([])
  })
})

describe('the size', () => {
  const longLog = (count: number, description: (i: number) => string): SummaryFacts =>
    facts({
      deployment: deployment({
        events: Array.from({ length: count }, (_, i) =>
          event('PERCENTAGE_UPDATED', description(i), i * 1000, 'APPCONFIG', [
            ...Array.from({ length: 5 }, () => ({
              actionName: 'ON_DEPLOYMENT_STEP',
              errorMessage: 'denied',
            })),
          ]),
        ),
      }),
    })

  test('a long log loses its middle, says how much, and keeps both ends', () => {
    const summary = deploymentSummary(longLog(10_000, (i) => `step ${i}.`))
    expect(bytes(summary)).toBeLessThanOrEqual(1_000_000)
    expect(bytes(summary)).toBeGreaterThan(900_000)
    const steps = Array.from(summary.matchAll(/\| step (\d+)\./g), (match) => Number(match[1]))
    const leftOut = Number(/_(\d+) events left out_/.exec(summary)![1])
    expect(steps.length + leftOut).toBe(10_000)
    expect(steps.slice(0, 2)).toEqual([0, 1])
    expect(steps.at(-1)).toBe(9999)
    expect(steps.filter((step) => step > 5000).length).toBeGreaterThan(steps.length / 2)
  })

  test.each([4096, 20_000, 65_000])(
    'the last event is told in %d bytes, however long the others are',
    (maxBytes) => {
      const summary = deploymentSummary(
        longLog(50, (i) => (i === 49 ? 'the end' : '€'.repeat(100_000))),
        maxBytes,
      )
      expect(bytes(summary)).toBeLessThanOrEqual(maxBytes)
      expect(summary).toContain('| the end')
    },
  )

  test('a last event that is long itself is told, shortened', () => {
    const giant = '@'.repeat(3000)
    const calls = Array.from({ length: 10 }, () => ({ actionName: giant, errorMessage: giant }))
    const events = [event('X', 'start', 0), event('ROLLBACK_STARTED', giant, 1000, 'USER', calls)]
    const summary = deploymentSummary(facts({ deployment: deployment({ events }) }), 65_000)
    expect(bytes(summary)).toBeLessThanOrEqual(65_000)
    expect(summary).toContain('| ROLLBACK_STARTED |')
  })

  test('long warnings leave half of the room to the event log', () => {
    const warnings = Array.from({ length: 30 }, () => 'x'.repeat(2000))
    const summary = deploymentSummary({ ...longLog(300, (i) => `step ${i}.`), warnings }, 65_000)
    expect(bytes(summary)).toBeLessThanOrEqual(65_000)
    expect(bytes(summary.split('### Event log')[1]!)).toBeGreaterThan(30_000)
    expect(summary).toContain('10 more warnings are in the log.')
  })

  test('one giant description is cut', () => {
    const summary = deploymentSummary(longLog(1, () => '@'.repeat(5_000_000)))
    expect(bytes(summary)).toBeLessThan(50_000)
    expect(summary).toContain('…')
    expect(summary).toContain('PERCENTAGE_UPDATED')
  })

  test('is kept whatever is said, and however often', () => {
    const anyBytes = fc.integer({ min: 4096, max: 200_000 })
    const repeated = fc
      .tuple(anyText, fc.integer({ min: 1, max: 200 }))
      .map(([text, times]) => text.repeat(times))
    fc.assert(
      fc.property(repeated, fc.integer({ min: 0, max: 60 }), anyBytes, (text, count, maxBytes) => {
        const summary = deploymentSummary(saying(text, count + 1), maxBytes)
        expect(bytes(summary)).toBeLessThanOrEqual(maxBytes)
        expect(summary).toMatch(/^## ❌ Rolled back <strong>name/)
      }),
      { numRuns: 50 },
    )
  })
})
