import { alike, type ContentNode, offsetAt, type OffsetProblem, valueOf } from './content-node.js'
import type { ContentFormat } from './content-type.js'
import { jsonNode } from './json/content.js'
import { type TextPosition, textPositions } from './text-position.js'
import { yamlNodes } from './yaml/content.js'

/** Something wrong in content; line and column count from 1. The message holds keys, but no values. */
export interface ContentProblem {
  readonly message: string
  readonly line?: number
  readonly column?: number
}

/** Content that could be read. */
export interface ContentDocument {
  /** Records, arrays, texts, numbers, booleans and null. YAML of several documents is an array of them. */
  readonly value: unknown
  /** Where the value at `path` stands; when there is none, the key of the nearest ancestor that exists. */
  readonly locate: (path: readonly (string | number)[]) => TextPosition | undefined
}

export type ParsedContent =
  | { readonly ok: true; readonly document: ContentDocument }
  | { readonly ok: false; readonly problems: readonly ContentProblem[] }

/**
 * Configuration content, parsed: JSON strictly by RFC 8259 and without duplicate keys, YAML by 1.2. Text of
 * another format is its own value. A byte order mark is skipped. All syntax problems that can be told apart are
 * given, in the order of the text; empty content is one, because AppConfig takes none.
 */
export function parseContent(text: string, format: ContentFormat): ParsedContent {
  const positionOf = textPositions(text)
  const located = (problems: readonly OffsetProblem[]): ParsedContent => ({
    ok: false,
    problems: problems
      .toSorted((a, b) => a.offset - b.offset)
      .map(({ message, offset }) => ({ message, ...positionOf(offset) })),
  })
  if (/^\ufeff?$/.test(text)) return located([{ message: 'The content is empty.', offset: 0 }])
  const { node, problems } = contentNode(text, format)
  if (node === undefined || problems.length > 0) return located(problems)
  const value = valueOf(node)
  return { ok: true, document: { value, locate: (path) => positionOf(offsetAt(node, path)) } }
}

function contentNode(
  text: string,
  format: ContentFormat,
): { readonly node: ContentNode | undefined; readonly problems: readonly OffsetProblem[] } {
  switch (format) {
    case 'json':
      return jsonNode(text)
    case 'yaml': {
      const { nodes, problems } = yamlNodes(text)
      const [first] = nodes
      const node = nodes.length === 1 ? first : ({ kind: 'list', offset: 0, items: nodes } as const)
      return { node, problems }
    }
    case 'other':
      return { node: { kind: 'scalar', offset: 0, value: text, ...alike(`text ${text}`) }, problems: [] }
  }
}
