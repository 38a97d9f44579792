import { expect, test } from '@jest/globals'
import { releaseNotes } from '../../../scripts/release/release-notes.js'

const CHANGELOG =
  '# Changes\n\n## Unreleased\n\n## 1.2.0 (2026-11-01)\n\n- A new input.\n\n## 1.1.0\n\n- Before.\n'

test('the notes of a release are its section of the changelog', () => {
  expect(releaseNotes('v1.2.0', '1.2.0', CHANGELOG)).toBe('- A new input.')
  expect(releaseNotes('v1.1.0', '1.1.0', CHANGELOG)).toBe('- Before.')
})

test.each([
  ['a tag of another version', 'v1.2.1', '1.2.0', 'The tag is v1.2.1, but package.json has version 1.2.0'],
  ['a version without a section', 'v1.3.0', '1.3.0', 'CHANGELOG.md has no section "## 1.3.0"'],
  ['a section without text', 'vUnreleased', 'Unreleased', 'with text in it'],
])('%s is not released', (_, tag, version, problem) => {
  expect(() => releaseNotes(tag, version, CHANGELOG)).toThrow(problem)
})
