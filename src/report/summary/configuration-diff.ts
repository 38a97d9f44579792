import type { FlagChange } from '../../configuration/flags/flag-change.js'
import type { DiffLine } from '../../configuration/line-diff.js'
import { flagChangeText } from './flag-changes-text.js'
import { markdownText } from '../text/markdown.js'
import { utf8Bytes } from './limits.js'
import { cutText, visibleText, withLineBreaks } from '../text/visible-text.js'

/** What is different between the content that is deployed and the content that would be. */
export interface ConfigurationDiff {
  /** Empty for content that is no feature flags. */
  readonly flagChanges: readonly FlagChange[]
  readonly lines: readonly DiffLine[]
}

const MAX_LISTED = 50
const MAX_ITEM_CHARS = 500
// Room for the summary of the fold, the two fences of at least this length, and the counts of what is left out.
const FRAME_BYTES = 300

/**
 * The difference as Markdown in at most `maxBytes` of UTF-8: changes of flags as a list, then the lines, folded,
 * as a code block that nothing in them can end. Empty when there is no difference or no room.
 */
export function configurationDiffSection(
  { flagChanges, lines }: ConfigurationDiff,
  maxBytes: number,
): string {
  if (maxBytes < FRAME_BYTES) return ''
  const listed = flagList(flagChanges, lines.length === 0 ? maxBytes : maxBytes / 2)
  const room = maxBytes - utf8Bytes(listed) - 2
  return [listed, foldedLines(lines, room)].filter((part) => part !== '').join('\n\n')
}

function flagList(changes: readonly FlagChange[], maxBytes: number): string {
  const items = changes
    .slice(0, MAX_LISTED)
    .map((change) => `- ${markdownText(cutText(flagChangeText(change), MAX_ITEM_CHARS))}`)
  const shown = withinBytes(items, maxBytes - FRAME_BYTES / 3)
  const leftOut = changes.length - shown.length
  const more = leftOut === 0 ? [] : [`- _and ${leftOut} more ${leftOut === 1 ? 'change' : 'changes'}_`]
  return [...shown, ...more].join('\n')
}

function foldedLines(lines: readonly DiffLine[], maxBytes: number): string {
  if (lines.length === 0 || maxBytes < FRAME_BYTES) return ''
  const fence = '`'.repeat(Math.max(3, longestRun(lines.map(lineText)) + 1))
  const shown = withinBytes(lines.map(lineText), maxBytes - FRAME_BYTES - 2 * fence.length)
  const leftOut = lines.slice(shown.length).reduce((sum, line) => sum + countOf(line), 0)
  const more = leftOut === 0 ? [] : [cutLine(leftOut)]
  const block = [`${fence}diff`, ...shown, ...more, fence].join('\n')
  return `<details><summary>${summaryText(lines)}</summary>\n\n${block}\n\n</details>`
}

function lineText(line: DiffLine): string {
  switch (line.kind) {
    case 'same':
      return ` ${oneLine(line.text)}`
    case 'added':
      return `+${oneLine(line.text)}`
    case 'removed':
      return `-${oneLine(line.text)}`
    case 'gap':
      return `@@ ${line.lines} unchanged ${line.lines === 1 ? 'line' : 'lines'} @@`
    case 'cut':
      return cutLine(line.lines)
  }
}

const cutLine = (lines: number): string => `@@ ${lines} more ${lines === 1 ? 'line' : 'lines'} left out @@`

const oneLine = (text: string): string => visibleText(withLineBreaks(text, '␤'))

function countOf(line: DiffLine): number {
  switch (line.kind) {
    case 'gap':
      return 0
    case 'cut':
      return line.lines
    default:
      return 1
  }
}

function summaryText(lines: readonly DiffLine[]): string {
  const count = (kind: DiffLine['kind']) => lines.filter((line) => line.kind === kind).length
  const atLeast = lines.some(({ kind }) => kind === 'cut') ? 'at least ' : ''
  return `Lines: ${atLeast}${count('added')} added, ${count('removed')} removed`
}

function longestRun(texts: readonly string[]): number {
  return texts.flatMap((text) => text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0)
}

function withinBytes(texts: readonly string[], maxBytes: number): readonly string[] {
  let bytes = 0
  const fits = (text: string) => (bytes += utf8Bytes(text) + 1) <= maxBytes
  const end = texts.findIndex((text) => !fits(text))
  return end < 0 ? texts : texts.slice(0, end)
}
