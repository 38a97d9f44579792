import { isRoleArn } from './role.js'
import { DefinitionCheck } from './definition-check.js'
import { type Parsed, parsed, quoted, rejected } from './parsed.js'
import { bySimilarity, didYouMean } from './similarity.js'
import { parseYaml, type YamlMap, type YamlValue } from './yaml.js'
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

const MAX_ACTION_POINTS = 5
const MAX_PARAMETERS = 10
const MAX_NAME = 64
const MAX_DESCRIPTION = 1024
const MAX_URI = 2048

/** The characters of the largest definition that CreateExtension's model allows, without the names of its members. */
const MAX_CHARACTERS =
  MAX_NAME +
  MAX_DESCRIPTION +
  MAX_ACTION_POINTS * (MAX_NAME + MAX_DESCRIPTION + 2 * MAX_URI) +
  MAX_PARAMETERS * (MAX_NAME + MAX_DESCRIPTION) +
  TAG_LIMITS.maxEntries * (128 + TAG_LIMITS.maxValueLength)
/** JSON may write each character as an escape of six bytes; as much again is for member names, layout and comments. */
export const MAX_DEFINITION_BYTES = 12 * MAX_CHARACTERS

/**
 * An extension from YAML or JSON in CreateExtension's own shape, checked against the limits of its API model
 * (names, one action a point, one to five points, one to ten parameters, tags). All problems are reported at once.
 */
export function parseExtensionDefinition(text: string): Parsed<TaggedExtensionDefinition> {
  const yaml = parseYaml(text)
  if (!yaml.ok) return yaml
  if (yaml.value.kind !== 'map') {
    return rejected('is not a map; it must be an extension in the shape of CreateExtension: Name, Actions, …')
  }
  const check = new DefinitionCheck()
  const root = check.members(yaml.value, '', ['Name', 'Description', 'Actions', 'Parameters', 'Tags'])
  const name = check.text(root, 'Name', '', { max: MAX_NAME, required: true })
  if (name !== '' && name.length <= MAX_NAME && !PARAMETER_NAME.test(name)) {
    check.fail('Name', 'must be 1 to 64 characters long, without / # and :')
  }
  const definition: ExtensionDefinition = {
    name,
    description: check.text(root, 'Description', '', { max: MAX_DESCRIPTION }),
    actions: readActions(root.get('Actions'), check),
    parameters: readParameters(root.get('Parameters'), check),
  }
  const tags = readTags(root.get('Tags'), check)
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

function readActions(value: YamlValue | undefined, check: DefinitionCheck): ExtensionDefinition['actions'] {
  if (value?.kind !== 'map') {
    if (value !== undefined || !check.isMisspelled('Actions')) {
      check.fail('Actions', 'is required: a map of one to five action points, each with one action')
    }
    return {}
  }
  const points = [...value.entries]
  if (points.length < 1 || points.length > MAX_ACTION_POINTS) {
    check.fail('Actions', `has ${points.length} action points; AppConfig allows 1 to ${MAX_ACTION_POINTS}`)
    return {}
  }
  const actions: Partial<Record<ActionPoint, ExtensionAction>> = {}
  for (const [point, list] of points) {
    const at = `Actions.${point}`
    if (!isActionPoint(point)) {
      const near = bySimilarity(point, ACTION_POINTS).slice(0, 5).join(', ')
      const advice = didYouMean(point, ACTION_POINTS)
      check.fail('Actions', `has the unknown action point ${quoted(point)}.${advice} Available: ${near}`)
      continue
    }
    const action = list.kind === 'list' && list.items.length === 1 ? list.items[0] : undefined
    if (action?.kind !== 'map') check.fail(at, 'must be a list of exactly one action: [{Name, Uri, RoleArn}]')
    else actions[point] = readAction(action, at, check)
  }
  return actions
}

function readAction(map: YamlMap, at: string, check: DefinitionCheck): ExtensionAction {
  const action = check.members(map, at, ['Name', 'Description', 'Uri', 'RoleArn'])
  const roleArn = check.text(action, 'RoleArn', at, { max: MAX_URI })
  if (roleArn !== '' && !isRoleArn(roleArn)) {
    check.fail(`${at}.RoleArn`, `is ${quoted(roleArn)}; it must be the ARN of an IAM role`)
  }
  return {
    name: check.text(action, 'Name', at, { max: MAX_NAME, required: true }),
    description: check.text(action, 'Description', at, { max: MAX_DESCRIPTION }),
    uri: check.text(action, 'Uri', at, { max: MAX_URI, required: true }),
    roleArn,
  }
}

function readParameters(
  value: YamlValue | undefined,
  check: DefinitionCheck,
): ExtensionDefinition['parameters'] {
  const map = optionalMap(value, 'Parameters', check, 'parameter names with {Description, Required, Dynamic}')
  if (map === undefined) return {}
  if (map.size > MAX_PARAMETERS) {
    check.fail('Parameters', `has ${map.size} entries; AppConfig allows at most ${MAX_PARAMETERS}`)
    return {}
  }
  // Unlike an assignment, this makes `__proto__` a member as any other.
  return Object.fromEntries(
    [...map].map(([name, parameter]) => [name, readParameter(parameter, name, check)]),
  )
}

function readParameter(value: YamlValue, name: string, check: DefinitionCheck): ExtensionParameter {
  const at = `Parameters.${name}`
  if (!PARAMETER_NAME.test(name)) {
    check.fail(at, 'has a name that is not 1 to 64 characters long, without / # and :')
  }
  const map = optionalMap(value, at, check, '{Description, Required, Dynamic}')
  if (map === undefined) return { description: '', required: false, dynamic: false }
  const parameter = check.members({ kind: 'map', entries: map }, at, ['Description', 'Required', 'Dynamic'])
  const required = check.flag(parameter, 'Required', at)
  const dynamic = check.flag(parameter, 'Dynamic', at)
  if (required && dynamic) check.fail(at, 'is both Required and Dynamic, which AppConfig does not allow')
  return {
    description: check.text(parameter, 'Description', at, { max: MAX_DESCRIPTION }),
    required,
    dynamic,
  }
}

function readTags(value: YamlValue | undefined, check: DefinitionCheck): Readonly<Record<string, string>> {
  const map = optionalMap(value, 'Tags', check, 'tag names with their values')
  if (map === undefined) return {}
  if (map.size > TAG_LIMITS.maxEntries) {
    check.fail('Tags', `has ${map.size} entries; AppConfig allows at most ${TAG_LIMITS.maxEntries}`)
    return {}
  }
  for (const key of map.keys()) {
    const problem = TAG_LIMITS.keyProblem(key)
    if (problem !== undefined) check.fail('Tags', `has the key ${quoted(key)}, which ${problem}`)
  }
  return Object.fromEntries(
    [...map.keys()].map((key) => [key, check.text(map, key, 'Tags', { max: TAG_LIMITS.maxValueLength })]),
  )
}

/** The members of a map; undefined where there is nothing, or something else, which is a problem. */
function optionalMap(
  value: YamlValue | undefined,
  at: string,
  check: DefinitionCheck,
  what: string,
): YamlMap['entries'] | undefined {
  if (value === undefined || (value.kind === 'text' && value.type === 'null')) return undefined
  if (value.kind === 'map') return value.entries
  check.fail(at, `is not a map; it must be a map of ${what}`)
  return undefined
}

function sorted<T>(record: Readonly<Record<string, T>>, facts: (value: T) => unknown): unknown[] {
  return Object.entries(record)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => [key, facts(value)])
}

function isActionPoint(text: string): text is ActionPoint {
  return ACTION_POINTS.some((point) => point === text)
}
