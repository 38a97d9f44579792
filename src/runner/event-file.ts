import { messageOf } from '../deployment/explained-error.js'
import { readFileSync } from 'node:fs'
import { parseJsonRecord } from '../configuration/json/record.js'

/** The event that started the workflow run. */
export interface WorkflowEvent {
  /** As GitHub's documentation of webhooks describes it; empty when there is none. */
  readonly payload: Readonly<Record<string, unknown>>
  /** Why the file could not be read, as a warning: the run does without it. */
  readonly problem?: string
}

const CONSEQUENCE = 'The run does not know its pull request, and takes GITHUB_SHA for its commit.'

/**
 * Reads the event from the file that GITHUB_EVENT_PATH names, and takes that variable away: GitHub's toolkit would read
 * the file again while it loads, write to the log when it is missing, and throw when it is not JSON.
 * @param env the environment of the process, which is changed
 */
export function readWorkflowEvent(env: Record<string, string | undefined>): WorkflowEvent {
  const path = env['GITHUB_EVENT_PATH'] ?? ''
  delete env['GITHUB_EVENT_PATH']
  if (path === '') return { payload: {} }
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    const why = messageOf(error)
    return { payload: {}, problem: `The event file of the run could not be read: ${why}. ${CONSEQUENCE}` }
  }
  // Runners on Windows, and local stand-ins for a runner, may write a byte order mark.
  const parsed = parseJsonRecord(text.replace(/^\ufeff/, ''))
  if (parsed.ok) return { payload: parsed.value }
  const problem = `The event file of the run ${parsed.problems.join(', ')}. ${CONSEQUENCE}`
  return { payload: {}, problem }
}
