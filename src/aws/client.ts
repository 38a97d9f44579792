import { present } from '../configuration/json/present.js'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { AppConfigClient, type AppConfigClientConfig } from '@aws-sdk/client-appconfig'
import type { Clock } from './clock.js'
import type { SentRequest } from '../report/log/request-line.js'
import { RETRY } from './retry.js'
import { property } from '../configuration/json/property.js'
import { observed, type ServiceTime, serviceTimeMs } from '../deployment/service-time.js'

/** The connection to AppConfig in one region. */
export interface Connection {
  /** For reads: throttling, server and network errors are retried by the SDK. */
  readonly retrying: AppConfigClient
  /** For changes and for looks at a deployment: one attempt, so that whoever sends decides what comes next. */
  readonly single: AppConfigClient
  readonly region: string
  /** The service's time in milliseconds, from the Date headers of its answers. */
  readonly serviceNowMs: () => number
  readonly close: () => void
}

/** What every request needs: the connection, the time, and the signal that ends the wait for an answer. */
export interface Aws {
  readonly connection: Connection
  readonly clock: Clock
  readonly signal: AbortSignal
}

export interface ConnectionSettings {
  readonly region: string
  readonly clock: Clock
  readonly env: Readonly<Record<string, string | undefined>>
  readonly credentials?: NonNullable<AppConfigClientConfig['credentials']>
  /** How long a read may take. Default: READ_TIMEOUT_MS. */
  readonly requestTimeoutMs?: number
  /** Told of each attempt of each request when it has been answered or has failed. */
  readonly onRequest?: (request: SentRequest) => void
}

/** A read is answered in well under a second; one that takes this long is lost, and is asked again. */
export const READ_TIMEOUT_MS = 5_000
/** While the runner waits for a cancelled step to end, there is no time for more. */
export const HURRIED_TIMEOUT_MS = 1_500
/**
 * A change may run Lambda functions before it is answered: validators for up to 15 s each (AppConfig user guide),
 * and PRE_* actions of extensions.
 */
export const CHANGE_TIMEOUT_MS = 20_000
const CONNECT_TIMEOUT_MS = 3_000
/** The names under which AWS refuses a signature for its time (as the SDK lists them). */
const CLOCK_ERRORS: readonly string[] = [
  'AuthFailure',
  'InvalidSignatureException',
  'RequestExpired',
  'RequestInTheFuture',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
]

/**
 * Connects to AppConfig. Nothing is sent before the first request. The endpoint follows the SDK's own variables
 * (`AWS_ENDPOINT_URL_APPCONFIG`, `AWS_ENDPOINT_URL`), the way out of the network `HTTPS_PROXY`, `HTTP_PROXY` and
 * `NO_PROXY`, which the SDK by itself ignores.
 */
export function connect(settings: ConnectionSettings): Connection {
  const agentOptions = { keepAlive: true, maxSockets: 50, proxyEnv: settings.env }
  const config: AppConfigClientConfig = {
    region: settings.region,
    retryMode: 'standard',
    maxAttempts: RETRY.read.maxAttempts,
    ...present({ credentials: settings.credentials }),
    requestHandler: {
      httpAgent: new HttpAgent(agentOptions),
      httpsAgent: new HttpsAgent(agentOptions),
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: settings.requestTimeoutMs ?? READ_TIMEOUT_MS,
      socketTimeout: CHANGE_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  }
  const retrying = new AppConfigClient(config)
  const { credentials, requestHandler } = retrying.config
  const single = new AppConfigClient({ ...config, credentials, requestHandler, maxAttempts: 1 })
  let serviceTime: ServiceTime | undefined
  for (const client of [retrying, single]) {
    repeatOnCorrectedClock(client)
    observeDates(client, settings.clock, (answer) => {
      serviceTime = observed(serviceTime, answer)
    })
    if (settings.onRequest !== undefined) observeRequests(client, settings.clock, settings.onRequest)
  }
  return {
    retrying,
    single,
    region: settings.region,
    serviceNowMs: () => serviceTimeMs(serviceTime, settings.clock.nowMs()),
    close: () => {
      retrying.destroy()
    },
  }
}

/**
 * A clock of the runner that is off by more than five minutes makes AWS refuse the signature. The SDK learns the time
 * from the refusal, and signs again by itself only where it retries, and only the first of several requests that were
 * in flight. Nothing was done by a request that was refused so, so all of them are sent once more, changes too.
 */
function repeatOnCorrectedClock(client: AppConfigClient): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const offsetBefore = client.config.systemClockOffset
      try {
        return await next(args)
      } catch (error) {
        const isRefused = CLOCK_ERRORS.includes(String(property(error, 'name')))
        if (!isRefused || client.config.systemClockOffset === offsetBefore) throw error
        return next(args)
      }
    },
    { step: 'build', priority: 'low', name: 'repeatOnCorrectedClock' },
  )
}

function observeDates(
  client: AppConfigClient,
  clock: Clock,
  observe: (answer: { sentAtMs: number; receivedAtMs: number; dateMs: number }) => void,
): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const sentAtMs = clock.nowMs()
      const answer = await next(args)
      const dateMs = dateOf(answer.response)
      if (dateMs !== undefined) observe({ sentAtMs, receivedAtMs: clock.nowMs(), dateMs })
      return answer
    },
    { step: 'deserialize', priority: 'low', name: 'observeDates' },
  )
}

function observeRequests(
  client: AppConfigClient,
  clock: Clock,
  observe: NonNullable<ConnectionSettings['onRequest']>,
): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const sentAtMs = clock.nowMs()
      const operation = (context.commandName ?? 'request').replace(/Command$/, '')
      const ms = () => clock.nowMs() - sentAtMs
      try {
        const answer = await next(args)
        observe({ operation, ...statusOf(answer.response), ms: ms() })
        return answer
      } catch (error) {
        observe({ operation, error: error instanceof Error ? error.name : 'unknown error', ms: ms() })
        throw error
      }
    },
    { step: 'deserialize', priority: 'low', name: 'observeRequests' },
  )
}

function statusOf(response: unknown): Pick<SentRequest, 'status' | 'requestId'> {
  const status = property(response, 'statusCode')
  const requestId = property(property(response, 'headers'), 'x-amzn-requestid')
  return {
    ...(typeof status === 'number' ? { status } : {}),
    ...(typeof requestId === 'string' ? { requestId } : {}),
  }
}

function dateOf(response: unknown): number | undefined {
  const date = property(property(response, 'headers'), 'date')
  const dateMs = typeof date === 'string' ? Date.parse(date) : NaN
  return Number.isNaN(dateMs) ? undefined : dateMs
}
