import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { format, resolveConfig } from 'prettier'
import { tableLines, withSection } from '../scripts/marked-section.js'
import type { DeploymentEvent } from '../src/deployment/deployment.js'
import { outputsOf } from '../src/report/outputs.js'
import { pullRequestComment } from '../src/report/comment/pull-request-comment.js'
import { deploymentSummary } from '../src/report/summary/summary.js'
import type { SummaryFacts } from '../src/deployment/facts.js'
import { spread } from './statistics.js'

/**
 * `npm run bench:scale`: what the summary, the outputs and the comment of a deployment with a long event log take, five
 * invocations of extensions to an event. With `--write` it puts the table into docs/performance.md.
 */
const COUNTS = [1_000, 10_000, 100_000]
const INVOCATIONS = 5
const RUNS = 15
const STEP_MS = 1_000
const startedAtMs = Date.UTC(2026, 0, 1)

const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } })
const target = {
  region: 'us-east-1',
  application: 'shop',
  environment: 'pr-12',
  configurationProfile: 'flags',
}

const rows = COUNTS.map((count) => {
  const facts = factsOf(count)
  const summary = measured(() => deploymentSummary(facts))
  const outputs = measured(() => JSON.stringify(outputsOf({ ...facts, changed: true })))
  const comment = measured(() => pullRequestComment(target, facts))
  const sum = summary.ms.map((ms, run) => ms + (outputs.ms[run] ?? NaN) + (comment.ms[run] ?? NaN))
  const cell = ({ ms, text }: Measured) => `${spread(ms)} ms, ${Math.ceil(Buffer.byteLength(text) / 1000)} kB`
  return [
    count.toLocaleString('en'),
    cell(summary),
    cell(outputs),
    cell(comment),
    `${spread(sum)} ms`,
    leftOut(summary.text),
    leftOutOfOutput(outputs.text),
  ]
})
const lines = [
  `The median of ${RUNS} runs, and the range of the middle half, on Node ${process.versions.node}.`,
  '',
  ...tableLines(
    [
      'Events',
      'Summary',
      'Outputs',
      'Comment',
      'All three',
      'Left out of the summary',
      'Left out of event-log',
    ],
    rows,
  ),
]

const page = join(import.meta.dirname, '..', 'docs', 'performance.md')
const prettier = { ...(await resolveConfig(page)), parser: 'markdown' }
console.log(await format(lines.join('\n'), prettier))
if (values.write) {
  writeFileSync(page, await format(withSection(readFileSync(page, 'utf8'), 'scale', lines), prettier))
}

interface Measured {
  readonly ms: readonly number[]
  readonly text: string
}

function measured(make: () => string): Measured {
  // The first makes the code hot; a run makes each text once, so that is told by `bench:run`.
  let text = make()
  const ms = Array.from({ length: RUNS }, () => {
    const beganMs = performance.now()
    text = make()
    return performance.now() - beganMs
  })
  return { ms, text }
}

function factsOf(count: number): SummaryFacts {
  const events = Array.from({ length: count }, (_, at) => eventAt(at))
  return {
    operation: 'deploy',
    outcome: { kind: 'complete' },
    region: 'us-east-1',
    application: { id: 'shop001', name: 'shop' },
    environment: { id: 'prod001', name: 'production' },
    profile: { id: 'flags01', name: 'flags' },
    strategy: { id: 'steps01', name: 'Steps' },
    deployment: {
      applicationId: 'shop001',
      environmentId: 'prod001',
      configurationProfileId: 'flags01',
      deploymentStrategyId: 'steps01',
      number: 7,
      configurationName: 'flags',
      configurationVersion: '3',
      description: '',
      state: 'COMPLETE',
      percentageComplete: 100,
      strategy: { durationMinutes: 1440, bakeMinutes: 60, growthType: 'LINEAR', growthFactor: 1 },
      startedAtMs,
      completedAtMs: startedAtMs + count * STEP_MS,
      events,
      appliedExtensions: [],
    },
    nowMs: startedAtMs + count * STEP_MS,
  }
}

function eventAt(at: number): DeploymentEvent {
  return {
    type: 'PERCENTAGE_UPDATED',
    triggeredBy: 'APPCONFIG',
    description: `Configuration available to ${((at % 10_000) / 100).toFixed(2)}% of clients`,
    occurredAtMs: startedAtMs + at * STEP_MS,
    invocations: Array.from({ length: INVOCATIONS }, (_, call) => ({
      extensionIdentifier: `notify${call}`,
      actionName: 'tell-step',
      uri: 'arn:aws:lambda:us-east-1:123456789012:function:notify',
      ...(at % 10 === 0 && call === 0 ? { errorCode: 'AccessDenied', errorMessage: 'not authorised' } : {}),
      invocationId: `${at}-${call}`,
    })),
  }
}

function leftOut(summary: string): string {
  return /_(\d+ events?) left out_/.exec(summary)?.[1] ?? 'nothing'
}

function leftOutOfOutput(outputs: string): string {
  const count = /LeftOut\\*":(\d+)/.exec(outputs)?.[1]
  return count === undefined ? 'nothing' : `${count} events`
}
