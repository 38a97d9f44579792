/** How the service behaves beyond its rules; changed by `POST /_simulator/options`. */
export interface ServiceOptions {
  /** Reads that lag behind, and by how many requests. */
  readonly lag: ReadonlyMap<string, number>
  /** How long (ms of real time) a StartDeployment takes before it is carried out and answered. */
  readonly startMs: number
  /** The same for StopDeployment. */
  readonly stopMs: number
  /** Whether a signature of more than five minutes before or after the service's time is refused. */
  readonly checkSignatureTime: boolean
}

/** What `POST /_simulator/options` can change; members that are left out stay as they are. */
export interface OptionsRequest {
  /** `requests: 0` ends the lag of that operation. */
  readonly lag?: { readonly operation: string; readonly requests: number }
  readonly startMs?: number
  readonly stopMs?: number
  readonly checkSignatureTime?: boolean
}

/** The options after a request to change them. */
export function changedOptions(options: ServiceOptions, { lag, ...request }: OptionsRequest): ServiceOptions {
  if (lag === undefined) return { ...options, ...request }
  const others = [...options.lag].filter(([operation]) => operation !== lag.operation)
  const own: [string, number][] = lag.requests === 0 ? [] : [[lag.operation, lag.requests]]
  return { ...options, ...request, lag: new Map([...others, ...own]) }
}

/** How long (ms) an operation takes before it is carried out. */
export function delayMs(options: ServiceOptions, operation: string | undefined): number {
  if (operation === 'StartDeployment') return options.startMs
  return operation === 'StopDeployment' ? options.stopMs : 0
}
