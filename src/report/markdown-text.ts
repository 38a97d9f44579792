import { visibleText, withLineBreaks } from './visible-text.js'

// Underscores, colons and dots are in every name and ARN: between letters, and away from a slash, they mean nothing to Markdown.
const MARKUP = /[&<>"'`*~|\\[\]!$@#+=^]|(?<![a-z0-9])_|_(?![a-z0-9])|:(?=\/)|(?<=www)\./gi
const ZERO_WIDTH_SPACE = '&#8203;'

/**
 * `text` as GitHub-flavoured Markdown that shows exactly it, on one line: in prose, in a table cell, in
 * HTML text and in a quoted HTML attribute. Line breaks become blanks. What could be markup becomes a
 * numeric character reference, which Markdown and HTML decode only after they have looked for structure.
 *
 * Mentions (`@name`), references (`#12`, `GH-12`) and mail addresses are found later, in the decoded text:
 * there a zero-width space follows the sign, which is invisible and keeps it from becoming active.
 */
export function markdownText(text: string): string {
  return visibleText(withLineBreaks(text, ' '))
    .replace(/\bGH-(?=\d)/gi, '$&\u200b')
    .replace(MARKUP, reference)
    .replace(/^(\d+)([.)])/, (_, digits: string, mark: string) => digits + reference(mark))
    .replace(/^[-: ]| $/g, reference)
}

/** `text` in a `<code>` element, escaped like `markdownText`; nothing for an empty text. */
export function markdownCode(text: string): string {
  return text === '' ? '' : `<code>${markdownText(text)}</code>`
}

function reference(sign: string): string {
  const escaped = `&#${String(sign.charCodeAt(0))};`
  return sign === '@' || sign === '#' ? escaped + ZERO_WIDTH_SPACE : escaped
}
