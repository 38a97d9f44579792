import { isDeepStrictEqual } from 'node:util'
import { badRequest, type InvalidConfigurationDetail, invalidConfiguration } from '../errors.js'
import { attributeFaults, type Fault, isRecord, type Json } from './feature-flag-attributes.js'

const FAILED = "Error invoking extension AppConfig Feature Flags Helper: Invalid 'Content' data"
const KEY = /^[a-z][a-zA-Z\d_-]{0,63}$/
const MAX_FLAGS = 100
const MAX_ATTRIBUTES = 25

/** Normalised feature flags, and whether they differ from the previous version in more than their stamps. */
export interface NormalisedFlags {
  readonly content: Buffer
  readonly changed: boolean
}

/**
 * Feature flags as AppConfig stores them: every flag and value with `_createdAt` and `_updatedAt`, taken over
 * from the previous version where nothing changed.
 *
 * @param now ms since the epoch
 * @throws BadRequestException with `Details.InvalidConfiguration` when they break the schema of feature flags
 */
export function normaliseFlags(content: Buffer, previous: Buffer | undefined, now: number): NormalisedFlags {
  const flags = parse(content)
  const faults = faultsOf(flags)
  if (faults.length > 0) throw invalidConfiguration(FAILED, faults.map(detail))
  const before = previous === undefined ? undefined : parse(previous)
  if (before !== undefined && isDeepStrictEqual(withoutStamps(before), withoutStamps(flags))) {
    return { content, changed: false }
  }
  const at = new Date(now).toISOString()
  const stamped = {
    ...flags,
    flags: stampedAll(record(flags['flags']), record(before?.['flags']), at),
    values: stampedAll(record(flags['values']), record(before?.['values']), at),
  }
  return { content: Buffer.from(JSON.stringify(stamped)), changed: true }
}

function parse(content: Buffer): Json {
  try {
    const parsed: unknown = JSON.parse(content.toString('utf8'))
    if (isRecord(parsed)) return parsed
  } catch {
    throw badRequest(FAILED)
  }
  throw badRequest(FAILED)
}

function faultsOf(document: Json): Fault[] {
  const version = document['version']
  const faults: Fault[] = []
  if (version === undefined) faults.push({ Constraint: 'Required', Location: 'version', Value: '' })
  else if (version !== '1') faults.push({ Constraint: 'OneOf(1)', Location: 'version', Value: text(version) })
  for (const part of ['flags', 'values']) {
    const value = document[part]
    if (value !== undefined && !isRecord(value)) {
      faults.push({ Constraint: 'Type(object)', Location: part, Value: text(value) })
    }
  }
  const flags = record(document['flags'])
  const values = record(document['values'])
  if (Object.keys(flags).length > MAX_FLAGS) {
    faults.push({ Constraint: `MaxProperties(${MAX_FLAGS})`, Location: 'flags', Value: '' })
  }
  return [
    ...faults,
    ...Object.entries(flags).flatMap(([key, flag]) => flagFaults(key, flag)),
    ...Object.entries(values).flatMap(([key, value]) => valueFaults(key, value, flags[key])),
  ]
}

function flagFaults(key: string, flag: unknown): Fault[] {
  const at = `flags.${key}`
  if (!isRecord(flag)) return [{ Constraint: 'Type(object)', Location: at, Value: text(flag) }]
  const faults: Fault[] = []
  if (!KEY.test(key)) faults.push({ Constraint: `Pattern(${KEY.source})`, Location: at, Value: key })
  if (typeof flag['name'] !== 'string') {
    faults.push({ Constraint: 'Required', Location: `${at}.name`, Value: '' })
  }
  if (Object.keys(record(flag['attributes'])).length > MAX_ATTRIBUTES) {
    faults.push({ Constraint: `MaxProperties(${MAX_ATTRIBUTES})`, Location: `${at}.attributes`, Value: '' })
  }
  return faults
}

function valueFaults(key: string, value: unknown, flag: unknown): Fault[] {
  const at = `values.${key}`
  if (!isRecord(value)) return [{ Constraint: 'Type(object)', Location: at, Value: text(value) }]
  if (!isRecord(flag)) return [{ Constraint: 'Defined(flags)', Location: at, Value: key }]
  // A value with variants has `enabled` and attributes in each of them.
  const variants = value['_variants']
  if (Array.isArray(variants)) return []
  const faults: Fault[] = []
  if (typeof value['enabled'] !== 'boolean') {
    const given = value['enabled'] === undefined ? '' : text(value['enabled'])
    const Constraint = given === '' ? 'Required' : 'Type(boolean)'
    faults.push({ Constraint, Location: `${at}.enabled`, Value: given })
  }
  return [...faults, ...attributeFaults(at, record(flag['attributes']), value)]
}

const detail = (fault: Fault): InvalidConfigurationDetail => ({
  ...fault,
  Reason: `${fault.Location} does not satisfy ${fault.Constraint}`,
  Type: 'NotSatisfied',
})

const STAMPS: ReadonlySet<string> = new Set(['_createdAt', '_updatedAt'])

function withoutStamps(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutStamps)
  if (!isRecord(value)) return value
  const entries = Object.entries(value).filter(([key]) => !STAMPS.has(key))
  return Object.fromEntries(entries.map(([key, entry]) => [key, withoutStamps(entry)]))
}

function stampedAll(entries: Json, before: Json, at: string): Json {
  return Object.fromEntries(
    Object.entries(entries).map(([key, entry]) => {
      const earlier = record(before[key])
      const same = isDeepStrictEqual(withoutStamps(earlier), withoutStamps(entry))
      return [
        key,
        {
          ...record(entry),
          _createdAt: earlier['_createdAt'] ?? at,
          _updatedAt: same ? (earlier['_updatedAt'] ?? at) : at,
        },
      ]
    }),
  )
}

const record = (value: unknown): Json => (isRecord(value) ? value : {})
const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
