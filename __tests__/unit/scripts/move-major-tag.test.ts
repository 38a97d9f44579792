import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { majorTag } from '../../../scripts/release/move-major-tag.js'
import { REPOSITORY } from '../../../scripts/step-runner.js'

test.each([
  ['the first of a major', 'v1.0.0', ['v1.0.0'], 'v1'],
  ['the newest', 'v1.10.0', ['v1', 'v1.9.3', 'v1.10.0', 'v0.9.0'], 'v1'],
  ['the newest of an older major', 'v1.2.4', ['v2', 'v2.0.0', 'v1.2.3', 'v1.2.4'], 'v1'],
  ['a fix of an older minor', 'v1.9.4', ['v1.10.0', 'v1.9.4'], undefined],
  ['a fix of an older fix', 'v1.9.4', ['v1.9.10', 'v1.9.4'], undefined],
  ['the newest but for a candidate', 'v1.2.0', ['v1.2.0', 'v1.3.0-rc.1'], 'v1'],
])('%s', (_, released, tags, moved) => {
  expect(majorTag(released, tags)).toBe(moved)
})

test.each(['v1', '1.2.3', 'v1.2.3-rc.1', ''])('%s is no version', (tag) => {
  expect(() => majorTag(tag, [])).toThrow('is no version like v1.2.3')
})

test('the tag of the remote is moved to the commit of the version', () => {
  const folder = mkdtempSync(join(tmpdir(), 'appconfig-deploy-tags-'))
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim()
  try {
    git('init', '--quiet')
    git('init', '--quiet', '--bare', 'remote')
    git('remote', 'add', 'origin', join(folder, 'remote'))
    for (const version of ['v1.0.0', 'v1.1.0']) {
      git('commit', '--quiet', '--allow-empty', '--message', version)
      // An annotated tag is an object of its own: `v1` must name the commit.
      git('tag', '--annotate', '--message', version, version)
      git('push', '--quiet', 'origin', version)
      const script = join(REPOSITORY, 'scripts', 'release', 'move-major-tag.ts')
      const tsx = import.meta.resolve('tsx')
      execFileSync(process.execPath, ['--import', tsx, script, version], { cwd: folder })
    }
    expect(git('ls-remote', 'origin', 'refs/tags/v1')).toContain(git('rev-parse', 'HEAD'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
