/** A place in a text: lines and columns count from 1, columns in UTF-16 units as editors do. */
export interface TextPosition {
  readonly line: number
  readonly column: number
}

/**
 * A function from an offset (UTF-16 units) to its place. Lines end with LF or CRLF; a byte order mark at the
 * start has no column of its own.
 */
export function textPositions(text: string): (offset: number) => TextPosition {
  const start = text.startsWith('\ufeff') ? 1 : 0
  const lineStarts = [start]
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) lineStarts.push(end + 1)
  return (offset) => {
    const line = lastAtMost(lineStarts, offset)
    return { line: line + 1, column: Math.max(0, offset - (lineStarts[line] ?? 0)) + 1 }
  }
}

function lastAtMost(sorted: readonly number[], limit: number): number {
  let low = 0
  let high = sorted.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((sorted[middle] ?? 0) <= limit) low = middle
    else high = middle - 1
  }
  return low
}
