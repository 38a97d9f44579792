import type { FileProblem } from './input-error.js'
import { type Parsed, quoted } from './values/parsed.js'
import type { FileRead } from './values/file-problem.js'
import { type ArnStep, parseResourceReference } from './values/resource-reference.js'
import { didYouMean, type Synonyms } from './values/similarity.js'
import { type MapLimits, parseYamlMap } from './values/yaml-map.js'

/** Where the inputs come from: the runner, its environment, and the workspace. */
export interface InputSource {
  /** The value of an input, trimmed; '' when it was not given. */
  readonly get: (name: string) => string
  /** The variables of the step: those of the inputs (`INPUT_…`) say which inputs there are. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** A file of the workspace, or why it is not read. Never throws. */
  readonly readFile: (path: string, maxBytes: number) => FileRead
  /** SHA-256 of a text in UTF-8, in hexadecimal. */
  readonly digest: (text: string) => string
  /** The region of `AWS_PROFILE`, for a step that names none elsewhere. */
  readonly profileRegion?: string | undefined
}

/** More problems of one input than this do not help. */
const MAX_PROBLEMS = 8

/** Reads single inputs, and keeps what is wrong with them. */
export class Reading {
  readonly problems: string[] = []
  /** Problems that have a place in a file, to be shown there. */
  readonly annotations: FileProblem[] = []
  private readonly wrong = new Set<string>()

  constructor(private readonly source: Pick<InputSource, 'get'>) {}

  text(name: string): string {
    return this.source.get(name)
  }

  isGiven(name: string): boolean {
    return this.text(name) !== ''
  }

  /** Keeps a problem, in words that complete the input's name. */
  fail(name: string, problem: string, shownName = name): void {
    this.wrong.add(name)
    this.problems.push(`${shownName} ${problem}`)
  }

  /** Whether one of the inputs has a problem: then what would follow from it is none of its own. */
  hasProblem(...names: readonly string[]): boolean {
    return names.some((name) => this.wrong.has(name))
  }

  /** @param what the input is, to complete "NAME is required: …" */
  required(name: string, what: string, reference: ReferenceRule): string {
    if (!this.isGiven(name)) this.fail(name, `is required: ${what}.`)
    return this.reference(name, reference) ?? ''
  }

  /** The name or ID of a resource; undefined when the input was not given, or is wrong. */
  reference(name: string, { step, maxLength }: ReferenceRule): string | undefined {
    return this.parsed(name, (text) => parseResourceReference(text, step, maxLength))
  }

  /** A text that may be missing: then it is undefined. */
  bounded(name: string, maxLength: number): string | undefined {
    const text = this.text(name)
    if (text.length > maxLength) {
      this.fail(name, `has ${text.length} characters; AppConfig allows at most ${maxLength}.`)
    }
    return text === '' ? undefined : text
  }

  /** The first of the values is the default. */
  oneOf<const Values extends readonly [string, ...string[]]>(
    name: string,
    values: Values,
    synonyms?: Synonyms,
  ): Values[number] {
    return this.choice(name, values, synonyms) ?? values[0]
  }

  /** One of the values; undefined when the input was not given, or is wrong. */
  choice<const Values extends readonly string[]>(
    name: string,
    values: Values,
    synonyms?: Synonyms,
  ): Values[number] | undefined {
    const text = this.text(name)
    const value = values.find((candidate) => candidate === text)
    if (value === undefined && text !== '') {
      const meant = didYouMean(text, values, synonyms)
      this.fail(name, `is ${quoted(text)}; it must be ${alternatives(values)}.${meant}`)
    }
    return value
  }

  /** The value that the parser makes of a text; undefined when the input was not given, or is wrong. */
  parsed<T>(name: string, parse: (text: string) => Parsed<T>): T | undefined {
    const text = this.text(name)
    return text === '' ? undefined : this.value(name, parse(text))
  }

  map(name: string, limits: MapLimits): Readonly<Record<string, string>> | undefined {
    return this.parsed(name, (text) => parseYamlMap(text, limits))
  }

  /** @param shownName how the input is named in its problems, where that is more than its name */
  value<T>(name: string, parsed: Parsed<T>, shownName = name): T | undefined {
    if (parsed.ok) return parsed.value
    const rest = parsed.problems.length - MAX_PROBLEMS
    for (const problem of parsed.problems.slice(0, MAX_PROBLEMS)) this.fail(name, problem, shownName)
    if (rest > 0) this.fail(name, `has ${rest} more problems.`, shownName)
    return undefined
  }
}

/** What a name or ID of AppConfig's may be. */
export interface ReferenceRule {
  readonly step: ArnStep
  readonly maxLength: number
}

export const APPLICATION: ReferenceRule = { step: 'application', maxLength: 64 }
export const ENVIRONMENT: ReferenceRule = { step: 'environment', maxLength: 64 }
export const PROFILE: ReferenceRule = { step: 'configurationprofile', maxLength: 128 }
export const STRATEGY: ReferenceRule = { step: 'deploymentstrategy', maxLength: 64 }

function alternatives(values: readonly string[]): string {
  return values.length < 2 ? values.join('') : `${values.slice(0, -1).join(', ')} or ${values.at(-1) ?? ''}`
}
