import type { FileProblem } from './input-error.js'
import { type Parsed, quoted } from './values/parsed.js'
import { type MapLimits, parseYamlMap } from './values/yaml-map.js'

/** Where the inputs come from: the runner, its environment, and the workspace. */
export interface InputSource {
  /** The value of an input, trimmed; '' when it was not given. */
  readonly get: (name: string) => string
  readonly env: Readonly<Record<string, string | undefined>>
  /** The text of a file of the workspace. Throws when it can't be read as UTF-8. */
  readonly readFile: (path: string) => string
  /** The bytes of a file of the workspace. Throws when it can't be read. */
  readonly readBytes: (path: string) => Uint8Array
  /** SHA-256 of a text in UTF-8, in hexadecimal. */
  readonly digest: (text: string) => string
}

/** Reads single inputs, and keeps what is wrong with them. */
export class Reading {
  readonly problems: string[] = []
  /** Problems that have a place in a file, to be shown there. */
  readonly annotations: FileProblem[] = []

  constructor(private readonly source: Pick<InputSource, 'get'>) {}

  text(name: string): string {
    return this.source.get(name)
  }

  required(name: string, takes: string, maxLength: number): string {
    if (this.text(name) === '') this.problems.push(`${name} is missing; it takes ${takes}`)
    return this.bounded(name, maxLength)
  }

  /** A text that may be missing. */
  bounded(name: string, maxLength: number): string {
    const text = this.text(name)
    if (text.length > maxLength) {
      this.problems.push(`${name} has ${text.length} characters; AppConfig takes at most ${maxLength}`)
    }
    return text
  }

  /** The first of the values is the default. */
  oneOf<const Values extends readonly [string, ...string[]]>(name: string, values: Values): Values[number] {
    const text = this.text(name)
    const value = values.find((candidate) => candidate === text)
    if (value === undefined && text !== '') {
      this.problems.push(`${name} is ${quoted(text)}; it takes ${values.join(', ')}`)
    }
    return value ?? values[0]
  }

  /** The value that the parser makes of a text; undefined when the input was not given, or is wrong. */
  parsed<T>(name: string, parse: (text: string) => Parsed<T>): T | undefined {
    const text = this.text(name)
    return text === '' ? undefined : this.value(name, parse(text))
  }

  map(name: string, limits: MapLimits): Readonly<Record<string, string>> | undefined {
    return this.parsed(name, (text) => parseYamlMap(text, limits))
  }

  value<T>(name: string, parsed: Parsed<T>): T | undefined {
    if (parsed.ok) return parsed.value
    this.problems.push(...parsed.problems.map((problem) => `${name} ${problem}`))
    return undefined
  }
}
