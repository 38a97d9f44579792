import type { ErrorObject, ValidateFunction } from 'ajv'
import AjvDraft04 from 'ajv-draft-04'
import { type SchemaProblem } from '../content-value.js'
import { isRecord } from '../json/record.js'
import { pointerPath } from '../json/pointer.js'

const MAX_WORDS = 200

/**
 * What breaks a JSON Schema, as a JSON_SCHEMA validator of a configuration profile would find: draft-04, every
 * violation, and no reference outside of the schema. Formats are left to the service. A schema that cannot be
 * used is one problem with an empty path; its text is not quoted.
 */
export function jsonSchemaProblems(schemaText: string, value: unknown): readonly SchemaProblem[] {
  const schema = parsedSchema(schemaText)
  if (schema === undefined) return unusable('it is not a JSON object')
  try {
    if (refersOutside(schema))
      return unusable('it refers to another schema, which AppConfig does not support')
    const validate = compiled(schema)
    if (validate(value)) return []
    return (validate.errors ?? []).map((error) => problemOf(error, value))
  } catch {
    return unusable('it is not a valid schema of draft-04')
  }
}

function unusable(why: string): readonly SchemaProblem[] {
  return [
    { path: [], message: `cannot be checked with the JSON Schema of the configuration profile: ${why}` },
  ]
}

function parsedSchema(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const schema: unknown = JSON.parse(text)
    return isRecord(schema) ? schema : undefined
  } catch {
    return undefined
  }
}

// AWS reads every schema as draft-04, whatever `$schema` names; Ajv would look for the one that is named.
// Patterns are not in Unicode mode, which refuses escapes that ECMA 262 allowed when draft-04 was written.
function compiled(schema: Readonly<Record<string, unknown>>): ValidateFunction {
  const ajv = new AjvDraft04.default({
    allErrors: true,
    strict: false,
    logger: false,
    validateFormats: false,
    unicodeRegExp: false,
  })
  return ajv.compile(Object.fromEntries(Object.entries(schema).filter(([key]) => key !== '$schema')))
}

function refersOutside(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, entry]: readonly [string, unknown]) =>
    key === '$ref' && typeof entry === 'string' ? !entry.startsWith('#') : refersOutside(entry),
  )
}

/** Ajv's words name what the schema asks for and never what the content holds, keys excepted. */
function problemOf(
  { keyword, instancePath, params, message = '' }: ErrorObject,
  value: unknown,
): SchemaProblem {
  const path = pointerPath(instancePath, value)
  const extra: unknown = Reflect.get(params, 'additionalProperty')
  if (keyword === 'additionalProperties' && typeof extra === 'string') {
    return { path: [...path, extra], message: 'is not allowed by the JSON Schema' }
  }
  const words = message === '' ? `does not satisfy "${keyword}" of the JSON Schema` : message
  return { path, message: words.length > MAX_WORDS ? `${words.slice(0, MAX_WORDS)}…` : words }
}
