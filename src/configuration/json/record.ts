import { parsed, type Parsed, rejected } from '../../inputs/values/parsed.js'

/** What a text holds that is a JSON object. A text that is none says what is wrong with it. */
export function parseJsonRecord(text: string): Parsed<Readonly<Record<string, unknown>>> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return rejected('is not JSON')
  }
  return isRecord(value) ? parsed(value) : rejected('is not a record')
}

/** Whether a value is an object with members of any kind, and no list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
