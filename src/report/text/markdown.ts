import { visibleText, withLineBreaks } from './visible-text.js'

// Underscores, colons, dots and hyphens are in every name and ARN: most places mean nothing to Markdown. Each
// alternative begins with its sign and looks back from there, which makes long logs cheaper to escape.
const MARKUP =
  /[&<>"'`*~|\\[\]!$@#+=^]|_(?<![a-z0-9]_)|_(?![a-z0-9])|:(?=\/)|\.(?<=www\.)|-(?<=\bGH-)(?=\d)/gi
const START_OR_END = /^(?:[-: ]|\d+[.)])| $/g
const LINKED_LATER = '@#-'
const ZERO_WIDTH_SPACE = '&#8203;'
// Nothing in it can end a link's destination, start an HTML entity's name or change the scheme.
const PLAIN_URL =
  /^https:\/\/[A-Za-z0-9.-]+(?::\d+)?(?:\/[A-Za-z0-9/._~%?=&+:@-]*)?(?:#[A-Za-z0-9/._~%?=&+:@-]*)?$/

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
    .replace(MARKUP, (sign) => reference(sign) + (LINKED_LATER.includes(sign) ? ZERO_WIDTH_SPACE : ''))
    .replace(START_OR_END, (part) => part.slice(0, -1) + reference(part.slice(-1)))
}

/** `text` in a `<code>` element, escaped like `markdownText`; nothing for an empty text. */
export function markdownCode(text: string): string {
  return text === '' ? '' : `<code>${markdownText(text)}</code>`
}

/**
 * A Markdown link to a URL of our own making, with a label that is Markdown already. A URL with anything
 * unusual in it is not linked: the label stands alone.
 */
export function markdownLink(label: string, url: string | undefined): string {
  if (url === undefined || !PLAIN_URL.test(url)) return label
  return `[${label}](${url.replaceAll('&', '&amp;')})`
}

/**
 * A GitHub-flavoured Markdown table. Cells are Markdown already: what comes from outside went through
 * `markdownText` before. Everything is aligned to the left, headers too. Ends without a line break.
 */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [tableRow(header), tableRow(header.map(() => ':--')), ...rows.map(tableRow)].join('\n')
}

/** One row of a table, for whoever counts its bytes. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function reference(sign: string): string {
  return `&#${String(sign.charCodeAt(0))};`
}
