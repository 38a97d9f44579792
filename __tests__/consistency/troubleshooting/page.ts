import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { marked, type Token } from 'marked'

/** One entry of docs/troubleshooting.md: an error or a warning by its literal text, and what is said of it. */
export interface Entry {
  readonly heading: string
  readonly body: string
  /** Whether a message is one of this entry: whether its first line begins with the heading. */
  readonly matches: (message: string) => boolean
}

const PAGE = join(import.meta.dirname, '..', '..', '..', 'docs', 'troubleshooting.md')
const ERRORS = 'Errors and warnings'

/** What stands for a word of the heading, as the page explains: NAME, NUMBER, STATE and the like. */
const PLACEHOLDERS: Readonly<Record<string, string>> = {
  // An input that is a file is told with its path.
  INPUT: '[a-z]+(?:-[a-z]+)*(?: "[^"]*")?',
  NUMBER: '\\d+',
  OPERATION: '[A-Z]\\w+',
  STATE: '[A-Z_]+',
  VALUE: '"(?:[^"\\\\]|\\\\.)*"',
  NAME: '.+?',
  REASON: '.+?',
  WHAT: '.+?',
}

/** The entries of the errors and warnings, in the order of the page. */
export function entriesOfPage(): readonly Entry[] {
  const tokens = marked.lexer(readFileSync(PAGE, 'utf8'))
  const from = tokens.findIndex((token) => isHeading(token, 2) && token.text === ERRORS)
  const to = tokens.findIndex((token, at) => at > from && isHeading(token, 2))
  const entries: { heading: string; body: string }[] = []
  for (const token of tokens.slice(from + 1, to)) {
    if (isHeading(token, 3)) entries.push({ heading: codeOf(token), body: '' })
    else if (entries.length > 0) entries[entries.length - 1]!.body += token.raw
  }
  return entries.map((entry) => ({ ...entry, matches: matcherOf(entry.heading) }))
}

/** The words of the page that stand for something else, as its introduction lists them. */
export function placeholdersOfPage(): readonly string[] {
  const [introduction = ''] = readFileSync(PAGE, 'utf8').split(`## ${ERRORS}`)
  return [...introduction.matchAll(/^\| `([A-Z]+)` /gm)].map(([, word = '']) => word)
}

export const KNOWN_PLACEHOLDERS = Object.keys(PLACEHOLDERS)

function matcherOf(heading: string): Entry['matches'] {
  const words = new RegExp(`\\b(${KNOWN_PLACEHOLDERS.join('|')})\\b`)
  const pattern = heading
    .split(words)
    .map((part, at) => (at % 2 === 1 ? PLACEHOLDERS[part] : escaped(part)))
    .join('')
  const whole = new RegExp(`^${pattern}(?=$|[\\s.:;,])`)
  return (message) => whole.test(message.split('\n', 1)[0] ?? '')
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

function isHeading(token: Token, depth: number): token is Token & { text: string } {
  return token.type === 'heading' && 'depth' in token && token.depth === depth
}

/** A heading is the text of a message, and nothing else: one span of code, which Markdown leaves alone. */
function codeOf(token: Token): string {
  const [code, ...others] = ('tokens' in token ? token.tokens : undefined) ?? []
  const text: unknown = code?.type === 'codespan' && others.length === 0 ? code.text : undefined
  if (typeof text !== 'string') throw new Error(`${token.raw.trim()} is not code alone`)
  return text
}
