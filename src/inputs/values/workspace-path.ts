/** Where a file lies, by its real path after all symbolic links. */
export type PathPlace = 'workspace' | 'outside' | 'git'

/**
 * Whether a file may be read. Both paths are absolute and real: no link, `.` or `..` in them. A workspace may hold
 * several checkouts, so `.git` counts in every directory, and in any case: some file systems do not distinguish it.
 */
export function placeOfPath(realPath: string, realWorkspace: string): PathPlace {
  const steps = stepsOf(realPath)
  const workspace = stepsOf(realWorkspace)
  if (steps.length <= workspace.length || workspace.some((step, at) => step !== steps[at])) return 'outside'
  return steps.slice(workspace.length).some((step) => step.toLowerCase() === '.git') ? 'git' : 'workspace'
}

/** Windows separates with `\`, which no real path of another system has but as a part of a name. */
function stepsOf(path: string): readonly string[] {
  const isWindows = /^[A-Za-z]:\\|^\\\\/.test(path)
  return path.split(isWindows ? '\\' : '/').filter((step) => step !== '')
}
