import { markdownTable } from '../text/markdown.js'
import type { SummaryFacts } from '../../deployment/facts.js'
import { outsideText, type SummaryLimits, withinRows } from './limits.js'

/** What is wrong with the configuration file, by line; empty when nothing is known to be. */
export function fileProblemsSection({ fileProblems = [] }: SummaryFacts, limits: SummaryLimits): string {
  if (fileProblems.length === 0) return ''
  const { shown, leftOut } = withinRows(fileProblems, limits)
  const rows = shown.map(({ file, line, message }) => [
    outsideText(file, limits),
    line === undefined ? '' : String(line),
    outsideText(message, limits),
  ])
  const rest = leftOut === 0 ? [] : [`${leftOut} more are left out.`]
  return [
    '### Problems of the configuration',
    markdownTable(['File', 'Line', 'What is wrong'], rows),
    ...rest,
  ].join('\n\n')
}
