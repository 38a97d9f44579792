import { quoted } from './parsed.js'
import { bySimilarity } from './similarity.js'

/** The bytes of a file of the workspace, or why it is not read. */
export type FileRead =
  | { readonly ok: true; readonly content: Uint8Array }
  | { readonly ok: false; readonly problem: FileAccessProblem }

export type FileAccessProblem =
  | {
      readonly kind: 'missing'
      /** The directory in which it was looked for. */
      readonly workspace: string
      /** Files of the workspace, as an input would name them: the first few thousand at most. */
      readonly files: readonly string[]
    }
  /** A symbolic link whose target does not exist. */
  | { readonly kind: 'broken-link' }
  /** The file itself, after all symbolic links, is not below the workspace. */
  | { readonly kind: 'outside'; readonly workspace: string }
  /** The file itself is below a `.git`, where checkouts keep credentials. */
  | { readonly kind: 'git' }
  | { readonly kind: 'directory'; readonly files: readonly string[] }
  | { readonly kind: 'special'; readonly what: 'FIFO' | 'device' | 'socket' | 'special file' }
  | { readonly kind: 'too-large'; readonly bytes: number | undefined }
  | { readonly kind: 'unreadable'; readonly code: string }

const MAX_SHOWN = 5
const MAX_SHOWN_PATH = 200

/** What is wrong with a file, in words that complete "`input` …": the path, the problem, and what to do. */
export function fileProblemText(problem: FileAccessProblem, input: string, path: string): string {
  const name = quoted(path, MAX_SHOWN_PATH)
  switch (problem.kind) {
    case 'missing':
      return missingText(problem, name, path)
    case 'broken-link':
      return `${name} is a symbolic link to a file that does not exist.`
    case 'outside':
      return `${name} is outside of the workspace (${problem.workspace}). Links are followed; only files of the workspace are read.`
    case 'git':
      return `${name} is below .git, which is never read: a checkout may keep credentials there.`
    case 'directory': {
      const files = shownFiles(path, problem.files)
      const contents = files === '' ? '' : ` It has ${files}.`
      return `${name} is a directory; ${input} must be one file.${contents}`
    }
    case 'special':
      return `${name} is a ${problem.what}; it must be a regular file.`
    case 'too-large':
      return problem.bytes === undefined
        ? `${name} grew while it was read.`
        : `${name} has ${problem.bytes} bytes.`
    case 'unreadable':
      return `${name} could not be read (${problem.code}).`
  }
}

function missingText(
  { workspace, files }: Extract<FileAccessProblem, { kind: 'missing' }>,
  name: string,
  path: string,
): string {
  if (/[*?[\]{}]/.test(path)) {
    const matches = files.filter((file) => matchesGlob(path, file)).slice(0, MAX_SHOWN)
    const found =
      matches.length === 0 ? '' : ` It matches ${matches.map((file) => visible(file)).join(', ')}.`
    return `${name} is a pattern; it must be the path of one file.${found}`
  }
  if (/[\r\n]/.test(path)) return `${name} has several lines; it must be the path of one file.`
  const checkout = 'Did you run actions/checkout before this step?'
  if (files.length === 0) return `${name} was not found: the workspace ${workspace} is empty. ${checkout}`
  const base = baseName(path)
  const near = bySimilarity(path, files).slice(0, MAX_SHOWN)
  const same = files.filter((file) => baseName(file).toLowerCase() === base.toLowerCase())
  const similar = [...new Set([...same, ...near])].slice(0, MAX_SHOWN).map(visible)
  return `${name} was not found in the workspace (${workspace}). ${checkout} Similar: ${similar.join(', ')}.`
}

function shownFiles(path: string, files: readonly string[]): string {
  return bySimilarity(path, files).slice(0, MAX_SHOWN).map(visible).join(', ')
}

function visible(path: string): string {
  return /^[\w./@+ -]{1,120}$/.test(path) ? path : quoted(path, MAX_SHOWN_PATH)
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}

/** Whether a pattern of `*` and `?` matches, without backtracking: only for showing examples. */
function matchesGlob(pattern: string, file: string): boolean {
  let [at, star, retry] = [0, -1, 0]
  let index = 0
  const glob = pattern.replace(/\*{2,}\/?/g, '*')
  while (index < file.length) {
    if (at < glob.length && (glob[at] === '?' || glob[at] === file[index])) {
      at++
      index++
    } else if (glob[at] === '*') {
      star = at++
      retry = index
    } else if (star >= 0) {
      at = star + 1
      index = ++retry
    } else return false
  }
  while (glob[at] === '*') at++
  return at === glob.length
}
