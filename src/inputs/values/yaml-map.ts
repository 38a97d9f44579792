import { type Parsed, parsed, quoted, rejected } from './parsed.js'
import { parseYaml, type YamlValue } from './yaml.js'

/** What the keys and values of a map must be: the limits of the AppConfig API for it. */
export interface MapLimits {
  readonly maxEntries: number
  readonly minValueLength: number
  readonly maxValueLength: number
  /** What is wrong with a key, in words that complete "the key …"; undefined when nothing is. */
  readonly keyProblem: (key: string) => string | undefined
}

/**
 * A map of texts from YAML or JSON. Every scalar is taken as it is written, so that `1.10` stays `1.10` and
 * `yes` stays `yes`. Nested values, double keys and anything over the limits are problems, all reported at once.
 */
export function parseYamlMap(text: string, limits: MapLimits): Parsed<Readonly<Record<string, string>>> {
  const yaml = parseYaml(text)
  if (!yaml.ok) return yaml
  if (yaml.value.kind === 'text' && yaml.value.text === '') return parsed({})
  if (yaml.value.kind !== 'map') return rejected(noMapProblem(yaml.value))
  const { entries } = yaml.value
  if (entries.size > limits.maxEntries) {
    return rejected(`has ${entries.size} entries; AppConfig allows at most ${limits.maxEntries}.`)
  }
  const problems = [...entries].flatMap(([key, value]) => entryProblems(key, value, limits))
  if (problems.length > 0) return rejected(...problems)
  // Unlike an assignment, this makes `__proto__` a member as any other.
  return parsed(Object.fromEntries([...entries].map(([key, value]) => [key, scalarOf(value) ?? ''])))
}

/** The limits of AppConfig's TagMap: 50 tags, keys of 1 to 128 characters, values of at most 256. */
export const TAG_LIMITS: MapLimits = {
  maxEntries: 50,
  minValueLength: 0,
  maxValueLength: 256,
  keyProblem: (key) => {
    if (key.length < 1 || key.length > 128) return 'must be 1 to 128 characters long'
    return /^aws:/i.test(key) ? 'must not start with "aws:", a prefix that AWS reserves' : undefined
  },
}

/** The limits of an extension association's ParameterValueMap. */
export const PARAMETER_LIMITS: MapLimits = {
  maxEntries: 10,
  minValueLength: 1,
  maxValueLength: 2048,
  keyProblem: (key) =>
    PARAMETER_NAME.test(key) ? undefined : 'must be 1 to 64 characters long, without / # and :',
}

/** The limits of StartDeployment's DynamicParameterMap: keys are `<extension>#<parameter>`. */
export const DYNAMIC_PARAMETER_LIMITS: MapLimits = {
  maxEntries: 10,
  minValueLength: 1,
  maxValueLength: 2048,
  keyProblem: (key) => (DYNAMIC_KEY.test(key) ? undefined : 'must have the form <extension>#<parameter>'),
}

/** The pattern of AppConfig's ExtensionOrParameterName. */
export const PARAMETER_NAME = /^[^/#:\n]{1,64}$/
const DYNAMIC_KEY = /^([^#\n]{1,96})#([^/#\n]{1,64})$/

function noMapProblem(value: YamlValue): string {
  const pair = value.kind === 'text' ? /^([\w./-]{1,64})=/.exec(value.text)?.[1] : undefined
  const advice = pair === undefined ? '' : ` Write \`${pair}: …\` instead of \`${pair}=…\`.`
  return `is not a map; it must be YAML lines of the form \`name: value\`.${advice}`
}

function entryProblems(key: string, value: YamlValue, limits: MapLimits): string[] {
  const problems: string[] = []
  const keyProblem = limits.keyProblem(key)
  if (keyProblem !== undefined) problems.push(`has the key ${quoted(key)}, which ${keyProblem}.`)
  const text = scalarOf(value)
  if (text === undefined) {
    problems.push(`has no plain text at ${quoted(key)}; each name must have one value, nothing nested.`)
  } else if (text.length < limits.minValueLength || text.length > limits.maxValueLength) {
    const { minValueLength: min, maxValueLength: max } = limits
    problems.push(`has ${text.length} characters at ${quoted(key)}; AppConfig allows ${min} to ${max}.`)
  }
  return problems
}

function scalarOf(value: YamlValue): string | undefined {
  return value.kind === 'text' ? value.text : undefined
}
