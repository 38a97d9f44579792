import { type ContentPath, type ContentRecord, type SchemaProblem, typeText } from '../content-value.js'

/** A flag's or an attribute's key. */
const FLAG_KEY = /^[a-z][a-zA-Z\d_-]{0,63}$/

/** A problem for each key of `record` that is not among `known`. */
export function unknownKeys(
  path: ContentPath,
  record: ContentRecord,
  known: readonly string[],
): readonly SchemaProblem[] {
  return Object.keys(record)
    .filter((key) => !known.includes(key))
    .map((key) => ({ path: [...path, key], message: `is not known here; known are ${known.join(', ')}` }))
}

/** A problem for each key of `record` that no flag or attribute can have. */
export function badKeys(path: ContentPath, record: ContentRecord): readonly SchemaProblem[] {
  return Object.keys(record)
    .filter((key) => !FLAG_KEY.test(key))
    .map((key) => ({
      path: [...path, key],
      message: 'has a key that is not a small letter and up to 63 letters, digits, "_" and "-"',
    }))
}

/** A problem when `given` is there and is no text of at most `maxLength` UTF-16 units. */
export function textProblems(path: ContentPath, given: unknown, maxLength: number): readonly SchemaProblem[] {
  if (given === undefined) return []
  if (typeof given !== 'string') return [{ path, message: `must be a string, not ${typeText(given)}` }]
  return given.length > maxLength ? [{ path, message: `is longer than ${maxLength} characters` }] : []
}
