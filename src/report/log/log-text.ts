import { cutText, visibleText, withLineBreaks } from '../text/visible-text.js'

const MAX_CHARS = 4096
// \p{DI} are the characters without a shape of their own: zero-width blanks, byte order mark, fillers.
const COMMAND_START = /^([\s\p{DI}\u2800]*)::/u

/**
 * One line of the log, whatever `text` holds: at most 4,096 characters, line breaks shown as ` ⏎ `. It can
 * run no workflow command. The runner reads `::name::` after leading blanks and `##[name]` anywhere in a
 * line, from stdout and stderr alike; both get a backslash, which reads as "escaped", survives every font
 * and copy, and keeps the words intact: `\::error::x`, `##\[error]x`. Idempotent, so a line may be built
 * from parts that went through here already.
 */
export function logLine(text: string): string {
  // Escaping never shortens, so nothing past the limit can be part of the line.
  const start = withLineBreaks(cutText(text, MAX_CHARS), ' ⏎ ')
  return cutText(breakCommands(visibleText(start)), MAX_CHARS)
}

/**
 * The message of an annotation (`core.error`, `core.warning`, `core.notice`, `core.setFailed`): at most
 * 4,096 characters, where GitHub cuts it. Line breaks stay as `\n`, which the toolkit encodes; commands are
 * broken in each line all the same, since the runner writes the decoded message into the log.
 */
export function annotationText(text: string): string {
  const lines = withLineBreaks(cutText(text, MAX_CHARS), '\n').split('\n')
  return cutText(lines.map((line) => breakCommands(visibleText(line))).join('\n'), MAX_CHARS)
}

/** `line` (one line, free of line breaks) with the starts of workflow commands broken by a backslash. */
function breakCommands(line: string): string {
  return line.replaceAll('##[', '##\\[').replace(COMMAND_START, '$1\\::')
}
