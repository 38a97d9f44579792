import { createHash } from 'node:crypto'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import type { WorkflowRun } from './workflow-run.js'

/**
 * The page with the changes of the run's pull request, at those of a file when one is given and it is in the workspace,
 * which is taken for the root of the repository. GitHub's anchor of a file is the SHA-256 of its path.
 *
 * @param file as the input names it, relative to the workspace
 * @param workspace the absolute path of the workspace, where it is known
 */
export function changesUrl(
  { serverUrl, repository, pullRequest }: WorkflowRun,
  file: string | undefined,
  workspace: string | undefined,
): string | undefined {
  if (serverUrl === undefined || repository === undefined || pullRequest === undefined) return undefined
  const page = `${serverUrl}/${repository}/pull/${pullRequest}/files`
  const path = file === undefined || workspace === undefined ? undefined : pathBelow(workspace, file)
  return path === undefined ? page : `${page}#diff-${createHash('sha256').update(path).digest('hex')}`
}

/** The path of a file relative to the workspace, with slashes; undefined for one that is not below it. */
function pathBelow(workspace: string, file: string): string | undefined {
  const path = relative(workspace, resolve(workspace, file))
  if (path === '' || isAbsolute(path) || path === '..' || path.startsWith(`..${sep}`)) return undefined
  return path.split(sep).join('/')
}
