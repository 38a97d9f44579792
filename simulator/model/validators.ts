import type * as api from '@aws-sdk/client-appconfig'
import type { ErrorObject } from 'ajv'
import AjvDraft04 from 'ajv-draft-04'
import { badRequest } from '../errors.js'

/**
 * A LAMBDA validator's content has to be an ARN with an account. The text of a JSON Schema is not looked at
 * before it is used.
 */
export function checkValidators(validators: readonly api.Validator[] | undefined): void {
  for (const { Type, Content = '' } of validators ?? []) {
    if (Type === 'LAMBDA' && !/^arn:[^:]+:lambda:[^:]*:\d{12}:.+$/.test(Content)) {
      throw badRequest(`ARN ${Content} is invalid due to not containing an account ID.`)
    }
  }
}

/**
 * Runs the JSON_SCHEMA validators (draft-04) over the content. LAMBDA validators pass: no function is called.
 *
 * @throws BadRequestException with the schema and each violation in AWS's form
 */
export function validateContent(validators: readonly api.Validator[], content: Buffer): void {
  for (const { Type, Content = '' } of validators) {
    if (Type === 'JSON_SCHEMA') validateAgainst(Content, content)
  }
}

function validateAgainst(schema: string, content: Buffer): void {
  const parsedSchema = parsed(schema)
  const instance = parsed(content.toString('utf8'))
  if (parsedSchema === undefined || !isSchema(parsedSchema))
    throw failure(schema, 'The schema is not valid JSON')
  if (instance === undefined) throw failure(schema, 'The configuration is not valid JSON')
  if (refersOutside(parsedSchema)) throw badRequest('External schema references are not supported.')
  const violations = violationsOf(schema, parsedSchema, instance.value)
  if (violations.length > 0) throw failure(schema, `[${violations.join(', ')}]`)
}

function violationsOf(
  text: string,
  { value: schema }: { readonly value: object },
  instance: unknown,
): string[] {
  const ajv = new AjvDraft04.default({
    allErrors: true,
    strict: false,
    verbose: true,
    validateFormats: false,
  })
  let validate
  try {
    validate = ajv.compile(schema)
  } catch (error) {
    throw failure(text, error instanceof Error ? error.message : String(error))
  }
  return validate(instance) ? [] : (validate.errors ?? []).map(told)
}

/** AWS names the violation and the node it is at; the words are known for the numeric limits only. */
function told({ keyword, instancePath, message = '', data, params }: ErrorObject): string {
  const limit: unknown = Reflect.get(params, 'limit')
  const words =
    keyword === 'minimum'
      ? `numeric instance is lower than the required minimum (minimum: ${String(limit)}, found: ${String(data)})`
      : keyword === 'maximum'
        ? `numeric instance is greater than the required maximum (maximum: ${String(limit)}, found: ${String(data)})`
        : message
  return `message: "${words}" - parent node: ${instancePath === '' ? '/' : instancePath}`
}

const failure = (schema: string, what: string) =>
  badRequest(
    `Could not build JSON schema from invalid input:\n ${schema}.\n Original error message:\n${what}`,
  )

interface Parsed {
  readonly value: unknown
}

function parsed(text: string): Parsed | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

const isSchema = (json: Parsed): json is { readonly value: object } =>
  typeof json.value === 'object' && json.value !== null

function refersOutside(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, entry]: [string, unknown]) =>
    key === '$ref' && typeof entry === 'string' ? !entry.startsWith('#') : refersOutside(entry),
  )
}
