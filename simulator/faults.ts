/**
 * A fault as it is asked for; see `POST /_simulator/faults`. `ms` is how late a `slow` answer comes, and how late a
 * `late` request is carried out; `body` is what a `rewrite` puts into the answer.
 */
export interface Fault {
  /** An operation's name, or `*` for all of them. */
  readonly operation: string
  readonly fault: FaultKind
  /** How many requests suffer it. */
  readonly times: number
  /** How many requests of the operation pass before that. */
  readonly skip: number
  readonly status?: number
  readonly error?: string
  readonly ms?: number
  readonly body?: Readonly<Record<string, unknown>>
}

export const FAULT_KINDS = [
  'status',
  'reset-before',
  'reset-after',
  'hang',
  'hang-after',
  'slow',
  'late',
  'truncate',
  'rewrite',
] as const

export type FaultKind = (typeof FAULT_KINDS)[number]

interface Queued {
  readonly fault: Fault
  skip: number
  times: number
}

/** The faults that wait for requests. */
export interface FaultQueue {
  readonly add: (fault: Fault) => void
  /** The fault that the next request of the operation suffers, if any; counts the request. */
  readonly take: (operation: string) => Fault | undefined
  readonly clear: () => void
}

/**
 * Every fault counts for itself: a request counts towards `skip` of all faults of its operation. When several
 * are due, the one that was queued first applies and the others wait.
 */
export function faultQueue(): FaultQueue {
  let queue: Queued[] = []
  return {
    add: (fault) => {
      queue.push({ fault, skip: fault.skip, times: fault.times })
    },
    take: (operation) => {
      let due: Queued | undefined
      for (const queued of queue) {
        if (queued.fault.operation !== '*' && queued.fault.operation !== operation) continue
        if (queued.skip > 0) queued.skip -= 1
        else due ??= queued
      }
      if (due === undefined) return undefined
      due.times -= 1
      queue = queue.filter(({ times }) => times > 0)
      return due.fault
    },
    clear: () => {
      queue = []
    },
  }
}
