import { durationText } from '../text/duration-text.js'
import { rolloutChart } from './rollout-chart.js'
import type { SummaryFacts } from '../../deployment/facts.js'

/** The rollout as a picture; empty where there is none to see. The event log tells the same as text. */
export function rolloutSection({ deployment, outcome, nowMs, minuteMs }: SummaryFacts): string {
  if (deployment === undefined || outcome.kind === 'unchanged') return ''
  const chart = rolloutChart(deployment, nowMs, minuteMs)
  if (chart === '') return ''
  const { startedAtMs, state, events } = deployment
  const revertedAtMs =
    state === 'REVERTED'
      ? events.findLast(({ type }) => type === 'REVERT_COMPLETED')?.occurredAtMs
      : undefined
  const isBeyond =
    revertedAtMs !== undefined && startedAtMs !== undefined && !chart.includes('section Reverted')
  const beyond = isBeyond
    ? [
        `**Reverted ${durationText(revertedAtMs - startedAtMs)} after the start**, which is beyond this picture.`,
      ]
    : []
  return ['### Rollout', chart, ...beyond].join('\n\n')
}
