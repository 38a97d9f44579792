import { type Document, isAlias, isMap, isScalar, isSeq, type Pair, Scalar, type YAMLMap } from 'yaml'
import {
  type ContentNode,
  alike,
  decimalIdentity,
  type MapEntry,
  MAX_DEPTH,
  MAX_NODES,
  type OffsetProblem,
  type ScalarNode,
  valueOf,
} from '../content-node.js'

// YAML 1.1, which many readers still speak, takes these plain words for something else than 1.2 does: booleans,
// merge keys, and whatever starts like a number (octal, base 60, dates).
const READERS_DIFFER = /^(?:y|n|yes|no|on|off|<<|=)$|^[-+.\d]/i
const DECIMAL = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/

// A map or list can be a key, and aliases can make it huge.
const MAX_KEY_NODES = 1000

interface Anchored {
  readonly node: ContentNode
  readonly size: number
  readonly depth: number
}

/** A composed YAML document as content, with aliases resolved. */
export function yamlNode(document: Document): {
  readonly node: ContentNode | undefined
  readonly problems: readonly OffsetProblem[]
  readonly hasTags: boolean
} {
  const conversion = new Conversion()
  const { node, size, depth } = conversion.convert(document.contents, 0)
  const { problems, hasTags } = conversion
  if (size > MAX_NODES || depth > MAX_DEPTH) {
    return {
      node: undefined,
      problems: [{ message: 'Its aliases make the content too large.', offset: 0 }],
      hasTags,
    }
  }
  return { node, problems, hasTags }
}

// Sizes and depths count what aliases repeat without repeating it: a few lines of aliases can stand for billions.
class Conversion {
  readonly problems: OffsetProblem[] = []
  hasTags = false
  private readonly anchors = new Map<string, Anchored>()

  convert(source: unknown, emptyAt: number): Anchored {
    if (isAlias(source)) return this.aliased(source.source, source.range?.[0] ?? emptyAt)
    const converted = this.unaliased(source, emptyAt)
    if (isScalar(source) || isMap(source) || isSeq(source)) {
      if (source.tag !== undefined) this.hasTags = true
      if (source.anchor !== undefined) this.anchors.set(source.anchor, converted)
    }
    return converted
  }

  private aliased(name: string, offset: number): Anchored {
    const anchored = this.anchors.get(name)
    if (anchored !== undefined) return { ...anchored, node: { ...anchored.node, offset } }
    this.problems.push({ message: 'The anchor of this alias does not stand before it.', offset })
    return leaf({ kind: 'scalar', offset, value: null, ...alike('null') })
  }

  private unaliased(source: unknown, emptyAt: number): Anchored {
    if (isMap(source)) return this.map(source, emptyAt)
    if (isSeq(source)) {
      const offset = source.range?.[0] ?? emptyAt
      const items = source.items.map((item) => this.convert(item, offset))
      return collection({ kind: 'list', offset, items: items.map(({ node }) => node) }, items)
    }
    if (isScalar(source)) return leaf(scalarNode(source, emptyAt))
    return leaf({ kind: 'scalar', offset: emptyAt, value: null, ...alike('null') })
  }

  private map(source: YAMLMap, emptyAt: number): Anchored {
    const offset = source.range?.[0] ?? emptyAt
    const seen = new Set<string>()
    const pairs = source.items.map((pair) => this.entry(pair, offset, seen))
    const entries = pairs.map(({ entry }) => entry)
    return collection(
      { kind: 'map', offset, entries },
      pairs.map(({ value }) => value),
    )
  }

  private entry({ key: keySource, value: source }: Pair, mapAt: number, seen: Set<string>) {
    const { node: keyNode, size } = this.convert(keySource, mapAt)
    const keyOffset = keyNode.offset
    if (size > MAX_KEY_NODES) this.problems.push({ message: 'This key is too large.', offset: keyOffset })
    const key = size > MAX_KEY_NODES ? `#${keyOffset}` : keyText(keyNode)
    if (seen.has(key)) this.problems.push({ message: 'The key is in this map already.', offset: keyOffset })
    seen.add(key)
    const value = this.convert(source, keyOffset)
    const keyIdentity = keyNode.kind === 'scalar' ? keyNode.identity : `complex ${key}`
    const entry: MapEntry = { key, keyOffset, keyIdentity, value: value.node }
    return { entry, value }
  }
}

function keyText(node: ContentNode): string {
  return node.kind === 'scalar' ? String(node.value) : JSON.stringify(valueOf(node))
}

const leaf = (node: ContentNode): Anchored => ({ node, size: 1, depth: 0 })

function collection(node: ContentNode, inner: readonly Anchored[]): Anchored {
  return {
    node,
    size: inner.reduce((sum, { size }) => sum + size, 1),
    depth: inner.reduce((most, { depth }) => Math.max(most, depth), 0) + 1,
  }
}

function scalarNode(scalar: Scalar, emptyAt: number): ScalarNode {
  const { value, source = '', type } = scalar
  // A value that is left out has a place after its key, maybe lines later.
  const offset = source === '' && type === Scalar.PLAIN ? emptyAt : (scalar.range?.[0] ?? emptyAt)
  if (typeof value === 'string') {
    const plain = type === Scalar.PLAIN && READERS_DIFFER.test(source)
    return { kind: 'scalar', offset, value, ...alike(plain ? `plain ${source}` : `text ${value}`) }
  }
  const spelling = `plain ${source}`
  if (typeof value === 'number') {
    const identity = DECIMAL.test(source) ? decimalIdentity(source) : spelling
    return { kind: 'scalar', offset, value, identity, spelling }
  }
  if (typeof value === 'boolean') return { kind: 'scalar', offset, value, identity: String(value), spelling }
  if (value === null) return { kind: 'scalar', offset, value, identity: 'null', spelling }
  return { kind: 'scalar', offset, value: source, ...alike(spelling) }
}
