/**
 * A document with other lines between its comments `<!-- NAME -->` and `<!-- /NAME -->`.
 * @throws Error when it lacks them
 */
export function withSection(document: string, name: string, lines: readonly string[]): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const [from, to] = [document.indexOf(start), document.indexOf(end)]
  if (from < 0 || to < from) throw new Error(`The document lacks the markers ${start} and ${end}`)
  return `${document.slice(0, from + start.length)}\n\n${lines.join('\n')}\n\n${document.slice(to)}`
}

/** A Markdown table, a line for each row. */
export function tableLines(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)
}
