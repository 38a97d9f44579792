import { Composer, type CST, Parser, type YAMLError } from 'yaml'
import { type ContentNode, MAX_DEPTH, type OffsetProblem } from '../content-node.js'
import { yamlNode } from './node.js'
import { YAML_SYNTAX } from './syntax.js'

/** The documents of a YAML 1.2 stream. */
export interface YamlContent {
  readonly nodes: readonly ContentNode[]
  readonly problems: readonly OffsetProblem[]
  /** Whether a tag (`!Ref`, `!!str`) says what a value is: only a reader that knows the tag can compare it. */
  readonly hasTags: boolean
}

/** YAML by 1.2 (core schema). Duplicate keys, unknown aliases and aliases within themselves are problems. */
export function yamlNodes(text: string): YamlContent {
  const tokens = [...new Parser().parse(text)]
  const tooDeep = tokens.map(deepToken).find((offset) => offset !== undefined)
  if (tooDeep !== undefined) {
    const message = `The content is nested deeper than ${MAX_DEPTH} levels.`
    return { nodes: [], problems: [{ message, offset: tooDeep }], hasTags: false }
  }
  // Its own search for duplicate keys compares every key with every other.
  const composer = new Composer({ uniqueKeys: false, keepSourceTokens: false })
  const documents = [...composer.compose(tokens, true, text.length)]
  const errors = documents.flatMap(({ errors }) => errors).map(syntaxProblem)
  if (errors.length > 0) return { nodes: [], problems: errors, hasTags: false }
  const converted = documents.map(yamlNode)
  return {
    nodes: converted.flatMap(({ node }) => (node === undefined ? [] : [node])),
    problems: converted.flatMap(({ problems }) => problems),
    hasTags: converted.some(({ hasTags }) => hasTags),
  }
}

function syntaxProblem({ code, pos: [offset] }: YAMLError): OffsetProblem {
  return { message: YAML_SYNTAX[code], offset }
}

/** The offset of the first token nested too deep. Walked with a stack of its own: composing recurses. */
function deepToken(token: CST.Token): number | undefined {
  const open: { readonly token: CST.Token; readonly depth: number }[] = [{ token, depth: 0 }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.depth > MAX_DEPTH) return next.token.offset
    for (const inner of innerTokens(next.token))
      open.push({ token: inner, depth: next.depth + depthOf(inner) })
  }
  return undefined
}

const depthOf = (token: CST.Token): number => ('items' in token ? 1 : 0)

function innerTokens(token: CST.Token): CST.Token[] {
  if (token.type === 'document') return token.value === undefined ? [] : [token.value]
  if (!('items' in token)) return []
  return token.items
    .flatMap((item) => [item.key, item.value])
    .filter((inner) => inner !== undefined && inner !== null)
}
