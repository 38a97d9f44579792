import { present } from '../configuration/json/present.js'
import * as core from '@actions/core'
import type { FileProblem } from '../inputs/input-error.js'
import { annotationText, logLine } from '../report/log/log-text.js'

/** The step's log. Every text goes through the escaping of its destination here, so that callers can't forget. */
export interface Log {
  readonly info: (line: string) => void
  /** Lines that fold under a title. */
  readonly group: (title: string, lines: readonly string[]) => void
  /** For a run with debug logging (RUNNER_DEBUG) only. */
  readonly debug: (line: string) => void
  /** A warning, which GitHub also shows as an annotation of the run. */
  readonly warning: (text: string) => void
  /** An error at a place in a file of the workspace, which GitHub shows there. */
  readonly fileProblem: (problem: FileProblem) => void
}

export const stepLog: Log = {
  info: (line) => {
    core.info(logLine(line))
  },
  group: (title, lines) => {
    core.startGroup(logLine(title))
    for (const line of lines) core.info(logLine(line))
    core.endGroup()
  },
  debug: (line) => {
    if (core.isDebug()) core.debug(logLine(line))
  },
  warning: (text) => {
    core.warning(annotationText(text))
  },
  fileProblem: ({ file, message, line, column }) => {
    core.error(annotationText(message), {
      title: 'Invalid configuration',
      file,
      ...present({ startLine: line, startColumn: column }),
    })
  },
}

/** Fails the step, with an annotation: the first sentence of the text stands by itself. */
export function failStep(text: string): void {
  core.setFailed(annotationText(text))
}
