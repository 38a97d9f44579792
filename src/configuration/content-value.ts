import { isRecord } from './json/record.js'
export type ContentRecord = Readonly<Record<string, unknown>>

/** One step into content: the key of a map or the index of a list. */
export type ContentPath = readonly (string | number)[]

/** Something wrong with the value at a path; the message continues "`path` …" and holds no values. */
export interface SchemaProblem {
  readonly path: ContentPath
  readonly message: string
}

/** `value` when it is a map, else an empty one. */
export function recordOf(value: unknown): ContentRecord {
  return isRecord(value) ? value : {}
}

/** What `key` itself holds in `record`; nothing that an object inherits. */
export function ownValue(record: ContentRecord, key: string): unknown {
  return Object.hasOwn(record, key) ? record[key] : undefined
}

/** A value's type in the words of JSON, with its article. */
export function typeText(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  switch (typeof value) {
    case 'string':
      return 'a string'
    case 'number':
      return 'a number'
    case 'boolean':
      return 'a boolean'
    default:
      return 'an object'
  }
}

/** Whether two parsed values are the same; the order of keys does not matter. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => sameValue(item, b[index]))
  }
  if (!isRecord(a) || !isRecord(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key], b[key]))
  )
}
