// Most text is, and a test for it costs a tenth of the replacements below.
const PRINTABLE_ASCII = /^[ -~]*$/
const BREAKS = /\r\n|[\n\v\f\r\u0085\u2028\u2029]/g
// eslint-disable-next-line no-control-regex -- these are the characters to be made visible
const C0 = /[\0-\b\x0e-\x1f]/g
const UNSAFE = /[\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/gu

/**
 * `text` with every line break (CRLF, LF, CR, VT, FF, NEL, U+2028, U+2029) replaced by `separator`: the
 * runner, terminals and Markdown do not agree on which of them end a line.
 */
export function withLineBreaks(text: string, separator: string): string {
  return text.replace(BREAKS, separator)
}

/**
 * `text` without characters that act instead of showing: control characters become their picture (ESC is
 * `␛`, so that a colour sequence shows as `␛[31m`), bidi overrides, C1 controls and halves of surrogate
 * pairs become `�`, a tab becomes a blank. Each is replaced and none is removed, for removing one could
 * join its neighbours into a command. Line breaks stay: see `withLineBreaks`.
 */
export function visibleText(text: string): string {
  if (PRINTABLE_ASCII.test(text)) return text
  return text
    .replaceAll('\t', ' ')
    .replace(C0, (control) => String.fromCodePoint(0x2400 + control.charCodeAt(0)))
    .replace(UNSAFE, '\ufffd')
}

/** `text` in at most `maxChars` UTF-16 units, ending in `…` when it was cut; never half a character. */
export function cutText(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text
  const kept = text.slice(0, Math.max(0, maxChars - 1))
  return `${kept.replace(/[\ud800-\udbff]$/, '')}…`
}
