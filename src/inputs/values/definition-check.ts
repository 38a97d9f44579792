import { quoted } from './parsed.js'
import { probablyMeant } from './similarity.js'
import type { YamlMap, YamlValue } from './yaml.js'

type Members = ReadonlyMap<string, YamlValue>

/** Unknown members of one map beyond these do not help. */
const MAX_UNKNOWN = 5

/** Collects what is wrong with the definition of an extension, each with the path at which it stands. */
export class DefinitionCheck {
  readonly problems: string[] = []
  private readonly misspelled = new Set<string>()

  fail(path: string, problem: string): void {
    this.problems.push(`at ${path}: ${problem}.`)
  }

  /** Whether a member stands there under a similar name, so that its absence is no problem of its own. */
  isMisspelled(path: string): boolean {
    return this.misspelled.has(path)
  }

  /** The members of a map, after those that are not known. */
  members({ entries }: YamlMap, at: string, known: readonly string[]): Members {
    const unknown = [...entries.keys()].filter((name) => !known.includes(name))
    const free = known.filter((name) => !entries.has(name))
    const place = at === '' ? 'the top level' : at
    for (const name of unknown.slice(0, MAX_UNKNOWN)) {
      const meant = probablyMeant(name, free)
      const advice =
        meant === undefined ? `; it must be one of ${known.join(', ')}` : `; did you mean ${meant}?`
      if (meant !== undefined) this.misspelled.add(pathOf(at, meant))
      this.problems.push(
        `at ${place}: ${quoted(name)} is not known${advice}${meant === undefined ? '.' : ''}`,
      )
    }
    const rest = unknown.length - MAX_UNKNOWN
    if (rest > 0) this.fail(place, `${rest} more names are not known`)
    return entries
  }

  text(
    members: Members,
    key: string,
    at: string,
    limits: { readonly max: number; readonly required?: boolean },
  ): string {
    const path = pathOf(at, key)
    const value = members.get(key)
    if (value === undefined || (value.kind === 'text' && (value.type === 'null' || value.text === ''))) {
      if (limits.required === true && !this.isMisspelled(path)) this.fail(path, 'is required')
      return ''
    }
    if (value.kind !== 'text' || value.type !== 'string') {
      this.fail(path, 'is not a text; put it in quotes')
      return ''
    }
    const { length } = value.text
    if (length > limits.max)
      this.fail(path, `has ${length} characters; AppConfig allows at most ${limits.max}`)
    return value.text
  }

  flag(members: Members, key: string, at: string): boolean {
    const value = members.get(key)
    if (value === undefined || (value.kind === 'text' && value.type === 'null')) return false
    if (value.kind === 'text' && value.type === 'boolean') return value.text.toLowerCase() === 'true'
    this.fail(`${at}.${key}`, 'must be true or false')
    return false
  }
}

function pathOf(at: string, key: string): string {
  return at === '' ? key : `${at}.${key}`
}
