import { parseDocument } from 'yaml'
import { type Parsed, parsed, quoted, rejected } from './parsed.js'
import { PARAMETER_NAME, TAG_LIMITS } from './yaml-map.js'

/** The action points of AppConfig, as CreateExtension's model lists them. */
export const ACTION_POINTS = [
  'PRE_CREATE_HOSTED_CONFIGURATION_VERSION',
  'PRE_START_DEPLOYMENT',
  'AT_DEPLOYMENT_TICK',
  'ON_DEPLOYMENT_START',
  'ON_DEPLOYMENT_STEP',
  'ON_DEPLOYMENT_BAKING',
  'ON_DEPLOYMENT_COMPLETE',
  'ON_DEPLOYMENT_ROLLED_BACK',
] as const
export type ActionPoint = (typeof ACTION_POINTS)[number]

export interface ExtensionAction {
  readonly name: string
  readonly description: string
  readonly uri: string
  readonly roleArn: string
}

export interface ExtensionParameter {
  readonly description: string
  readonly required: boolean
  readonly dynamic: boolean
}

/**
 * What an extension version is made of. Absent texts are '' and absent flags are false, because AppConfig
 * answers so: two definitions are the same exactly when these records are.
 */
export interface ExtensionDefinition {
  readonly name: string
  readonly description: string
  readonly actions: Readonly<Partial<Record<ActionPoint, ExtensionAction>>>
  readonly parameters: Readonly<Record<string, ExtensionParameter>>
}

/** A definition as a file gives it: with the tags that a newly created extension gets. */
export interface TaggedExtensionDefinition {
  readonly definition: ExtensionDefinition
  readonly tags: Readonly<Record<string, string>>
}

/**
 * An extension from YAML or JSON in CreateExtension's own shape, checked against the limits of its API model
 * (names, one action a point, one to five points, one to ten parameters, tags). All problems are told at once.
 */
export function parseExtensionDefinition(text: string): Parsed<TaggedExtensionDefinition> {
  const document = parseDocument(text, { uniqueKeys: true, prettyErrors: true })
  if (document.errors.length > 0) {
    return rejected(
      ...document.errors.map(
        (error) => `is not valid YAML or JSON: ${error.message.split('\n', 1)[0] ?? ''}`,
      ),
    )
  }
  const root: unknown = document.toJS({ maxAliasCount: 100 })
  if (!isMap(root))
    return rejected('is not a map; it takes an extension as CreateExtension does: Name, Actions, …')
  const check = new Check()
  check.keys(root, '', ['Name', 'Description', 'Actions', 'Parameters', 'Tags'])
  const name = check.text(root, 'Name', '', { max: 64, required: true })
  if (name !== '' && !PARAMETER_NAME.test(name))
    check.fail('Name', 'takes 1 to 64 characters without / # and :')
  const definition: ExtensionDefinition = {
    name,
    description: check.text(root, 'Description', '', { max: 1024 }),
    actions: readActions(root['Actions'], check),
    parameters: readParameters(root['Parameters'], check),
  }
  const tags = readTags(root['Tags'], check)
  return check.problems.length > 0 ? rejected(...check.problems) : parsed({ definition, tags })
}

/** Whether two definitions make the same extension version. The order of actions and parameters means nothing. */
export function sameDefinition(a: ExtensionDefinition, b: ExtensionDefinition): boolean {
  return canonicalDefinition(a) === canonicalDefinition(b)
}

/** A definition as a text that is the same exactly when the definitions are: for comparing and for digests. */
export function canonicalDefinition(definition: ExtensionDefinition): string {
  return JSON.stringify({
    name: definition.name,
    description: definition.description,
    actions: sorted(definition.actions, (action) => [
      action.name,
      action.description,
      action.uri,
      action.roleArn,
    ]),
    parameters: sorted(definition.parameters, (parameter) => [
      parameter.description,
      parameter.required,
      parameter.dynamic,
    ]),
  })
}

const MAX_ACTION_POINTS = 5
const MAX_PARAMETERS = 10
const ROLE_ARN = /^arn:(aws|aws-cn|aws-iso|aws-iso-[a-z]|aws-us-gov|aws-eusc):iam::\d{12}:role\/.+$/

function readActions(value: unknown, check: Check): ExtensionDefinition['actions'] {
  if (!isMap(value)) {
    check.fail('Actions', 'is missing or not a map; it takes one to five action points, each with one action')
    return {}
  }
  const points = Object.keys(value)
  if (points.length < 1 || points.length > MAX_ACTION_POINTS) {
    check.fail('Actions', `has ${points.length} action points; AppConfig takes 1 to ${MAX_ACTION_POINTS}`)
  }
  const actions: Partial<Record<ActionPoint, ExtensionAction>> = {}
  for (const point of points) {
    const at = `Actions.${point}`
    if (!isActionPoint(point)) {
      check.fail('Actions', `has the action point ${quoted(point)}; it takes ${ACTION_POINTS.join(', ')}`)
      continue
    }
    const list = value[point]
    const action: unknown = Array.isArray(list) && list.length === 1 ? list[0] : undefined
    if (!isMap(action)) check.fail(at, 'takes a list of exactly one action: [{Name, Uri, RoleArn}]')
    else actions[point] = readAction(action, at, check)
  }
  return actions
}

function readAction(action: Readonly<Record<string, unknown>>, at: string, check: Check): ExtensionAction {
  check.keys(action, at, ['Name', 'Description', 'Uri', 'RoleArn'])
  const roleArn = check.text(action, 'RoleArn', at, { max: 2048 })
  if (roleArn !== '' && !ROLE_ARN.test(roleArn)) {
    check.fail(`${at}.RoleArn`, `is ${quoted(roleArn)}; it takes the ARN of an IAM role`)
  }
  return {
    name: check.text(action, 'Name', at, { max: 64, required: true }),
    description: check.text(action, 'Description', at, { max: 1024 }),
    uri: check.text(action, 'Uri', at, { max: 2048, required: true }),
    roleArn,
  }
}

function readParameters(value: unknown, check: Check): ExtensionDefinition['parameters'] {
  if (value === undefined || value === null) return {}
  if (!isMap(value)) {
    check.fail('Parameters', 'is not a map; it takes parameter names with {Description, Required, Dynamic}')
    return {}
  }
  const names = Object.keys(value)
  if (names.length > MAX_PARAMETERS) {
    check.fail('Parameters', `has ${names.length} entries; AppConfig takes at most ${MAX_PARAMETERS}`)
  }
  const parameters: Record<string, ExtensionParameter> = {}
  for (const name of names) {
    const at = `Parameters.${name}`
    if (!PARAMETER_NAME.test(name))
      check.fail(at, 'has a name that is not 1 to 64 characters without / # and :')
    const parameter = value[name] ?? {}
    if (!isMap(parameter)) {
      check.fail(at, 'is not a map; it takes {Description, Required, Dynamic}')
      continue
    }
    check.keys(parameter, at, ['Description', 'Required', 'Dynamic'])
    const required = check.flag(parameter, 'Required', at)
    const dynamic = check.flag(parameter, 'Dynamic', at)
    if (required && dynamic) check.fail(at, 'is both Required and Dynamic, which AppConfig refuses')
    parameters[name] = {
      description: check.text(parameter, 'Description', at, { max: 1024 }),
      required,
      dynamic,
    }
  }
  return parameters
}

function readTags(value: unknown, check: Check): Readonly<Record<string, string>> {
  if (value === undefined || value === null) return {}
  if (!isMap(value)) {
    check.fail('Tags', 'is not a map; it takes tag names with their values')
    return {}
  }
  const keys = Object.keys(value)
  if (keys.length > TAG_LIMITS.maxEntries) {
    check.fail('Tags', `has ${keys.length} entries; AppConfig takes at most ${TAG_LIMITS.maxEntries}`)
  }
  for (const key of keys) {
    const problem = TAG_LIMITS.keyProblem(key)
    if (problem !== undefined) check.fail('Tags', `has the key ${quoted(key)}, which ${problem}`)
  }
  return Object.fromEntries(
    keys.map((key) => [key, check.text(value, key, 'Tags', { max: TAG_LIMITS.maxValueLength })]),
  )
}

/** Collects what is wrong, each with the path at which it stands. */
class Check {
  readonly problems: string[] = []

  fail(path: string, problem: string): void {
    this.problems.push(`at ${path}: ${problem}`)
  }

  keys(map: Readonly<Record<string, unknown>>, at: string, known: readonly string[]): void {
    for (const key of Object.keys(map).filter((name) => !known.includes(name))) {
      const meant = known.find((name) => name.toLowerCase() === key.toLowerCase())
      const advice = meant === undefined ? `it takes ${known.join(', ')}` : `did you mean ${meant}?`
      this.fail(at === '' ? 'the top level' : at, `${quoted(key)} is not known; ${advice}`)
    }
  }

  text(
    map: Readonly<Record<string, unknown>>,
    key: string,
    at: string,
    limits: { readonly max: number; readonly required?: boolean },
  ): string {
    const path = at === '' ? key : `${at}.${key}`
    const value = map[key]
    if (value === undefined || value === null || value === '') {
      if (limits.required === true) this.fail(path, 'is missing')
      return ''
    }
    if (typeof value !== 'string') {
      this.fail(path, 'is not a text; put it in quotes')
      return ''
    }
    if (value.length > limits.max) {
      this.fail(path, `has ${value.length} characters; AppConfig takes at most ${limits.max}`)
    }
    return value
  }

  flag(map: Readonly<Record<string, unknown>>, key: string, at: string): boolean {
    const value = map[key]
    if (value === undefined || value === null) return false
    if (typeof value === 'boolean') return value
    this.fail(`${at}.${key}`, 'takes true or false')
    return false
  }
}

function sorted<T>(record: Readonly<Record<string, T>>, facts: (value: T) => unknown): unknown[] {
  return Object.entries(record)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => [key, facts(value)])
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isActionPoint(text: string): text is ActionPoint {
  return ACTION_POINTS.some((point) => point === text)
}
