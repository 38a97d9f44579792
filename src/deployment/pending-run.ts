import { isRecord, parseJsonRecord } from '../configuration/json/record.js'
import { parsed, type Parsed, rejected } from '../inputs/values/parsed.js'

/**
 * What a run would leave behind if it ended now, so that `post` can find and finish it. `starting` is saved before
 * StartDeployment is sent, and `started` as soon as the number is known. `watched` and `rolling-back` are of a run
 * that found its deployment started.
 */
export type PendingRun =
  | { readonly phase: 'starting'; readonly start: UnconfirmedStart }
  | { readonly phase: 'started'; readonly start: UnconfirmedStart; readonly number: number }
  | {
      readonly phase: 'watched' | 'rolling-back'
      readonly start: PendingAddress
      readonly number: number
    }

/** A pending run, or `done` when nothing is left to do. */
export type SavedRun = PendingRun | { readonly phase: 'done' }

/** Where a deployment is, and what becomes of it should the run be cut short. */
export interface PendingAddress {
  readonly region: string
  readonly applicationId: string
  readonly environmentId: string
  readonly onCancel: 'stop' | 'leave'
}

/** Where a deployment was, or may have been, started, and by which marker it is known. */
export interface UnconfirmedStart extends PendingAddress {
  /** The newest deployment number before the start, 0 when there was none. */
  readonly latestNumber: number
  readonly provenanceId: string
}

/** The state as the text that the runner keeps between `main` and `post`. */
export function savedRunText(state: SavedRun): string {
  return JSON.stringify(state)
}

/** The state from that text. A text that is not one says what is wrong with it. */
export function parseSavedRun(text: string): Parsed<SavedRun> {
  const record = parseJsonRecord(text)
  if (!record.ok) return record
  const { value } = record
  if (value['phase'] === 'done') return parsed({ phase: 'done' })
  const { phase, number } = value
  const place = pendingAddress(value['start'])
  if (place === undefined) return rejected('lacks the place of the start')
  if (phase === 'watched' || phase === 'rolling-back') {
    return typeof number === 'number' ? parsed({ phase, start: place, number }) : rejected('lacks the number')
  }
  const start = unconfirmedStart(place, value['start'])
  if (start === undefined) return rejected('lacks the place of the start')
  if (phase === 'starting') return parsed({ phase, start })
  if (phase === 'started' && typeof number === 'number') return parsed({ phase, start, number })
  return rejected('has no known phase')
}

function pendingAddress(value: unknown): PendingAddress | undefined {
  if (!isRecord(value)) return undefined
  const { region, applicationId, environmentId, onCancel } = value
  if (typeof region !== 'string' || typeof applicationId !== 'string' || typeof environmentId !== 'string') {
    return undefined
  }
  if (onCancel !== 'stop' && onCancel !== 'leave') return undefined
  return { region, applicationId, environmentId, onCancel }
}

function unconfirmedStart(place: PendingAddress, value: unknown): UnconfirmedStart | undefined {
  if (!isRecord(value)) return undefined
  const { latestNumber, provenanceId } = value
  if (typeof latestNumber !== 'number' || typeof provenanceId !== 'string') return undefined
  return { ...place, latestNumber, provenanceId }
}
