import type { FaultQueue } from './faults.js'
import type { Account } from './model/account.js'
import type { RecordedRequest } from './recording.js'

/** What the routes work on. `account` changes when the simulator is reset. */
export interface Served {
  account: Account
  readonly requests: RecordedRequest[]
  readonly faults: FaultQueue
  readonly now: () => number
  readonly log: (line: string) => void
  readonly onRequest: (request: RecordedRequest, moment: RequestMoment) => void
}

/** When a request is told of: before anything is done, or done but not answered. */
export type RequestMoment = 'received' | 'done'
