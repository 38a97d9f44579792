import { parseDocument } from 'yaml'
import { type Parsed, parsed, quoted, rejected } from './parsed.js'

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
 * `yes` stays `yes`. Nested values, double keys and anything over the limits are problems, all told at once.
 */
export function parseYamlMap(text: string, limits: MapLimits): Parsed<Readonly<Record<string, string>>> {
  const document = parseDocument(text, { schema: 'failsafe', uniqueKeys: true, prettyErrors: true })
  if (document.errors.length > 0) {
    return rejected(...document.errors.map((error) => `is not valid YAML: ${firstLine(error.message)}`))
  }
  const root: unknown = document.toJS({ maxAliasCount: 100 })
  if (root === null || root === '') return parsed({})
  if (typeof root !== 'object' || Array.isArray(root)) {
    return rejected('is not a map; it takes YAML lines of the form `name: value`')
  }
  const entries = Object.entries(root)
  const problems = entries.flatMap(([key, value]) => entryProblems(key, value, limits))
  if (entries.length > limits.maxEntries) {
    problems.push(`has ${entries.length} entries; AppConfig takes at most ${limits.maxEntries}`)
  }
  if (problems.length > 0) return rejected(...problems)
  return parsed(Object.fromEntries(entries.map(([key, value]) => [key, String(value)])))
}

/** The limits of AppConfig's TagMap: 50 tags, keys of 1 to 128 characters, values of at most 256. */
export const TAG_LIMITS: MapLimits = {
  maxEntries: 50,
  minValueLength: 0,
  maxValueLength: 256,
  keyProblem: (key) => {
    if (key.length < 1 || key.length > 128) return 'has to be 1 to 128 characters long'
    return /^aws:/i.test(key) ? 'begins with aws:, which AWS keeps for itself' : undefined
  },
}

/** The limits of an extension association's ParameterValueMap. */
export const PARAMETER_LIMITS: MapLimits = {
  maxEntries: 10,
  minValueLength: 1,
  maxValueLength: 2048,
  keyProblem: (key) =>
    PARAMETER_NAME.test(key) ? undefined : 'has to be 1 to 64 characters without / # and :',
}

/** The limits of StartDeployment's DynamicParameterMap: keys are `<extension>#<parameter>`. */
export const DYNAMIC_PARAMETER_LIMITS: MapLimits = {
  maxEntries: 10,
  minValueLength: 1,
  maxValueLength: 2048,
  keyProblem: (key) => (DYNAMIC_KEY.test(key) ? undefined : 'has to have the form <extension>#<parameter>'),
}

/** The pattern of AppConfig's ExtensionOrParameterName. */
export const PARAMETER_NAME = /^[^/#:\n]{1,64}$/
const DYNAMIC_KEY = /^([^#\n]{1,96})#([^/#\n]{1,64})$/

function entryProblems(key: string, value: unknown, limits: MapLimits): string[] {
  const problems: string[] = []
  const keyProblem = limits.keyProblem(key)
  if (keyProblem !== undefined) problems.push(`has the key ${quoted(key)}, which ${keyProblem}`)
  if (typeof value !== 'string') {
    problems.push(`has no plain text at ${quoted(key)}; it takes one value a name, nothing nested`)
  } else if (value.length < limits.minValueLength || value.length > limits.maxValueLength) {
    const { minValueLength: min, maxValueLength: max } = limits
    problems.push(`has ${value.length} characters at ${quoted(key)}; it takes ${min} to ${max}`)
  }
  return problems
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}
