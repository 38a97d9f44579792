import { isRecord, parseJsonRecord } from '../configuration/json/record.js'
import { parsed, type Parsed, rejected } from '../inputs/values/parsed.js'
import type { Operation } from '../deployment/facts.js'
import type { NamedResource } from '../deployment/deployment.js'

/**
 * What a run keeps about what it tells GitHub, so that `post` can tell the end should the run not come to it. `open`
 * from before a deployment may be in progress, `closed` when GitHub knows the end or refuses to.
 */
export type SavedGithub =
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
}

const OPERATIONS: readonly Operation[] = ['deploy', 'plan', 'watch', 'rollback', 'remove-environment']

/** The state as the text that the runner keeps between `main` and `post`. */
export function savedGithubText(state: SavedGithub): string {
  return JSON.stringify(state)
}

/** The state from that text. A text that is not one says what is wrong with it. */
export function parseSavedGithub(text: string): Parsed<SavedGithub> {
  const record = parseJsonRecord(text)
  if (!record.ok) return record
  const { value } = record
  if (value['phase'] === 'closed') return parsed({ phase: 'closed' })
  if (value['phase'] !== 'open') return rejected('has no known phase')
  const { accountId, region, number } = value
  const operation = OPERATIONS.find((name) => name === value['operation'])
  const application = namedResource(value['application'])
  const environment = namedResource(value['environment'])
  const profile = namedResource(value['profile'])
  if (operation === undefined || typeof region !== 'string') return rejected('lacks the target')
  if (application === undefined || environment === undefined || profile === undefined) {
    return rejected('lacks the target')
  }
  if (number !== undefined && typeof number !== 'number') return rejected('has no known number')
  const account = typeof accountId === 'string' ? { accountId } : {}
  const target = { operation, ...account, region, application, environment, profile }
  return parsed({ phase: 'open', ...target, ...(number === undefined ? {} : { number }) })
}

function namedResource(value: unknown): NamedResource | undefined {
  if (!isRecord(value)) return undefined
  const { id, name } = value
  return typeof id === 'string' && typeof name === 'string' ? { id, name } : undefined
}
