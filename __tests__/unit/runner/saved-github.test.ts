import { describe, expect, test } from '@jest/globals'
import { type SavedGithub, savedGithubText, parseSavedGithub } from '../../../src/runner/saved-github.js'

const OPEN = {
  phase: 'open',
  operation: 'deploy',
  region: 'eu-central-1',
  application: { id: 'shop001', name: 'shop' },
  environment: { id: 'prod001', name: 'line\nbreak' },
  profile: { id: 'setting', name: 'settings' },
} as const

describe('the state of what GitHub was told', () => {
  test.each<SavedGithub>([OPEN, { ...OPEN, number: 5 }, { phase: 'closed' }])(
    'comes back as it was: %j',
    (state) => {
      expect(parseSavedGithub(savedGithubText(state))).toEqual({ ok: true, value: state })
      expect(savedGithubText(state)).not.toContain('\n')
    },
  )

  test.each<[string, string, string]>([
    ['half of it', savedGithubText(OPEN).slice(0, 40), 'is not JSON'],
    ['a list', '[]', 'is not a record'],
    ['a phase of its own', '{"phase":"ajar"}', 'has no known phase'],
    ['no target', '{"phase":"open"}', 'lacks the target'],
    ['an unknown operation', JSON.stringify({ ...OPEN, operation: 'destroy' }), 'lacks the target'],
    ['a resource without a name', JSON.stringify({ ...OPEN, profile: { id: 'x' } }), 'lacks the target'],
    ['a number that is text', JSON.stringify({ ...OPEN, number: '5' }), 'has no known number'],
  ])('is refused when it is %s', (_, text, problem) => {
    expect(parseSavedGithub(text)).toEqual({ ok: false, problems: [problem] })
  })
})
