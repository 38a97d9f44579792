import { tableLines } from '../scripts/marked-section.js'
import type { Measured, MeasuredClass, Spread } from './measure.js'

const HEADER = [
  'WatchState by',
  'Lag of completion: mean',
  'p95',
  'max',
  'Lag of rollback: mean',
  'p95',
  'max',
  'Requests: mean',
  'Gave up',
]

/** A table for each class of deployments, with a row for each way of watching; lags in seconds. */
export function lengthTables(classes: readonly MeasuredClass[]): readonly string[] {
  return classes
    .filter(({ deployments }) => deployments > 0)
    .flatMap(({ name, deployments, measured }) => [
      `### Deployments: ${name} (${deployments})`,
      '',
      ...tableLines(HEADER, measured.map(row)),
      '',
    ])
}

/** A table of exact lengths, the action only: what a deployment that completes costs, and what a rollback waits. */
export function exactTable(classes: readonly MeasuredClass[]): readonly string[] {
  const header = [
    'Length',
    'Requests until complete: mean',
    'max',
    'of the poll every 5 s: mean',
    'Lag of completion: mean',
    'p95',
    'Lag of rollback: mean',
    'by a user: mean',
  ]
  const rows = classes.map(({ name, measured }) => {
    const [action, poll] = measured
    if (action === undefined || poll === undefined) return [name]
    return [
      name,
      whole(action.requestsToComplete.mean),
      whole(action.requestsToComplete.max),
      whole(poll.requestsToComplete.mean),
      action.completion.mean.toFixed(1),
      action.completion.p95.toFixed(1),
      action.rollback.mean.toFixed(1),
      action.stop.mean.toFixed(1),
    ]
  })
  return tableLines(header, rows)
}

function row({ poller, completion, rollback, requests, givenUp }: Measured): readonly string[] {
  return [
    poller,
    ...seconds(completion),
    ...seconds(rollback),
    whole(requests.mean),
    givenUp === 0 ? '' : `${(givenUp * 100).toFixed(0)} %`,
  ]
}

const seconds = ({ count, mean, p95, max }: Spread) =>
  count === 0 ? ['', '', ''] : [mean, p95, max].map((lag) => lag.toFixed(1))

const whole = (requests: number) => Math.round(requests).toLocaleString('en-US')
