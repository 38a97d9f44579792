import { expect, test } from '@jest/globals'
import { runSchedule } from './scenario.js'
import { FAULTS, type FaultAt, type KillAt, type Schedule } from './schedule.js'

// The quick part of the fault suite: what matters most and waits for no time-out. `npm run test:faults` has the rest.

type Kind = Pick<FaultAt, 'fault' | 'status'>

const QUICK_FAULTS = FAULTS.filter(({ fault }) => !fault.startsWith('hang'))
const SURPRISES: readonly Kind[] = [{ fault: 'status', status: 500 }, { fault: 'reset-after' }]

function schedule(change: Partial<Schedule>): Schedule {
  return { name: '', end: 'complete', onCancel: 'stop', faults: [], ...change }
}

const at = (operation: string, kind: Kind, occurrence = 0): FaultAt => ({
  operation,
  occurrence,
  times: 1,
  ...kind,
})

/** A signal at a request that is done and never answered. */
function killed(
  operation: string,
  occurrence: number,
  signal: KillAt['signal'],
  change: Partial<Schedule> = {},
) {
  return schedule({
    end: 'cancel',
    faults: [at(operation, { fault: 'hang-after' }, occurrence)],
    kill: { operation, occurrence, moment: 'done', signal },
    ...change,
  })
}

const SIGNALS = ['SIGINT', 'SIGKILL'] as const

const SCHEDULES: readonly Schedule[] = [
  ...QUICK_FAULTS.map((kind) => schedule({ faults: [at('StartDeployment', kind)] })),
  ...QUICK_FAULTS.map((kind) => schedule({ faults: [at('StartDeployment', kind)], strategy: 'Instant' })),
  ...SURPRISES.map((kind) => schedule({ faults: [at('CreateExtension', kind)] })),
  ...SURPRISES.map((kind) => schedule({ faults: [at('CreateExtensionAssociation', kind)] })),
  ...SURPRISES.map((kind) => schedule({ faults: [at('GetDeployment', kind, 1)] })),
  ...SURPRISES.map((kind) => schedule({ faults: [at('StopDeployment', kind)], end: 'cancel' })),
  ...SIGNALS.map((signal) => killed('StartDeployment', 0, signal)),
  ...SIGNALS.map((signal) => killed('GetDeployment', 1, signal)),
  killed('GetDeployment', 1, 'SIGKILL', { onCancel: 'leave' }),
  schedule({ faults: [{ ...at('StartDeployment', { fault: 'late' }), ms: 300 }], strategy: 'Instant' }),
  ...(['ignored', 'refuses-0'] as const).map((latestDeploymentNumber) =>
    schedule({ latestDeploymentNumber, faults: [at('StartDeployment', { fault: 'reset-after' })] }),
  ),
]

const told = (one: Schedule) =>
  [
    one.end,
    ...one.faults.map(({ operation, fault, status }) => `${String(status ?? fault)} at ${operation}`),
    one.kill?.signal,
    one.onCancel === 'leave' ? 'leave' : undefined,
    one.strategy,
    one.latestDeploymentNumber,
  ]
    .filter((part) => part !== undefined)
    .join(', ')

test.concurrent.each(SCHEDULES.map((one) => [told(one), one] as const))('%s', async (_, one) => {
  const { violations, log } = await runSchedule(one)

  expect({ violations, log: violations.length === 0 ? [] : log }).toEqual({ violations: [], log: [] })
})
