import { describe, expect, test } from '@jest/globals'
import { NEEDED, problemsOf, read, REGION, type Texts } from './reading.js'

const PLACE = { application: 'shop', environment: 'production' }
const EXTENSION = `
Name: notify
Actions: { ON_DEPLOYMENT_START: [{ Name: tell, Uri: "arn:aws:sns:us-east-1:123456789012:releases" }] }
Parameters: { channel: { Required: true }, tone: { Dynamic: true }, hint: {} }
`
const FILES: Texts = {
  'configuration/settings.json': '{}',
  'configuration/flags.json': '{}',
  'settings.xyz': 'x',
}
const file = (path: string) => ({ 'configuration-version': '', 'configuration-file': path })
const ROLE = 'arn:aws:iam::123456789012:role/release'

/** Each mistake by itself, what it replaces in inputs that are right, and what its only message must have. */
const MISTAKES: readonly (readonly [string, Texts, ...(string | RegExp)[]])[] = [
  [
    'an unknown input',
    { 'kms-key': 'alias/a' },
    'kms-key is not an input of this action; did you mean kms-key-identifier?',
  ],
  ['an unknown input, empty', { 'kms-key': '' }, 'did you mean kms-key-identifier?'],
  ['an input with _', { kms_key_identifier: 'alias/a' }, 'did you mean kms-key-identifier?'],
  ['an input of another action', { 'role-arn': ROLE }, 'did you mean role-to-assume?'],
  ['a short input', { profile: 'settings' }, 'did you mean configuration-profile?'],
  ['an input like nothing', { 'zzz-9': '1' }, /^zzz-9 is not an input of this action\.$/],
  ['a misspelled operation', { operation: 'delpoy' }, 'operation', 'Did you mean deploy?'],
  ['an operation in upper case', { operation: 'Deploy' }, 'Did you mean deploy?'],
  [
    'deploy with a number',
    { 'deployment-number': '3' },
    'deployment-number',
    'not used',
    'watch',
    'rollback',
  ],
  ['deploy with a plan', { plan: 'x' }, 'plan', 'not used', 'operation: apply'],
  [
    'an application by ARN',
    { application: 'arn:aws:appconfig:us-east-1:123456789012:application/shop001' },
    'application',
    'ARN',
    'shop001',
  ],
  [
    'an environment by ARN',
    { environment: 'arn:aws:appconfig:us-east-1:1:application/shop001/environment/prod001' },
    'prod001',
  ],
  ['a long application', { application: 'a'.repeat(65) }, 'application', '65', '64'],
  ['a region without hyphen', { 'aws-region': 'eu-central1' }, 'aws-region', 'Did you mean eu-central-1?'],
  ['a zone', { 'aws-region': 'us-east-1a' }, 'availability zone', 'Did you mean us-east-1?'],
  ['a region in upper case', { 'aws-region': 'US-EAST-1' }, 'Did you mean us-east-1?'],
  ['a region by its place', { 'aws-region': 'Frankfurt' }, 'Did you mean eu-central-1?'],
  ['file and version', { 'configuration-file': 'a.json' }, 'configuration-version and configuration-file'],
  [
    'neither file nor version',
    { 'configuration-version': '' },
    'Set configuration-version|set configuration-version',
    'latest',
    'configuration-file',
  ],
  ['Latest', { 'configuration-version': 'Latest' }, 'Did you mean latest?'],
  ['a duration without unit', { timeout: '10' }, 'timeout', 'Did you mean 10m?'],
  ['a duration in words', { timeout: '10 minutes' }, 'Did you mean 10m?'],
  ['a duration in two words', { 'busy-timeout': '1 h 30 min' }, 'Did you mean 1h30m?'],
  ['tags with =', { tags: 'team=core' }, 'tags', '`team: …`', '`team=…`'],
  ['a tag of AWS', { tags: 'aws:x: 1' }, 'must not start with "aws:"', 'reserve'],
  ['a tab', { tags: 'a:\n  b: 1\n\tc: 2' }, 'tags', /line 3, column 1\)/],
  [
    'a file that is not there',
    file('config/settings.json'),
    'actions/checkout',
    'Similar: configuration/settings.json',
    '/workspace',
  ],
  ['a pattern', file('configuration/*.json'), 'pattern', 'configuration/settings.json'],
  ['several files', file('a.json\nb.json'), 'several lines'],
  ['an unknown file name extension', file('settings.xyz'), 'content-type'],
  ['yes', { 'create-environment': 'yes' }, 'must be true or false', 'Did you mean true?'],
  ['off', { 'pull-request-comment': 'off' }, 'Did you mean false?'],
  ['completed', { 'wait-for': 'completed' }, 'wait-for', 'Did you mean complete?'],
  ['on-cancel rollback', { 'on-cancel': 'rollback' }, 'Did you mean stop?'],
  ['on-timeout cancel', { 'on-timeout': 'cancel' }, 'Did you mean stop?'],
  ['if-busy queue', { 'if-busy': 'queue' }, 'Did you mean wait?'],
  ['if-unchanged true', { 'if-unchanged': 'true' }, 'Did you mean skip?'],
  [
    'a role duration in hours',
    { 'role-to-assume': ROLE, 'role-duration-seconds': '12h' },
    'Did you mean 43200?',
  ],
  [
    'a session name with blanks',
    { 'role-to-assume': ROLE, 'role-session-name': 'my run' },
    'Did you mean my-run?',
  ],
  ['an audience without a role', { audience: 'sts.amazonaws.com.cn' }, 'audience', 'without role-to-assume'],
  ['a key of AWS', { 'kms-key-identifier': 'alias/aws/s3' }, 'kms-key-identifier', 'customer managed'],
  ['a key without alias/', { 'kms-key-identifier': 'appconfig' }, 'Did you mean alias/appconfig?'],
  ['a long description', { description: 'd'.repeat(1025) }, 'description', '1025', '1024'],
  [
    'association profile',
    { extension: EXTENSION, 'extension-association': 'profile', 'extension-parameters': 'channel: x' },
    'Did you mean configuration-profile?',
  ],
  [
    'parameter chanel',
    { extension: EXTENSION, 'extension-association': 'application', 'extension-parameters': 'chanel: x' },
    'Did you mean channel?',
  ],
  [
    'a dynamic parameter',
    { extension: EXTENSION, 'dynamic-extension-parameters': 'notify#tune: x' },
    'Did you mean tone?',
  ],
  [
    'an action point',
    { extension: 'Name: n\nActions: {ON_DEPLOYMENT_STARTED: [{Name: a, Uri: b}]}' },
    'Did you mean ON_DEPLOYMENT_START?',
  ],
]

describe('a mistake has one message, with what to do:', () => {
  test.each(MISTAKES)('%s', (_, given, ...expected) => {
    const problems = problemsOf({ ...NEEDED, ...given }, REGION, FILES)

    expect(problems).toHaveLength(1)
    for (const part of expected) {
      expect(problems[0]).toMatch(typeof part === 'string' && part.includes('|') ? new RegExp(part) : part)
    }
  })

  test.each([
    ['rollback', { 'configuration-version': '3' }, 'configuration-version', 'operation: deploy'],
    ['watch', { 'deployment-strategy': 'x' }, 'deployment-strategy', 'strategy that it was started with'],
    ['watch', { 'configuration-version': '3' }, 'configuration-version', 'operation: deploy'],
    ['watch', { tags: '[]' }, 'tags', 'deploy or apply'],
    ['remove-environment', { 'configuration-profile': 'x' }, 'configuration-profile', 'not used'],
    ['rollback', { 'deployment-number': '#3' }, 'deployment-number', 'Did you mean 3?'],
    ['watch', { 'deployment-number': 'newest' }, 'deployment-number', 'from 1'],
  ])('of %s: %j', (operation, given, ...expected) => {
    const problems = problemsOf({ ...PLACE, operation, ...(given as unknown as Texts) })

    expect(problems).toHaveLength(1)
    for (const part of expected) expect(problems[0]).toContain(part)
  })

  test('an extension in lower case', () => {
    const extension = 'name: n\nactions: {ON_DEPLOYMENT_START: [{Name: a, Uri: b}]}'
    const problems = problemsOf({ ...NEEDED, extension })

    expect(problems).toEqual([
      expect.stringContaining('did you mean Name?'),
      expect.stringContaining('did you mean Actions?'),
    ])
  })

  test('an operation like none says nothing of what another one requires', () => {
    expect(problemsOf({ operation: 'zzz' })).toEqual([expect.stringMatching(/^operation is "zzz"/)])
  })

  test('a default that is given is no mistake', () => {
    expect(
      read({ ...PLACE, operation: 'rollback', 'wait-for': 'complete', 'if-busy': 'wait' }),
    ).toMatchObject({
      operation: 'rollback',
    })
  })
})

describe('credentials of the job', () => {
  test.each<[string, Texts, string]>([
    ['without the secret', { AWS_ACCESS_KEY_ID: 'AKIA1' }, 'AWS_SECRET_ACCESS_KEY is not set'],
    ['without the ID', { AWS_SECRET_ACCESS_KEY: 's' }, 'AWS_ACCESS_KEY_ID is not set'],
    [
      'without the token',
      { AWS_ACCESS_KEY_ID: 'ASIA1', AWS_SECRET_ACCESS_KEY: 's' },
      'AWS_SESSION_TOKEN is not set',
    ],
    ['with a line break', { AWS_ACCESS_KEY_ID: 'AKIA1', AWS_SECRET_ACCESS_KEY: 's3cr3t\n' }, 'line break'],
  ])('%s are refused, and not shown', (_, env, text) => {
    const problems = problemsOf(NEEDED, { ...REGION, ...env })

    expect(problems).toEqual([expect.stringContaining(text)])
    expect(problems.join()).not.toContain('s3cr3t')
  })

  test('do not matter with a role', () => {
    const given = { ...NEEDED, 'role-to-assume': ROLE }
    expect(problemsOf(given, { ...REGION, AWS_ACCESS_KEY_ID: 'AKIA1' })).toEqual([])
  })
})
