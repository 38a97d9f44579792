import { createServer } from 'node:http'
import { controlPlane } from './control.js'
import { defaultSeed } from './default-seed.js'
import { faultQueue } from './faults.js'
import { lag } from './lag.js'
import type { LinearInterval } from './model/rollout.js'
import type { LatestDeploymentNumberReading } from './model/account.js'
import type { RecordedRequest } from './recording.js'
import { listener } from './routes.js'
import type { RequestMoment, Served } from './served.js'
import type { ServiceOptions } from './service-options.js'
import type { Seed } from './seed.js'
import { seededAccount } from './seeded-account.js'

export type { RecordedRequest } from './recording.js'
export type { Seed } from './seed.js'

export interface SimulatorOptions {
  /** Default 0: a free port. */
  readonly port?: number
  /** How long an AppConfig minute lasts, in ms; default 60 000. */
  readonly minuteMs?: number
  /** The clock, in ms since the epoch; the Date header, timestamps and deployments all go by it. */
  readonly now?: () => number
  readonly seed?: Seed
  /** After what part of the duration D a LINEAR strategy of N steps takes each; which one holds is not established. */
  readonly linearInterval?: LinearInterval
  /**
   * `ignored`: an older service that does not know StartDeployment's LatestDeploymentNumber. `refuses-0`: one that
   * takes it only when there is a deployment already. Which holds on a first deployment is not established.
   */
  readonly latestDeploymentNumber?: LatestDeploymentNumberReading
  /**
   * Refuses requests that were signed more than five minutes before or after the service's time. Default: when
   * `now` is not given, because virtual time is far from that of the clients.
   */
  readonly checkSignatureTime?: boolean
  /** Told a line for each AWS request that was answered. */
  readonly log?: (line: string) => void
  /** Told of each AWS request as it arrives, before anything is done, and once it is done, before it is answered. */
  readonly onRequest?: (request: RecordedRequest, moment: RequestMoment) => void
}

export interface Simulator {
  /** `http://127.0.0.1:PORT`, an endpoint for AppConfig and STS clients. */
  readonly url: string
  readonly port: number
  /** Cuts all connections, unanswered ones too. */
  readonly close: () => Promise<void>
}

/** Longer than any client of a test or a demo pauses. */
const IDLE_MS = 3_600_000

/**
 * Starts a local AppConfig control plane.
 *
 * @throws ServiceError when the seed breaks a rule of AppConfig, and what `listen` throws (EADDRINUSE)
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { now = Date.now, minuteMs = 60_000, seed = defaultSeed } = options
  const { linearInterval = 'D/N', latestDeploymentNumber = 'checked' } = options
  const readings = { linearInterval, latestDeploymentNumber }
  const initialOptions: ServiceOptions = {
    lag: new Map(),
    startMs: 0,
    stopMs: 0,
    checkSignatureTime: options.checkSignatureTime ?? options.now === undefined,
  }
  const freshAccount = () => seededAccount(seed, { now, minuteMs }, readings)
  const served: Served = {
    account: freshAccount(),
    requests: [],
    faults: faultQueue(),
    options: initialOptions,
    lag: lag(),
    now,
    log: options.log ?? (() => undefined),
    onRequest: options.onRequest ?? (() => undefined),
  }
  const control = controlPlane(served, () => {
    served.account = freshAccount()
    served.requests.length = 0
    served.faults.clear()
    served.options = initialOptions
    served.lag.clear()
  })
  const server = createServer(listener(served, control))
  // Connections are cut by faults only: a client that pauses must not meet one that was not asked for.
  server.keepAliveTimeout = IDLE_MS
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The simulator has no port')
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => {
        resolve()
      })
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${address.port}`, port: address.port, close }
}
