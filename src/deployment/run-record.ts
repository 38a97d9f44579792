import { isRecord, parseJsonRecord } from '../configuration/json/record.js'
import { present } from '../configuration/json/present.js'
import { parsed, type Parsed, rejected } from '../inputs/values/parsed.js'
import type { NamedResource } from './deployment.js'
import { type Operation, OPERATIONS } from './facts.js'

/** All that a run keeps for `post`: what it would leave behind in AWS, and what GitHub has not been told yet. */
export interface RunRecord {
  readonly pending: SavedRun
  readonly report: SavedReport
}

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

/**
 * What a run reports to GitHub, so that `post` can report the end should the run not come to it. `open`
 * from before a deployment may be in progress, `closed` when GitHub knows the end or refuses to.
 */
export type SavedReport =
  | { readonly phase: 'closed' }
  | ({
      readonly phase: 'open'
      /** The AppConfig deployment, once it is known. */
      readonly number?: number
    } & ReportTarget)

/** The deployment's place, by all of its names. */
export interface ReportTarget {
  readonly operation: Operation
  /** The AWS account, where it is known. */
  readonly accountId?: string
  readonly region: string
  readonly application: NamedResource
  readonly environment: NamedResource
  readonly profile: NamedResource
  /** The alarms that monitor the environment, to recognise the one that rolled it back. */
  readonly alarmArns: readonly string[]
}

/** The record of a run that has nothing to leave. */
export const EMPTY_RECORD: RunRecord = { pending: { phase: 'done' }, report: { phase: 'closed' } }

/** The record as the text that the runner keeps between `main` and `post`. */
export function runRecordText(record: RunRecord): string {
  return JSON.stringify(record)
}

/** The record from that text. A text that is not one says what is wrong with it. */
export function parseRunRecord(text: string): Parsed<RunRecord> {
  const record = parseJsonRecord(text)
  if (!record.ok) return record
  const pending = savedRun(record.value['pending'])
  if (!pending.ok) return pending
  const report = savedReport(record.value['report'])
  return report.ok ? parsed({ pending: pending.value, report: report.value }) : report
}

function savedRun(value: unknown): Parsed<SavedRun> {
  if (!isRecord(value)) return rejected('lacks what is pending')
  const { phase, number } = value
  if (phase === 'done') return parsed({ phase })
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

function savedReport(value: unknown): Parsed<SavedReport> {
  if (!isRecord(value)) return rejected('lacks the report')
  if (value['phase'] === 'closed') return parsed({ phase: 'closed' })
  if (value['phase'] !== 'open') return rejected('has no known phase of the report')
  const { accountId, region, number, alarmArns } = value
  const operation = OPERATIONS.find((name) => name === value['operation'])
  const application = namedResource(value['application'])
  const environment = namedResource(value['environment'])
  const profile = namedResource(value['profile'])
  if (operation === undefined || typeof region !== 'string' || !isTexts(alarmArns)) {
    return rejected('lacks the target')
  }
  if (application === undefined || environment === undefined || profile === undefined) {
    return rejected('lacks the target')
  }
  if (number !== undefined && typeof number !== 'number') return rejected('has no known number')
  const account = typeof accountId === 'string' ? { accountId } : {}
  const target = { operation, ...account, region, application, environment, profile, alarmArns }
  return parsed({ phase: 'open', ...target, ...present({ number }) })
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function namedResource(value: unknown): NamedResource | undefined {
  if (!isRecord(value)) return undefined
  const { id, name } = value
  return typeof id === 'string' && typeof name === 'string' ? { id, name } : undefined
}
