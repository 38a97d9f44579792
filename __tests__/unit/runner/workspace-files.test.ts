import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readWorkspaceFile } from '../../../src/runner/workspace-files.js'

const SECRET = 'do-not-read-this'
let root = ''
let workspace = ''
const server = createServer()

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'appconfig-deploy-files-')))
  workspace = join(root, 'workspace')
  mkdirSync(join(workspace, '.git'), { recursive: true })
  mkdirSync(join(workspace, 'configuration'))
  writeFileSync(join(root, 'secret'), SECRET)
  writeFileSync(join(workspace, '.git', 'config'), SECRET)
  writeFileSync(join(workspace, 'configuration', 'flags.json'), '{"a": 1}')
  symlinkSync('configuration/flags.json', join(workspace, 'inside.json'))
  symlinkSync('../secret', join(workspace, 'outside.json'))
  symlinkSync('..', join(workspace, 'up'))
  symlinkSync('/proc/self/environ', join(workspace, 'environ.json'))
  symlinkSync('/dev/zero', join(workspace, 'zero.json'))
  symlinkSync('.git/config', join(workspace, 'git.json'))
  symlinkSync('none.json', join(workspace, 'broken.json'))
  symlinkSync('loop.json', join(workspace, 'loop.json'))
  execFileSync('mkfifo', [join(workspace, 'fifo.json')])
  server.listen(join(workspace, 'socket.json'))
})

afterAll(() => {
  server.close()
  rmSync(root, { recursive: true, force: true })
})

const readFile = (path: string, maxBytes = 100) =>
  readWorkspaceFile(path, maxBytes, { GITHUB_WORKSPACE: workspace })

describe('a file of the workspace', () => {
  test.each(['configuration/flags.json', './configuration/../configuration/flags.json', 'inside.json'])(
    'is read: %s',
    (path) => {
      const file = readFile(path)
      expect(file.ok ? Buffer.from(file.content).toString() : file.problem).toBe('{"a": 1}')
    },
  )

  test('is read by its absolute path, up to the limit', () => {
    const path = join(workspace, 'configuration', 'flags.json')
    expect(readFile(path, 8)).toMatchObject({ ok: true })
    expect(readFile(path, 7)).toEqual({ ok: false, problem: { kind: 'too-large', bytes: 8 } })
  })

  test.each([
    ['outside.json', 'outside'],
    ['../secret', 'outside'],
    ['up/secret', 'outside'],
    ['/etc/passwd', 'outside'],
    ['environ.json', 'outside'],
    ['zero.json', 'outside'],
    ['git.json', 'git'],
    ['.git/config', 'git'],
    ['broken.json', 'broken-link'],
    ['loop.json', 'unreadable'],
    ['fifo.json', 'special'],
    ['configuration', 'directory'],
    ['socket.json', 'special'],
    ['.', 'directory'],
    ['flags.json', 'missing'],
    ['configuration/flags.json/x', 'missing'],
    ['nul\0.json', 'unreadable'],
  ])('is refused: %j is %s', (path, kind) => {
    const file = readFile(path)
    expect(file).toMatchObject({ ok: false, problem: { kind } })
    expect(JSON.stringify(file)).not.toContain(SECRET)
  })

  test('that is missing comes with those that are there, none of .git among them', () => {
    const file = readFile('flags.json')
    expect(file.ok ? [] : file.problem).toMatchObject({ workspace, files: ['configuration/flags.json'] })
  })

  test('that is a directory comes with its files, as an input names them', () => {
    const file = readFile('configuration')
    expect(file).toEqual({ ok: false, problem: { kind: 'directory', files: ['configuration/flags.json'] } })
  })
})

test.each([
  ['inside.json/x', 'missing'],
  ['socket.json', 'special'],
  ['.', 'directory'],
  ['', 'directory'],
])('%j is %s', (path, kind) => {
  expect(readFile(path)).toMatchObject({ ok: false, problem: { kind } })
})

test('without a workspace of the runner the directory of the process is one', () => {
  expect(readWorkspaceFile('package.json', 100_000, {})).toMatchObject({ ok: true })
  expect(readWorkspaceFile('package.json', 100_000, { GITHUB_WORKSPACE: '/no/such' })).toMatchObject({
    ok: true,
  })
})
