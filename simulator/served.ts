import type { FaultQueue } from './faults.js'
import type { Lag } from './lag.js'
import type { Account } from './model/account.js'
import type { RecordedRequest } from './recording.js'
import type { ServiceOptions } from './service-options.js'

/** What the routes work on. A reset changes `account` and `options`. */
export interface Served {
  account: Account
  readonly requests: RecordedRequest[]
  readonly faults: FaultQueue
  options: ServiceOptions
  readonly lag: Lag
  readonly now: () => number
  readonly log: (line: string) => void
  readonly onRequest: (request: RecordedRequest, moment: RequestMoment) => void
}

/** When a request is told of: before anything is done, or done but not answered. */
export type RequestMoment = 'received' | 'done'
