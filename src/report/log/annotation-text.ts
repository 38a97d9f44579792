import { breakCommands } from './log-text.js'
import { cutText, visibleText, withLineBreaks } from '../text/visible-text.js'

const MAX_CHARS = 4096

/**
 * The message of an annotation (`core.error`, `core.warning`, `core.notice`, `core.setFailed`): at most
 * 4,096 characters, where GitHub cuts it. Line breaks stay as `\n`, which the toolkit encodes; commands are
 * broken in each line all the same, since the runner writes the decoded message into the log.
 */
export function annotationText(text: string): string {
  const lines = withLineBreaks(cutText(text, MAX_CHARS), '\n').split('\n')
  return cutText(lines.map((line) => breakCommands(visibleText(line))).join('\n'), MAX_CHARS)
}
