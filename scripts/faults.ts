import { parseArgs } from 'node:util'
import { randomSchedules } from '../__tests__/faults/random-schedules.js'
import { runSchedule, type ScheduleEnd } from '../__tests__/faults/scenario.js'
import {
  kills,
  placesOf,
  publications,
  type Schedule,
  singleFaults,
  starts,
} from '../__tests__/faults/schedule.js'

/**
 * `npm run test:faults`: runs the committed bundle under every single fault at every request, with every kill at every
 * request, and under random combinations, and counts the runs that broke a promise.
 * `--seed N --random N` choose the random part, `--only TEXT` the schedules whose name contains it, `--log` shows theirs.
 */
const { values: flags } = parseArgs({
  options: {
    seed: { type: 'string', default: '20260101' },
    random: { type: 'string', default: '150' },
    parallel: { type: 'string', default: '8' },
    only: { type: 'string', default: '' },
    log: { type: 'boolean', default: false },
  },
})

const undisturbed = (end: Schedule['end']): Schedule => ({
  name: `${end}: undisturbed`,
  end,
  onCancel: 'stop',
  faults: [],
})
const completePlaces = placesOf((await runSchedule(undisturbed('complete'))).operations)
const cancelPlaces = placesOf((await runSchedule(undisturbed('cancel'))).operations)
const filePlaces = placesOf((await runSchedule({ ...undisturbed('complete'), source: 'file' })).operations)
const leave = (schedule: Schedule): Schedule => ({
  ...schedule,
  name: `${schedule.name}, leave`,
  onCancel: 'leave',
})
const seed = Number(flags.seed)
const schedules = [
  undisturbed('complete'),
  undisturbed('cancel'),
  leave(undisturbed('cancel')),
  ...singleFaults('complete', completePlaces),
  ...singleFaults('cancel', cancelPlaces),
  ...kills('cancel', cancelPlaces),
  ...kills(
    'cancel',
    cancelPlaces.filter(({ operation }) => operation.endsWith('Deployment')),
  ).map(leave),
  ...starts(),
  ...publications(filePlaces),
  ...randomSchedules(cancelPlaces, Number(flags.random), seed),
].filter(({ name }) => name.includes(flags.only))

console.log(`${schedules.length} schedules, random seed ${seed}`)
const startedAt = performance.now()
const queue = [...schedules]
let done = 0
let broken = 0
await Promise.all(Array.from({ length: Number(flags.parallel) }, work))
const seconds = Math.round((performance.now() - startedAt) / 1000)
console.log(`${done} schedules ran in ${seconds} s, ${broken} broke an invariant`)
process.exitCode = broken === 0 ? 0 : 1

async function work(): Promise<void> {
  for (let schedule = queue.shift(); schedule !== undefined; schedule = queue.shift()) {
    const end = await runSchedule(schedule).catch(failed)
    done += 1
    if (end.violations.length > 0) broken += 1
    if (end.violations.length > 0 || flags.log) tell(schedule, end)
    if (done % 100 === 0) console.log(`${done} of ${schedules.length} ran, ${broken} broke an invariant`)
  }
}

/** A schedule that could not be run proves nothing, and counts as broken. */
function failed(error: unknown): ScheduleEnd {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { violations: [`the schedule could not be run: ${reason}`], operations: [], log: [] }
}

function tell(schedule: Schedule, end: ScheduleEnd): void {
  console.log(
    [`\n${schedule.name}`, JSON.stringify(schedule), ...end.violations.map((text) => `  ! ${text}`)].join(
      '\n',
    ),
  )
  console.log(end.log.map((line) => `    ${line}`).join('\n'))
}
