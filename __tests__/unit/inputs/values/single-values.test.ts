import { describe, expect, test } from '@jest/globals'
import { type FileAccessProblem, fileProblemText } from '../../../../src/inputs/values/file-problem.js'
import { parseDuration } from '../../../../src/inputs/values/duration.js'
import { parseFlagChanges } from '../../../../src/inputs/values/flag-changes.js'
import { parseResourceReference } from '../../../../src/inputs/values/resource-reference.js'
import {
  parseAudience,
  parseRoleArn,
  parseRoleDuration,
  parseSessionName,
} from '../../../../src/inputs/values/role.js'
import {
  parseDeploymentNumber,
  parsePullRequestNumber,
  parseVersionCount,
} from '../../../../src/inputs/values/whole-number.js'
import type { Parsed } from '../../../../src/inputs/values/parsed.js'

/** What a value was read as, or what is wrong with it. */
const outcome = <T>(parsed: Parsed<T>) => (parsed.ok ? parsed.value : parsed.problems.join(' '))

describe.each([
  [
    'a role',
    parseRoleArn,
    'arn:aws:iam::123456789012:role/a/b',
    [
      ['arn:aws:sts::123456789012:assumed-role/a/b', /session/],
      ['arn:aws:iam::123456789012:user/a', /user/],
      ['arn:aws:iam::123456789012:instance-profile/a', /instance profile/],
      ['arn:aws:iam::123456789012:oidc-provider/a', /identity provider/],
      ['arn:aws:iam::12:role/a', /ARN of an IAM role/],
      ['release', /ARN of an IAM role/],
    ],
  ],
  [
    'a session name',
    parseSessionName,
    'release@7',
    [
      ['a b', /Did you mean a-b\?/],
      ['é', /2 to 64/],
    ],
  ],
  ['an audience', parseAudience, 'sts.amazonaws.com', [['a b', /without spaces/]]],
] as const)('%s', (_, parse, valid, mistakes) => {
  test('that is valid', () => {
    expect(outcome(parse(valid))).toBe(valid)
  })
  test.each(mistakes.map(([text, problem]) => [text, problem] as const))('%j is refused', (text, problem) => {
    expect(outcome(parse(text))).toMatch(problem)
  })
})

test.each([
  ['900', 900],
  ['43200', 43_200],
  ['899', /900/],
  ['1h', /Did you mean 3600\?/],
  ['2 H', /Did you mean 7200\?/],
  ['x', /900/],
])('the role duration %j', (text, expected) => {
  const actual = outcome(parseRoleDuration(text))
  if (typeof expected === 'number') expect(actual).toBe(expected)
  else expect(actual).toMatch(expected)
})

test.each([
  [parseDeploymentNumber, 'deployment'],
  [parsePullRequestNumber, 'pull request'],
  [parseVersionCount, 'versions'],
])('a whole number is one from 1', (parse, what) => {
  expect(outcome(parse('12'))).toBe(12)
  expect(outcome(parse('0'))).toContain(what)
  expect(outcome(parse('#12'))).toContain('Did you mean 12?')
  expect(outcome(parse('012'))).toContain('Did you mean 12?')
  expect(outcome(parse('-3'))).not.toContain('Did you mean')
  expect(outcome(parse('99999999999999999999'))).toContain(what)
})

test.each([
  ['1h30m', 5_400_000],
  ['10', /Did you mean 10m\?/],
  ['10 minutes', /Did you mean 10m\?/],
  ['1 h 30 min', /Did you mean 1h30m\?/],
  ['0:30:00', /Did you mean 30m\?/],
  ['1:30', /Did you mean/],
  ['PT10M', /Did you mean 10m\?/],
  ['1d', /Did you mean 24h\?/],
  ['1.5h', /Did you mean 1h30m\?/],
  ['2.5 minutes', /Did you mean 2m30s\?/],
  ['3 fortnights', /must/],
  ['', /must/],
])('the duration %j', (text, expected) => {
  const actual = outcome(parseDuration(text))
  if (typeof expected === 'number') expect(actual).toBe(expected)
  else expect(actual).toMatch(expected)
})

test.each([
  ['shop', 'shop'],
  ['arn:aws:appconfig:us-east-1:123456789012:application/shop001', /shop001/],
  ['arn:aws:appconfig:us-east-1:123456789012:application/shop001/environment/prod001', /shop001/],
  ['arn:aws:s3:::bucket', /not an ARN\.$/],
  ['a'.repeat(65), /65/],
])('the reference %j', (text, expected) => {
  const actual = outcome(parseResourceReference(text, 'application', 64))
  if (typeof expected === 'string') expect(actual).toBe(expected)
  else expect(actual).toMatch(expected)
})

test.each<[string, FileAccessProblem, string, RegExp]>([
  [
    'missing',
    { kind: 'missing', workspace: '/w', files: ['config/flags.json'] },
    'flags.json',
    /actions\/checkout.*config\/flags\.json/,
  ],
  ['missing in an empty workspace', { kind: 'missing', workspace: '/w', files: [] }, 'a', /empty/],
  [
    'a pattern',
    { kind: 'missing', workspace: '/w', files: ['a.json', 'b.yml'] },
    '*.json',
    /pattern.*a\.json/,
  ],
  ['a pattern of nothing', { kind: 'missing', workspace: '/w', files: ['b.yml'] }, '*.json', /pattern/],
  ['several lines', { kind: 'missing', workspace: '/w', files: ['b'] }, 'a\nb', /several lines/],
  ['broken', { kind: 'broken-link' }, 'a', /link/],
  ['outside', { kind: 'outside', workspace: '/w' }, '../a', /outside/],
  ['git', { kind: 'git' }, '.git/config', /\.git/],
  ['a directory', { kind: 'directory', files: ['config/a.json'] }, 'config', /directory.*config\/a\.json/],
  ['an empty directory', { kind: 'directory', files: [] }, 'config', /directory/],
  ['a device', { kind: 'special', what: 'device' }, '/dev/zero', /device/],
  ['too large', { kind: 'too-large', bytes: 7 }, 'a', /7 bytes/],
  ['growing', { kind: 'too-large', bytes: undefined }, 'a', /grew/],
  ['unreadable', { kind: 'unreadable', code: 'EACCES' }, 'a', /EACCES/],
])('a file that is %s', (_, problem, path, expected) => {
  expect(fileProblemText(problem, 'configuration-file', path)).toMatch(expected)
})

test.each([
  ['checkout: off', true],
  ['checkout: on\nsearch.limit: 50', true],
  ['checkout: maybe: no', false],
  ['[]', false],
  ['checkout: [on]', false],
  ['a.b.c: on', false],
  ['{}', false],
  ['checkout: [', false],
])('changes of flags in %j', (text, ok) => {
  expect(parseFlagChanges(text).ok).toBe(ok)
})
