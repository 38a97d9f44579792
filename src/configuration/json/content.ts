import {
  type ContentNode,
  alike,
  decimalIdentity,
  type MapEntry,
  MAX_DEPTH,
  type OffsetProblem,
} from '../content-node.js'
import { type JsonToken, JsonTokens } from './tokens.js'

/** More problems than this say nothing new. */
const MAX_PROBLEMS = 100

/**
 * JSON by RFC 8259, without duplicate keys: readers differ in which of two they take. What is wrong but clear
 * in its meaning (comments, commas at the end, quotes of another kind) is reported and read on; what is not
 * ends the reading.
 */
export function jsonNode(text: string): {
  readonly node: ContentNode | undefined
  readonly problems: readonly OffsetProblem[]
} {
  const problems: OffsetProblem[] = []
  const parser = new JsonParser(new JsonTokens(text, problems), problems)
  const node = parser.document()
  return { node, problems: problems.slice(0, MAX_PROBLEMS) }
}

// A method gives undefined when what follows cannot be understood; the problem is then noted.
class JsonParser {
  constructor(
    private readonly tokens: JsonTokens,
    private readonly problems: OffsetProblem[],
  ) {}

  document(): ContentNode | undefined {
    const root = this.value(1)
    if (root === undefined) return undefined
    const rest = this.tokens.next()
    if (rest.kind !== 'end') {
      this.fail(rest, 'Nothing may follow the value that ends here.')
      return undefined
    }
    return root
  }

  private value(depth: number): ContentNode | undefined {
    const token = this.tokens.next()
    switch (token.kind) {
      case 'text':
        return { kind: 'scalar', offset: token.offset, value: token.text, ...alike(`text ${token.text}`) }
      case 'number': {
        const { offset, text } = token
        return {
          kind: 'scalar',
          offset,
          value: Number(text),
          identity: decimalIdentity(text),
          spelling: text,
        }
      }
      case 'constant': {
        const { offset, value } = token
        return { kind: 'scalar', offset, value, ...alike(String(value)) }
      }
      case 'sign':
        return this.collection(token, depth)
      case 'end':
        this.fail(token, 'The content ends where a value is expected.')
        return undefined
      case 'unreadable':
        return undefined
    }
  }

  private collection(token: Extract<JsonToken, { kind: 'sign' }>, depth: number): ContentNode | undefined {
    if (token.sign !== '{' && token.sign !== '[') {
      this.fail(token, `A value is expected, not "${token.sign}".`)
      return undefined
    }
    if (depth > MAX_DEPTH) {
      this.fail(token, `The content is nested deeper than ${MAX_DEPTH} levels.`)
      return undefined
    }
    return token.sign === '{' ? this.map(token.offset, depth) : this.list(token.offset, depth)
  }

  private list(offset: number, depth: number): ContentNode | undefined {
    const items: ContentNode[] = []
    if (this.tokens.accept(']') !== undefined) return { kind: 'list', offset, items }
    for (;;) {
      const item = this.value(depth + 1)
      if (item === undefined) return undefined
      items.push(item)
      const more = this.separator(']')
      if (more === undefined) return undefined
      if (!more) return { kind: 'list', offset, items }
    }
  }

  private map(offset: number, depth: number): ContentNode | undefined {
    const entries: MapEntry[] = []
    const keys = new Set<string>()
    if (this.tokens.accept('}') !== undefined) return { kind: 'map', offset, entries }
    for (;;) {
      const entry = this.entry(keys, depth)
      if (entry === undefined) return undefined
      entries.push(entry)
      const more = this.separator('}')
      if (more === undefined) return undefined
      if (!more) return { kind: 'map', offset, entries }
    }
  }

  private entry(keys: Set<string>, depth: number): MapEntry | undefined {
    const token = this.tokens.next()
    if (token.kind === 'unreadable') return undefined
    if (token.kind !== 'text') {
      this.fail(token, 'A key in double quotes is expected.')
      return undefined
    }
    const { text: key, offset: keyOffset } = token
    if (keys.has(key)) this.fail(token, 'The key is in this object already.')
    keys.add(key)
    if (this.tokens.accept(':') === undefined) {
      this.fail(this.tokens.next(), 'A ":" is expected after a key.')
      return undefined
    }
    const value = this.value(depth + 1)
    return value && { key, keyOffset, keyIdentity: `text ${key}`, value }
  }

  /** Whether another element follows; undefined when neither a comma nor the end does. */
  private separator(end: ']' | '}'): boolean | undefined {
    if (this.tokens.accept(end) !== undefined) return false
    const comma = this.tokens.accept(',')
    if (comma !== undefined) {
      if (this.tokens.accept(end) === undefined) return true
      this.fail(comma, `JSON has no comma before "${end}".`)
      return false
    }
    const found = this.tokens.peek()
    const ended = found.kind === 'end' || found.kind === 'sign'
    if (found.kind !== 'unreadable') this.fail(found, `A "," or "${end}" is expected.`)
    return ended || found.kind === 'unreadable' ? undefined : true
  }

  private fail({ offset }: { readonly offset: number }, message: string): void {
    this.problems.push({ message, offset })
  }
}
