/** A fault of the simulator, at one occurrence of an operation: its place in the run, from 0. */
export interface FaultAt {
  readonly operation: string
  readonly occurrence: number
  readonly times: number
  readonly fault: 'status' | 'reset-before' | 'reset-after' | 'hang' | 'hang-after' | 'truncate' | 'late'
  readonly status?: number
  /** How late a `late` request is carried out. */
  readonly ms?: number
}

/** A signal to the process at one request: when it has arrived and nothing is done, or is done and not answered. */
export interface KillAt {
  readonly operation: string
  readonly occurrence: number
  readonly moment: 'received' | 'done'
  readonly signal: 'SIGINT' | 'SIGKILL'
}

/** One run of the action with all that happens to it. */
export interface Schedule {
  readonly name: string
  /** How a run that nothing else ends comes to its end: the deployment completes, or the workflow is cancelled. */
  readonly end: 'complete' | 'cancel'
  readonly onCancel: 'stop' | 'leave'
  readonly faults: readonly FaultAt[]
  readonly kill?: KillAt
  /** Default: Steps, which stands still until the run watches it. Instant is COMPLETE in the answer to the start. */
  readonly strategy?: 'Steps' | 'Instant'
  /** What is deployed: a version that there is, by default, or a file that becomes one. */
  readonly source?: 'version' | 'file'
  /** What the service makes of LatestDeploymentNumber. Default: it checks it. */
  readonly latestDeploymentNumber?: 'checked' | 'ignored' | 'refuses-0'
}

/** One request of a run without faults. */
export interface Place {
  readonly operation: string
  readonly occurrence: number
}

/** Every fault that a single request can meet. */
export const FAULTS: readonly Pick<FaultAt, 'fault' | 'status'>[] = [
  { fault: 'status', status: 500 },
  { fault: 'status', status: 429 },
  { fault: 'status', status: 403 },
  { fault: 'reset-before' },
  { fault: 'reset-after' },
  { fault: 'hang' },
  { fault: 'hang-after' },
  { fault: 'truncate' },
]

/** The places of a recorded run, in its order. */
export function placesOf(operations: readonly string[]): readonly Place[] {
  const seen = new Map<string, number>()
  return operations.map((operation) => {
    const occurrence = seen.get(operation) ?? 0
    seen.set(operation, occurrence + 1)
    return { operation, occurrence }
  })
}

/** Each fault at each request of a run, one at a time. */
export function singleFaults(end: Schedule['end'], places: readonly Place[]): readonly Schedule[] {
  return places.flatMap((place) =>
    FAULTS.map((fault) => ({
      name: `${end}: ${fault.status ?? fault.fault} at ${place.operation} #${place.occurrence}`,
      end,
      onCancel: 'stop' as const,
      faults: [{ ...place, ...fault, times: 1 }],
    })),
  )
}

/** A kill right before and right after each request of a run: the request is never answered. */
export function kills(end: Schedule['end'], places: readonly Place[]): readonly Schedule[] {
  const signals = ['SIGINT', 'SIGKILL'] as const
  const moments = ['received', 'done'] as const
  return places.flatMap((place) =>
    signals.flatMap((signal) =>
      moments.map((moment) => ({
        name: `${end}: ${signal} when ${place.operation} #${place.occurrence} is ${moment}`,
        end,
        onCancel: 'stop' as const,
        faults: [
          { ...place, fault: moment === 'received' ? ('hang' as const) : ('hang-after' as const), times: 1 },
        ],
        kill: { ...place, moment, signal },
      })),
    ),
  )
}

/**
 * The start under every fault with an instant deployment, which no busy environment protects from being started
 * twice, with requests that are carried out after their connection was cut, and with services that know
 * LatestDeploymentNumber less well. An instant start that is carried out late can't be told apart by a service that
 * ignores the number, so that is left out.
 */
export function starts(): readonly Schedule[] {
  const place = { operation: 'StartDeployment', occurrence: 0, times: 1 }
  const late = [300, 1000, 2500].map((ms) => ({ fault: 'late' as const, ms }))
  const end = { end: 'complete' as const, onCancel: 'stop' as const }
  const named = (schedule: Omit<Schedule, 'name'>): Schedule => ({
    name: `start: ${JSON.stringify(schedule.faults)} ${schedule.strategy ?? ''} ${schedule.latestDeploymentNumber ?? ''}`,
    ...schedule,
  })
  const instant = [...FAULTS, ...late].map((fault) => ({
    strategy: 'Instant' as const,
    faults: [{ ...place, ...fault }],
  }))
  const steps = late.map((fault) => ({ strategy: 'Steps' as const, faults: [{ ...place, ...fault }] }))
  const readings = (['ignored', 'refuses-0'] as const).flatMap((latestDeploymentNumber) =>
    (['Instant', 'Steps'] as const).flatMap((strategy) =>
      [undefined, ...FAULTS].map((fault) => ({
        strategy,
        latestDeploymentNumber,
        faults: fault === undefined ? [] : [{ ...place, ...fault }],
      })),
    ),
  )
  return [...instant, ...steps, ...readings].map((schedule) => named({ ...end, ...schedule }))
}

/** The schedules of a file that is published first: those at the requests that publish it. */
export function publications(places: readonly Place[]): readonly Schedule[] {
  const hosted = places.filter(({ operation }) => operation.includes('Hosted'))
  return [...singleFaults('complete', hosted), ...kills('complete', hosted)].map((schedule) => ({
    ...schedule,
    name: `file, ${schedule.name}`,
    source: 'file' as const,
  }))
}

/** Whether a run has to come through with this: nothing in it is a refusal, and nothing ends the process. */
export function isSurvivable(schedule: Schedule): boolean {
  return schedule.kill === undefined && schedule.faults.length <= 1 && schedule.faults[0]?.status !== 403
}

/** Whether AWS refuses something: then a deployment may be left, if it is reported. */
export function hasRefusal(schedule: Schedule): boolean {
  return schedule.faults.some(({ status }) => status === 403)
}
