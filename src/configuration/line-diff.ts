import { diffArrays } from 'diff'

/** One line of a diff. */
export type DiffLine =
  | { readonly kind: 'same' | 'added' | 'removed'; readonly text: string }
  /** So many lines that are the same stand here and are not shown. */
  | { readonly kind: 'gap'; readonly lines: number }
  /** The diff ends here: so many of its lines are not shown. */
  | { readonly kind: 'cut'; readonly lines: number }

type TextLine = Extract<DiffLine, { text: string }>

/** Lines that a diff has at most, the last one saying what was left out. */
export const MAX_DIFF_LINES = 1000

/** UTF-16 units of one line; what is more is left out and counted at its end. */
export const MAX_LINE_LENGTH = 500

// The search takes time and memory with the square of this. Texts that differ in more are shown one after the other.
const MAX_EDITS = 1000

/**
 * The lines that differ, with `contextLines` of what surrounds them; nothing for the same text. CRLF counts as
 * LF when both texts use it. At most `MAX_DIFF_LINES` lines of `MAX_LINE_LENGTH`.
 */
export function lineDiff(before: string, after: string, contextLines = 3): readonly DiffLine[] {
  const bothWindows = before.includes('\r\n') && after.includes('\r\n')
  const endsDiffer = before.endsWith('\n') !== after.endsWith('\n')
  const [old = [], now = []] = [before, after].map((text) =>
    linesOf(bothWindows ? text.replaceAll('\r\n', '\n') : text, endsDiffer),
  )
  const lines = withContext(comparedLines(old, now), Math.max(0, contextLines))
  const shown = lines.length <= MAX_DIFF_LINES ? lines : lines.slice(0, MAX_DIFF_LINES - 1)
  const leftOut = lines.slice(shown.length).filter(({ kind }) => kind !== 'gap').length
  return [...shown.map(shortened), ...(leftOut === 0 ? [] : [{ kind: 'cut', lines: leftOut } as const])]
}

// Whether the last line ends is said only where it is a difference.
function linesOf(text: string, sayMissingEnd: boolean): string[] {
  if (text === '') return []
  const lines = text.split('\n')
  const last = lines.pop() ?? ''
  return last === '' ? lines : [...lines, sayMissingEnd ? `${last} (no line end)` : last]
}

function comparedLines(old: readonly string[], now: readonly string[]): readonly TextLine[] {
  const start = sameAtStart(old, now)
  const end = sameAtEnd(old.slice(start), now.slice(start))
  const [oldMiddle, nowMiddle] = [old.slice(start, old.length - end), now.slice(start, now.length - end)]
  return [
    ...now.slice(0, start).map((text): TextLine => ({ kind: 'same', text })),
    ...middleLines(oldMiddle, nowMiddle),
    ...now.slice(now.length - end).map((text): TextLine => ({ kind: 'same', text })),
  ]
}

function middleLines(old: string[], now: string[]): readonly TextLine[] {
  const changes = diffArrays(old, now, { maxEditLength: MAX_EDITS }) ?? [
    { value: old, added: false, removed: true },
    { value: now, added: true, removed: false },
  ]
  return changes.flatMap(({ value, added, removed }) => {
    const kind = added ? 'added' : removed ? 'removed' : 'same'
    return value.map((text) => ({ kind, text }) as const)
  })
}

function sameAtStart(a: readonly string[], b: readonly string[]): number {
  const differs = a.findIndex((line, index) => line !== b[index])
  return differs < 0 ? a.length : differs
}

function sameAtEnd(a: readonly string[], b: readonly string[]): number {
  let same = 0
  while (same < Math.min(a.length, b.length) && a.at(-1 - same) === b.at(-1 - same)) same += 1
  return same
}

function withContext(lines: readonly TextLine[], contextLines: number): readonly DiffLine[] {
  if (lines.every(({ kind }) => kind === 'same')) return []
  const near = nearChanges(lines, contextLines)
  const diff: DiffLine[] = []
  let hidden = 0
  for (const [index, line] of lines.entries()) {
    if (near[index] !== true) {
      hidden += 1
      continue
    }
    if (hidden > 0) diff.push({ kind: 'gap', lines: hidden })
    hidden = 0
    diff.push(line)
  }
  return hidden > 0 ? [...diff, { kind: 'gap', lines: hidden }] : diff
}

function nearChanges(lines: readonly TextLine[], contextLines: number): readonly boolean[] {
  const near = lines.map(() => false)
  let shownTo = -1
  for (const [index, { kind }] of lines.entries()) {
    if (kind === 'same') continue
    for (let at = Math.max(index - contextLines, shownTo + 1); at <= index + contextLines; at += 1) {
      if (at < near.length) near[at] = true
    }
    shownTo = index + contextLines
  }
  return near
}

function shortened(line: DiffLine): DiffLine {
  if (line.kind === 'gap' || line.kind === 'cut' || line.text.length <= MAX_LINE_LENGTH) return line
  const kept = line.text.slice(0, MAX_LINE_LENGTH).replace(/[\ud800-\udbff]$/, '')
  return { kind: line.kind, text: `${kept}… (${line.text.length - kept.length} more characters)` }
}
