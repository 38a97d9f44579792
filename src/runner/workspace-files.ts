import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  type Stats,
} from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { property } from '../configuration/json/property.js'
import type { FileAccessProblem, FileRead } from '../inputs/values/file-problem.js'
import { placeOfPath } from '../inputs/values/workspace-path.js'

/** Enough for a suggestion, and listed in well under a second. */
const MAX_LISTED = 5_000
const NOT_LISTED: readonly string[] = ['.git', 'node_modules']
/**
 * A link that takes the place of the checked file is not followed, and a FIFO that does is not waited for. Windows has
 * neither flag.
 */
const OPEN_FLAGS = constants.O_RDONLY | flag('O_NOFOLLOW') | flag('O_NONBLOCK')

/**
 * Reads a file of the workspace. Symbolic links are followed first: the file itself must be a regular one, in the
 * workspace and not below a `.git`. No more than `maxBytes` + 1 bytes are read. Never throws, and never waits.
 * @param path as the input gives it, relative to the workspace
 */
export function readWorkspaceFile(
  path: string,
  maxBytes: number,
  env: Readonly<Record<string, string | undefined>>,
): FileRead {
  const workspace = workspaceOf(env)
  const named = resolve(workspace, path)
  try {
    const realPath = realpathSync.native(named)
    const problem = problemOf(realPath, workspace, path)
    return problem === undefined ? readRegular(named, realPath, maxBytes) : { ok: false, problem }
  } catch (error) {
    return { ok: false, problem: failure(error, named, workspace) }
  }
}

/** The real path of the workspace; the directory of the process where the runner names none that exists. */
function workspaceOf(env: Readonly<Record<string, string | undefined>>): string {
  const named = env['GITHUB_WORKSPACE'] ?? ''
  try {
    return realpathSync.native(named === '' ? '.' : named)
  } catch {
    return realpathSync.native('.')
  }
}

function problemOf(realPath: string, workspace: string, path: string): FileAccessProblem | undefined {
  const place = realPath === workspace ? 'workspace' : placeOfPath(realPath, workspace)
  if (place === 'outside') return { kind: 'outside', workspace }
  if (place === 'git') return { kind: 'git' }
  return kindProblem(lstatSync(realPath), () => listFiles(realPath, path))
}

function kindProblem(stats: Stats, files: () => readonly string[]): FileAccessProblem | undefined {
  if (stats.isFile()) return undefined
  if (stats.isDirectory()) return { kind: 'directory', files: files() }
  if (stats.isFIFO()) return { kind: 'special', what: 'FIFO' }
  if (stats.isSocket()) return { kind: 'special', what: 'socket' }
  const isDevice = stats.isCharacterDevice() || stats.isBlockDevice()
  return { kind: 'special', what: isDevice ? 'device' : 'special file' }
}

/** Checks what was opened once more: it must be what was checked, whatever happened to the path in between. */
function readRegular(named: string, realPath: string, maxBytes: number): FileRead {
  const file = openSync(realPath, OPEN_FLAGS)
  try {
    const stats = fstatSync(file)
    const problem = kindProblem(stats, () => [])
    if (problem !== undefined) return { ok: false, problem }
    const now = lstatSync(realPath)
    if (realpathSync.native(named) !== realPath || now.ino !== stats.ino || now.dev !== stats.dev) {
      return { ok: false, problem: { kind: 'unreadable', code: 'it was replaced while it was read' } }
    }
    if (stats.size > maxBytes) return { ok: false, problem: { kind: 'too-large', bytes: stats.size } }
    const content = readAtMost(file, Math.min(stats.size, maxBytes) + 1, maxBytes + 1)
    if (content.length > maxBytes) return { ok: false, problem: { kind: 'too-large', bytes: undefined } }
    return { ok: true, content }
  } finally {
    closeSync(file)
  }
}

/** Some file systems give no size: then the first buffer is too small, and one of the limit's size follows. */
function readAtMost(file: number, expected: number, limit: number): Uint8Array {
  let buffer = Buffer.alloc(expected)
  let length = 0
  for (;;) {
    if (length === buffer.length) {
      if (length >= limit) return buffer
      buffer = Buffer.concat([buffer, Buffer.alloc(limit - length)])
    }
    const read = readSync(file, buffer, length, buffer.length - length, null)
    if (read === 0) return buffer.subarray(0, length)
    length += read
  }
}

function failure(error: unknown, named: string, workspace: string): FileAccessProblem {
  const code = property(error, 'code')
  if (code !== 'ENOENT' && code !== 'ENOTDIR') {
    return { kind: 'unreadable', code: typeof code === 'string' ? code : 'unknown error' }
  }
  return isLink(named)
    ? { kind: 'broken-link' }
    : { kind: 'missing', workspace, files: listFiles(workspace, '') }
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink()
  } catch {
    return false
  }
}

/** The files of a directory and those below it, nearest first, each with a prefix. Links are not followed. */
function listFiles(directory: string, prefix: string): readonly string[] {
  const files: string[] = []
  const waiting = [directory]
  let seen = 0
  for (let next = waiting.shift(); next !== undefined && seen < MAX_LISTED; next = waiting.shift()) {
    for (const entry of entriesOf(next)) {
      if (++seen > MAX_LISTED) break
      const path = join(next, entry.name)
      if (entry.isDirectory() && !NOT_LISTED.includes(entry.name)) waiting.push(path)
      else if (entry.isFile()) files.push(join(prefix, relative(directory, path)).split(sep).join('/'))
    }
  }
  return files
}

function entriesOf(directory: string) {
  try {
    return readdirSync(directory, { withFileTypes: true })
  } catch {
    return []
  }
}

function flag(name: 'O_NOFOLLOW' | 'O_NONBLOCK'): number {
  const value: unknown = Reflect.get(constants, name)
  return typeof value === 'number' ? value : 0
}
