import type { ContentNode, MapEntry } from './content-node.js'
import { contentFormat, type ContentFormat } from './content-type.js'
import { jsonNode } from './json/content.js'
import { yamlNodes } from './yaml/content.js'

/** What decides how two contents are compared. */
export interface ContentKind {
  readonly contentType: string
  /** Whether the profile's type is AWS.AppConfig.FeatureFlags. */
  readonly isFeatureFlags: boolean
}

const STAMPS: ReadonlySet<string> = new Set(['_createdAt', '_updatedAt'])

/**
 * Whether two contents (bytes as stored) say the same to every reader, so that the newer need not be published.
 * Feature flags are compared by value without the stamps that AppConfig adds to each flag and value; JSON and
 * YAML by value, with numbers, booleans and null as they are spelled: a reader may tell `3.0` from `3`. The order of
 * keys does not matter, that of lists does. Whatever
 * cannot be parsed, other content, and YAML with tags are compared by bytes. In doubt they are not the same: a
 * version too many costs nothing, one too few deploys something else.
 */
export function sameContent(a: Uint8Array, b: Uint8Array, kind: ContentKind): boolean {
  if (sameBytes(a, b)) return true
  const format = kind.isFeatureFlags ? 'json' : contentFormat(kind.contentType)
  const before = comparable(a, format)
  const after = comparable(b, format)
  if (before === undefined || after === undefined) return false
  if (!kind.isFeatureFlags && before.hasByteOrderMark !== after.hasByteOrderMark) return false
  const unstamped = kind.isFeatureFlags ? withoutStamps : (node: ContentNode) => node
  // AppConfig writes feature flags anew when it stores them; of other content every reader gets what was written.
  const scalars = kind.isFeatureFlags ? 'identity' : 'spelling'
  return sameItems(before.nodes.map(unstamped), after.nodes.map(unstamped), scalars)
}

/** By which member scalars are compared. */
type Scalars = 'identity' | 'spelling'

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}

interface Comparable {
  readonly nodes: readonly ContentNode[]
  readonly hasByteOrderMark: boolean
}

function comparable(bytes: Uint8Array, format: ContentFormat): Comparable | undefined {
  const text = decoded(bytes)
  if (text === undefined) return undefined
  const nodes = nodesOf(text, format)
  return nodes && { nodes, hasByteOrderMark: text.startsWith('\ufeff') }
}

function nodesOf(text: string, format: ContentFormat): readonly ContentNode[] | undefined {
  switch (format) {
    case 'json': {
      const { node, problems } = jsonNode(text)
      return node === undefined || problems.length > 0 ? undefined : [node]
    }
    case 'yaml': {
      const { nodes, problems, hasTags } = yamlNodes(text)
      return problems.length > 0 || hasTags ? undefined : nodes
    }
    case 'other':
      return undefined
  }
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function sameNode(a: ContentNode, b: ContentNode, scalars: Scalars): boolean {
  switch (a.kind) {
    case 'scalar':
      return b.kind === 'scalar' && a[scalars] === b[scalars]
    case 'list':
      return b.kind === 'list' && sameItems(a.items, b.items, scalars)
    case 'map':
      return b.kind === 'map' && sameEntries(a.entries, b.entries, scalars)
  }
}

function sameItems(a: readonly ContentNode[], b: readonly ContentNode[], scalars: Scalars): boolean {
  return (
    a.length === b.length &&
    a.every((item, index) => {
      const other = b[index]
      return other !== undefined && sameNode(item, other, scalars)
    })
  )
}

function sameEntries(a: readonly MapEntry[], b: readonly MapEntry[], scalars: Scalars): boolean {
  if (a.length !== b.length) return false
  const others = new Map(b.map((entry) => [entry.keyIdentity, entry.value]))
  return a.every(({ keyIdentity, value }) => {
    const other = others.get(keyIdentity)
    return other !== undefined && sameNode(value, other, scalars)
  })
}

/** Feature flags without the stamps of each flag (`flags.*`) and each value (`values.*`). */
function withoutStamps(root: ContentNode): ContentNode {
  if (root.kind !== 'map') return root
  const entries = root.entries.map((part) =>
    part.key === 'flags' || part.key === 'values' ? { ...part, value: eachWithoutStamps(part.value) } : part,
  )
  return { ...root, entries }
}

function eachWithoutStamps(part: ContentNode): ContentNode {
  if (part.kind !== 'map') return part
  const entries = part.entries.map((entry) => {
    if (entry.value.kind !== 'map') return entry
    const kept = entry.value.entries.filter(({ key }) => !STAMPS.has(key))
    return { ...entry, value: { ...entry.value, entries: kept } }
  })
  return { ...part, entries }
}
