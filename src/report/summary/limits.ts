import { markdownCode, markdownText } from '../text/markdown.js'
import { cutText } from '../text/visible-text.js'

/** How much of the outside world a summary takes in, so that its size is bounded whatever comes. */
export interface SummaryLimits {
  /** Characters of one text from outside, before it is escaped. */
  readonly textChars: number
  /** Rows of one table and items of one list, the event log excepted. */
  readonly rows: number
}

/** From generous to bare. The last one is for a summary of a few kilobytes. */
export const SUMMARY_LIMITS: readonly SummaryLimits[] = [
  { textChars: 2000, rows: 50 },
  { textChars: 500, rows: 20 },
  { textChars: 100, rows: 10 },
  { textChars: 24, rows: 2 },
]

/** A text from outside as Markdown, cut to the limit. */
export function outsideText(text: string, limits: SummaryLimits): string {
  return markdownText(cutText(text, limits.textChars))
}

/**
 * A text from outside in bold, cut to the limit. As an element, because `**` is no delimiter next to a blank,
 * and Unicode has many.
 */
export function outsideStrong(text: string, limits: SummaryLimits): string {
  return `<strong>${outsideText(text, limits)}</strong>`
}

/** A text from outside as code in Markdown, cut to the limit. */
export function outsideCode(text: string, limits: SummaryLimits): string {
  return markdownCode(cutText(text, limits.textChars))
}

/** The items that fit, and how many do not. */
export function withinRows<Item>(
  items: readonly Item[],
  limits: SummaryLimits,
): { readonly shown: readonly Item[]; readonly leftOut: number } {
  const shown = items.slice(0, limits.rows)
  return { shown, leftOut: items.length - shown.length }
}

/** The size of `text` in UTF-8, which is what GitHub counts. */
export function utf8Bytes(text: string): number {
  return new TextEncoder().encode(text).length
}
