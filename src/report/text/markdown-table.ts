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
