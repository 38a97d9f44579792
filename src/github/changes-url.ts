import { createHash } from 'node:crypto'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import type { WorkflowRun } from './workflow-run.js'

/**
 * The page with the changes of the run's pull request, at those of a file when one is given and it is in the workspace,
 * which is taken for the root of the repository. GitHub's anchor of a file is the SHA-256 of its path.
 *
 * @param file as the input names it, relative to the workspace
 */
export function changesUrl(
  { serverUrl, repository, pullRequest }: WorkflowRun,
  file: string | undefined,
  workspace: string,
): string | undefined {
  if (serverUrl === undefined || repository === undefined || pullRequest === undefined) return undefined
  const page = `${serverUrl}/${repository}/pull/${pullRequest}/files`
  const path = file === undefined ? undefined : relative(workspace, resolve(workspace, file))
  if (path === undefined || path === '' || path.startsWith('..') || isAbsolute(path)) return page
  return `${page}#diff-${createHash('sha256').update(path.split(sep).join('/')).digest('hex')}`
}
