import type { Scalar } from 'yaml'
import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  Parser,
  type YAMLError,
} from 'yaml'
import { YAML_SYNTAX } from '../../configuration/yaml/syntax.js'
import { type Parsed, parsed, rejected } from './parsed.js'

/** A value of YAML or JSON, with every scalar as it is written: `1.10` stays `1.10`, and `yes` stays `yes`. */
export type YamlValue = YamlText | YamlList | YamlMap

export interface YamlText {
  readonly kind: 'text'
  readonly text: string
  /** What YAML 1.2 takes the scalar for. */
  readonly type: 'string' | 'boolean' | 'number' | 'null'
}

export interface YamlList {
  readonly kind: 'list'
  readonly items: readonly YamlValue[]
}

export interface YamlMap {
  readonly kind: 'map'
  readonly entries: ReadonlyMap<string, YamlValue>
}

/** An input needs about five levels; composing recurses, so that thousands would exhaust the stack. */
const MAX_DEPTH = 50
/** Values in an input, those that aliases repeat included: a few lines of aliases can stand for billions. */
const MAX_VALUES = 1_000_000

/**
 * A YAML 1.2 document as an input has it, in time that is linear in its length. Keys must be scalars, and different.
 * @returns one problem at most, which tells the place and never quotes the text: an input may hold secrets
 */
export function parseYaml(text: string): Parsed<YamlValue> {
  const lines = new LineCounter()
  const tokens = [...new Parser(lines.addNewLine).parse(text)]
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return `line ${line}, column ${col}`
  }
  const deep = tokens.map(deepToken).find((offset) => offset !== undefined)
  if (deep !== undefined) return rejected(`is nested deeper than ${MAX_DEPTH} levels (${place(deep)}).`)
  // The parser's own search for duplicate keys compares every key with every other.
  const documents = [...new Composer({ uniqueKeys: false }).compose(tokens, true, text.length)]
  const [document, second] = documents
  const errors = documents.flatMap((composed) => composed.errors)
  const [first] = [...errors].sort((a: YAMLError, b: YAMLError) => a.pos[0] - b.pos[0])
  if (first !== undefined) {
    return rejected(`is not valid YAML (${place(first.pos[0])}). ${YAML_SYNTAX[first.code]}`)
  }
  if (second !== undefined) return rejected('has more than one YAML document; only one is allowed.')
  const conversion = new Conversion()
  const value = conversion.document(document)
  if (conversion.problem === undefined) return parsed(value)
  const { message, offset } = conversion.problem
  return rejected(`is not valid YAML (${place(offset)}). ${message}`)
}

/** The offset of the first token nested too deep. Walked with a stack of its own. */
function deepToken(token: CST.Token): number | undefined {
  const open: { readonly token: CST.Token; readonly depth: number }[] = [{ token, depth: 0 }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token: outer, depth } = next
    if (depth > MAX_DEPTH) return outer.offset
    for (const inner of innerTokens(outer)) {
      open.push({ token: inner, depth: 'items' in inner ? depth + 1 : depth })
    }
  }
  return undefined
}

function innerTokens(token: CST.Token): readonly CST.Token[] {
  if (token.type === 'document') return token.value === undefined ? [] : [token.value]
  if (!('items' in token)) return []
  return token.items.flatMap(({ key, value }) =>
    [key, value].flatMap((inner) => (inner === undefined || inner === null ? [] : [inner])),
  )
}

interface Counted {
  readonly value: YamlValue
  /** How many values it stands for. */
  readonly size: number
}

const EMPTY: Counted = { value: { kind: 'text', text: '', type: 'null' }, size: 1 }

/** An alias shares the value of its anchor, and counts as often as it is used. */
class Conversion {
  problem: { readonly message: string; readonly offset: number } | undefined
  private readonly anchors = new Map<string, Counted>()

  document(document: Document | undefined): YamlValue {
    const { value, size } = this.convert(document?.contents)
    if (size > MAX_VALUES) this.fail('Its aliases make it too large.', 0)
    return value
  }

  private convert(source: unknown): Counted {
    if (isAlias(source)) {
      const anchored = this.anchors.get(source.source)
      if (anchored === undefined) this.fail(YAML_SYNTAX.BAD_ALIAS, source.range?.[0] ?? 0)
      return anchored ?? EMPTY
    }
    const counted = this.unaliased(source)
    const anchor = isScalar(source) || isMap(source) || isSeq(source) ? source.anchor : undefined
    if (anchor !== undefined) this.anchors.set(anchor, counted)
    return counted
  }

  private unaliased(source: unknown): Counted {
    if (isScalar(source)) return { value: scalarText(source), size: 1 }
    if (isSeq(source)) {
      const items = source.items.map((item) => this.convert(item))
      return { value: { kind: 'list', items: items.map(({ value }) => value) }, size: sizeOf(items) }
    }
    if (!isMap(source)) return EMPTY
    const entries = new Map<string, YamlValue>()
    const values = source.items.map(({ key, value: valueSource }) => {
      const value = this.convert(valueSource)
      const name = this.key(key, source.range?.[0] ?? 0)
      if (name !== undefined) {
        if (entries.has(name)) this.fail(YAML_SYNTAX.DUPLICATE_KEY, offsetOf(key))
        entries.set(name, value.value)
      }
      return value
    })
    return { value: { kind: 'map', entries }, size: sizeOf(values) }
  }

  private key(key: unknown, mapOffset: number): string | undefined {
    if (isScalar(key)) {
      if (key.anchor !== undefined) this.anchors.set(key.anchor, { value: scalarText(key), size: 1 })
      return scalarText(key).text
    }
    if (isAlias(key)) {
      const { value } = this.convert(key)
      if (value.kind === 'text') return value.text
    }
    if (key === null) return ''
    this.fail('A key must be plain text, not a list or a map.', offsetOf(key) || mapOffset)
    return undefined
  }

  private fail(message: string, offset: number): void {
    this.problem ??= { message, offset }
  }
}

function sizeOf(parts: readonly Counted[]): number {
  return parts.reduce((sum, { size }) => sum + size, 1)
}

function offsetOf(node: unknown): number {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? (node.range?.[0] ?? 0) : 0
}

function scalarText(scalar: Scalar): YamlText {
  const { value, source = '' } = scalar
  if (typeof value === 'string') return { kind: 'text', text: value, type: 'string' }
  if (typeof value === 'boolean') return { kind: 'text', text: source, type: 'boolean' }
  return { kind: 'text', text: source, type: value === null ? 'null' : 'number' }
}
