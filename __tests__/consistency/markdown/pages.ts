import { readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import GithubSlugger from 'github-slugger'
import { marked, type Token, type Tokens } from 'marked'
import { REPOSITORY } from '../../../scripts/step-runner.js'

/** A Markdown file of the repository. */
export interface Page {
  /** From the root of the repository, with slashes. */
  readonly path: string
  readonly text: string
  /** The anchors that GitHub gives its headings. */
  readonly anchors: ReadonlySet<string>
  /** Where its links and pictures lead. */
  readonly targets: readonly string[]
  readonly codes: readonly Tokens.Code[]
}

const NOT_OURS = ['.git', '.tmp', 'dist', 'node_modules']

/** All Markdown files of the repository. */
export function pages(): readonly Page[] {
  const names = readdirSync(REPOSITORY, { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.includes(entry.name)) return []
    if (!entry.isDirectory()) return [entry.name]
    const below = readdirSync(join(REPOSITORY, entry.name), { recursive: true, encoding: 'utf8' })
    return below.map((name) => `${entry.name}/${name.replaceAll(sep, '/')}`)
  })
  return names.filter((name) => name.endsWith('.md')).map(pageAt)
}

function pageAt(path: string): Page {
  const text = readFileSync(join(REPOSITORY, path), 'utf8')
  const tokens = allTokens(marked.lexer(text))
  const slugger = new GithubSlugger()
  const headings = tokens.filter((token): token is Tokens.Heading => token.type === 'heading')
  return {
    path,
    text,
    anchors: new Set(headings.map((heading) => slugger.slug(plainText(heading)))),
    targets: tokens.flatMap((token) => (isLink(token) ? [token.href] : [])),
    codes: tokens.filter((token): token is Tokens.Code => token.type === 'code'),
  }
}

/** The tokens of a page with those inside of them. */
function allTokens(tokens: readonly Token[]): readonly Token[] {
  const found: Token[] = []
  void marked.walkTokens([...tokens], (token) => {
    found.push(token)
  })
  return found
}

function isLink(token: Token): token is Tokens.Link | Tokens.Image {
  return token.type === 'link' || token.type === 'image'
}

/** What is read of a heading, without its marks. */
function plainText(token: Token): string {
  const within = 'tokens' in token ? (token.tokens ?? []) : []
  if (within.length > 0) return within.map(plainText).join('')
  return 'text' in token && typeof token.text === 'string' ? token.text : ''
}
