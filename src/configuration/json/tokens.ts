import type { OffsetProblem } from '../content-node.js'

export type JsonToken =
  | { readonly kind: 'sign'; readonly offset: number; readonly sign: string }
  | { readonly kind: 'text'; readonly offset: number; readonly text: string }
  | { readonly kind: 'number'; readonly offset: number; readonly text: string }
  | { readonly kind: 'constant'; readonly offset: number; readonly value: boolean | null }
  | { readonly kind: 'end'; readonly offset: number }
  // Its problem is noted, and what follows it has no meaning.
  | { readonly kind: 'unreadable'; readonly offset: number }

const BLANKS = /[ \t\r\n]*/y
const COMMENT = /\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)|#[^\n]*/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.+-])/y
const WORD = /[\w.+$-]+/y
// eslint-disable-next-line no-control-regex -- JSON has no control characters in a text
const STOP = /["\\\0-\x1f]/g
const SINGLE_QUOTED = /'[^'\n\r]*'/y
const ESCAPE = /^\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/
const UNKNOWN_ESCAPE = 'JSON does not know this escape; a backslash itself is written as two.'
const CONSTANTS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
])

/** The tokens of JSON in order. Tokens that JSON does not know are noted as problems; clear ones are read on. */
export class JsonTokens {
  private at: number
  private peeked: JsonToken | undefined

  constructor(
    private readonly text: string,
    private readonly problems: OffsetProblem[],
  ) {
    this.at = text.startsWith('\ufeff') ? 1 : 0
  }

  peek(): JsonToken {
    this.peeked ??= this.read()
    return this.peeked
  }

  next(): JsonToken {
    const token = this.peek()
    this.peeked = undefined
    return token
  }

  /** Takes the next token when it is this sign. */
  accept(sign: string): JsonToken | undefined {
    const token = this.peek()
    return token.kind === 'sign' && token.sign === sign ? this.next() : undefined
  }

  private read(): JsonToken {
    this.skipBlanksAndComments()
    const offset = this.at
    const sign = this.text.charAt(offset)
    if (sign === '') return { kind: 'end', offset }
    if ('{}[]:,'.includes(sign)) {
      this.at += 1
      return { kind: 'sign', offset, sign }
    }
    if (sign === '"') return this.quoted(offset)
    if (sign === "'") return this.singleQuoted(offset)
    const number = this.match(NUMBER)
    if (number !== undefined) return { kind: 'number', offset, text: number }
    return this.word(offset)
  }

  private skipBlanksAndComments(): void {
    this.match(BLANKS)
    for (let offset = this.at; this.match(COMMENT) !== undefined; offset = this.at) {
      this.note(offset, 'JSON has no comments.')
      this.match(BLANKS)
    }
  }

  private quoted(offset: number): JsonToken {
    let clean = true
    for (let at = this.stopAfter(offset); ; at = this.stopAfter(at)) {
      const stop = this.text.charAt(at)
      if (stop === '"') {
        this.at = at + 1
        const raw = this.text.slice(offset, at + 1)
        return { kind: 'text', offset, text: clean && raw.includes('\\') ? decoded(raw) : raw.slice(1, -1) }
      }
      if (stop === '' || stop === '\n' || stop === '\r') {
        return this.unreadable(offset, 'The text that starts here has no closing quote on its line.')
      }
      if (stop === '\\' && ESCAPE.test(this.text.slice(at, at + 6))) {
        at += 1
        continue
      }
      clean = false
      this.note(at, stop === '\\' ? UNKNOWN_ESCAPE : 'A control character in a text is written as an escape.')
      if (stop === '\\' && this.text.charAt(at + 1) === '\\') at += 1
    }
  }

  /** Where the next sign after `offset` is that is not simply part of a text; the end of the content otherwise. */
  private stopAfter(offset: number): number {
    STOP.lastIndex = offset + 1
    return STOP.exec(this.text)?.index ?? this.text.length
  }

  private singleQuoted(offset: number): JsonToken {
    const raw = this.match(SINGLE_QUOTED)
    if (raw === undefined) return this.unreadable(offset, 'JSON takes texts in double quotes.')
    this.note(offset, 'JSON takes texts in double quotes, not in single ones.')
    return { kind: 'text', offset, text: raw.slice(1, -1) }
  }

  private word(offset: number): JsonToken {
    const word = this.match(WORD)
    if (word === undefined) return this.unreadable(offset, 'This character has no meaning in JSON here.')
    const constant = CONSTANTS.get(word)
    if (constant !== undefined) return { kind: 'constant', offset, value: constant }
    if (/^[-+.\d]/.test(word)) this.note(offset, 'This is not a number as JSON writes numbers.')
    else this.note(offset, 'A value or key without quotes is true, false, null or a number.')
    return { kind: 'text', offset, text: word }
  }

  private unreadable(offset: number, message: string): JsonToken {
    this.note(offset, message)
    return { kind: 'unreadable', offset }
  }

  private note(offset: number, message: string): void {
    this.problems.push({ message, offset })
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)?.[0]
    if (found !== undefined) this.at += found.length
    return found
  }
}

function decoded(raw: string): string {
  const text: unknown = JSON.parse(raw)
  return String(text)
}
