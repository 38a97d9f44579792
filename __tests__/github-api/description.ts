import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'

/** One request, as far as GitHub's description of its API has something to say of it. */
export interface DescribedRequest {
  /** By the names in the path of the operation. */
  readonly path: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** The JSON body; undefined when there is none. */
  readonly body: unknown
}

/** What the description does not allow in a request of one operation, each in a sentence. */
export type Check = (request: DescribedRequest) => readonly string[]

/** What is used of the description: see the OpenAPI Specification 3.0. */
interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation | undefined>> | undefined>>
  readonly components: { readonly parameters: Readonly<Record<string, Parameter>> }
}
interface Operation {
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[]
  readonly requestBody?: {
    readonly required?: boolean
    readonly content: Readonly<Record<string, { readonly schema: object }>>
  }
}
interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly schema: object
}

const file = createRequire(import.meta.url).resolve('@octokit/openapi/generated/api.github.com.json')
let description: Description | undefined
const ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: false, logger: false })
const coercing = new Ajv({ strict: false, coerceTypes: true, logger: false })

/**
 * The check of one operation's requests against GitHub's published description of its REST API. Members and parameters
 * that the description does not name are refused too: GitHub ignores them, so they are mistakes.
 * @throws Error when the description has no such operation
 */
export function checkOf(method: string, path: string): Check {
  description ??= JSON.parse(readFileSync(file, 'utf8')) as Description
  const { parameters: shared } = description.components
  const operation = description.paths[path]?.[method.toLowerCase()]
  if (operation === undefined) throw new Error(`GitHub describes no ${method} ${path}`)
  const parameters = (operation.parameters ?? []).map((parameter) =>
    '$ref' in parameter ? shared[parameter.$ref.split('/').at(-1)!]! : parameter,
  )
  const checks = parameters.map((parameter) => parameterCheck(parameter))
  const known = new Set(parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name))
  const checkBody = bodyCheck(operation)
  return (request) => [
    ...checks.flatMap((check) => check(request)),
    ...[...request.query.keys()]
      .filter((name) => !known.has(name))
      .map((name) => `There is no parameter ${name}.`),
    ...checkBody(request.body),
  ]
}

function parameterCheck({ name, in: where, required = false, schema }: Parameter): Check {
  const valid = coercing.compile({
    type: 'object',
    properties: { value: schema },
    required: required ? ['value'] : [],
  })
  return ({ path, query }) => {
    const value = where === 'path' ? path[name] : (query.get(name) ?? undefined)
    return problems(valid, { ...(value === undefined ? {} : { value }) }, `Parameter ${name}`)
  }
}

function bodyCheck({ requestBody }: Operation): (body: unknown) => readonly string[] {
  const schema = requestBody?.content['application/json']?.schema
  if (schema === undefined) return (body) => (body === undefined ? [] : ['There is no body.'])
  const valid = ajv.compile({ ...schema, additionalProperties: false })
  return (body) => {
    if (body === undefined) return requestBody?.required === true ? ['The body is missing.'] : []
    return problems(valid, body, 'The body')
  }
}

function problems(valid: ValidateFunction, value: unknown, what: string): readonly string[] {
  if (valid(value)) return []
  return (valid.errors ?? []).map(
    ({ instancePath, message, params }: ErrorObject) =>
      `${what} ${instancePath} ${message ?? ''} ${JSON.stringify(params)}`,
  )
}
