import { parsed, type Parsed, rejected } from './input-values/parsed.js'

/**
 * What a run keeps about its start, so that whoever comes after it can find and finish what it left.
 * `starting` is saved before StartDeployment is sent, `started` as soon as the number is known, and `settled` when
 * nothing is left to do.
 */
export type StartState =
  | { readonly phase: 'starting'; readonly start: UnconfirmedStart }
  | { readonly phase: 'started'; readonly start: UnconfirmedStart; readonly number: number }
  | { readonly phase: 'settled' }

/** Where a deployment was, or may have been, started, and by which marker it is known. */
export interface UnconfirmedStart {
  readonly region: string
  readonly applicationId: string
  readonly environmentId: string
  /** The newest deployment number before the start, 0 when there was none. */
  readonly latestNumber: number
  readonly provenanceId: string
  readonly onCancel: 'stop' | 'leave'
}

/** The state as the text that the runner keeps between `main` and `post`. */
export function startStateText(state: StartState): string {
  return JSON.stringify(state)
}

/** The state from that text. A text that is not one says what is wrong with it. */
export function parseStartState(text: string): Parsed<StartState> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return rejected('is not JSON')
  }
  if (!isRecord(value)) return rejected('is not a record')
  if (value['phase'] === 'settled') return parsed({ phase: 'settled' })
  const start = unconfirmedStart(value['start'])
  if (start === undefined) return rejected('lacks the place of the start')
  if (value['phase'] === 'starting') return parsed({ phase: 'starting', start })
  const { number } = value
  if (value['phase'] === 'started' && typeof number === 'number')
    return parsed({ phase: 'started', start, number })
  return rejected('has no known phase')
}

function unconfirmedStart(value: unknown): UnconfirmedStart | undefined {
  if (!isRecord(value)) return undefined
  const { region, applicationId, environmentId, latestNumber, provenanceId, onCancel } = value
  if (typeof region !== 'string' || typeof applicationId !== 'string' || typeof environmentId !== 'string') {
    return undefined
  }
  if (typeof latestNumber !== 'number' || typeof provenanceId !== 'string') return undefined
  if (onCancel !== 'stop' && onCancel !== 'leave') return undefined
  return { region, applicationId, environmentId, latestNumber, provenanceId, onCancel }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
