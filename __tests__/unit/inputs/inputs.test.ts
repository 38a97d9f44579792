import { describe, expect, test } from '@jest/globals'
import { InputError } from '../../../src/inputs/input-error.js'
import { readInputs } from '../../../src/inputs/inputs.js'
import { NEEDED, problemsOf, read, type Texts } from './reading.js'

const EXTENSION = `
Name: notify
Actions: { ON_DEPLOYMENT_START: [{ Name: tell, Uri: "arn:aws:sns:us-east-1:123456789012:releases" }] }
Parameters: { channel: { Required: true }, tone: { Dynamic: true }, hint: {} }
`
describe('the inputs', () => {
  test('that are needed are enough', () => {
    expect(read(NEEDED)).toEqual({
      operation: 'deploy',
      region: 'us-east-1',
      application: 'shop',
      environment: 'production',
      configurationProfile: 'settings',
      deploymentStrategy: 'AppConfig.AllAtOnce',
      configuration: { kind: 'version', version: '7' },
      tags: {},
      waitFor: 'complete',
      onTimeout: 'leave',
      onCancel: 'stop',
      ifBusy: 'wait',
      busyTimeoutMs: 3_600_000,
      ifUnchanged: 'skip',
      createEnvironment: false,
    })
  })

  test('are all read', () => {
    const inputs = read(
      {
        ...NEEDED,
        operation: 'deploy',
        'extension-file': 'notify.yml',
        'extension-association': 'configuration-profile',
        'extension-parameters': 'channel: releases',
        'dynamic-extension-parameters': 'notify#tone: calm',
        'kms-key-identifier': 'alias/appconfig',
        description: 'Release 42',
        tags: 'version: 1.10',
        'wait-for': 'deployed',
        timeout: '1h30m',
        'on-timeout': 'stop',
        'on-cancel': 'leave',
        'if-busy': 'stop',
        'busy-timeout': '5m',
        'role-to-assume': 'arn:aws:iam::123456789012:role/release',
        'role-duration-seconds': '900',
        'aws-region': 'eu-central-1',
      },
      { AWS_REGION: 'us-east-1' },
      { 'notify.yml': EXTENSION },
    )

    expect(inputs).toMatchObject({
      region: 'eu-central-1',
      extension: {
        wanted: { definition: { name: 'notify' }, tags: {} },
        association: 'configuration-profile',
        parameters: { channel: 'releases' },
      },
      dynamicExtensionParameters: { 'notify#tone': 'calm' },
      kmsKey: { kind: 'alias', identifier: 'alias/appconfig' },
      description: 'Release 42',
      tags: { version: '1.10' },
      waitFor: 'deployed',
      timeoutMs: 5_400_000,
      onTimeout: 'stop',
      onCancel: 'leave',
      ifBusy: 'stop',
      busyTimeoutMs: 300_000,
      role: {
        arn: 'arn:aws:iam::123456789012:role/release',
        durationSeconds: 900,
        audience: 'sts.amazonaws.com',
      },
    })
  })

  test('have their problems told all at once, in the order of the inputs', () => {
    const problems = problemsOf(
      {
        operation: 'release',
        environment: 'production',
        'configuration-version': '7',
        extension: '[]',
        'kms-key-identifier': 'my key',
        tags: 'aws:team: x',
        'wait-for': 'done',
        timeout: '5',
        'on-timeout': 'fail',
      },
      {},
    )

    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'operation',
      'aws-region',
      'application',
      'configuration-profile',
      'deployment-strategy',
      'extension',
      'kms-key-identifier',
      'tags',
      'wait-for',
      'timeout',
      'on-timeout',
    ])
  })
})

describe('each input is checked by itself', () => {
  test.each<[string, string, string]>([
    ['application', '', 'is required'],
    ['environment', '', 'is required'],
    ['environment', 'e'.repeat(65), '65 characters'],
    ['configuration-profile', '', 'is required'],
    ['configuration-profile', 'p'.repeat(129), '129 characters'],
    ['deployment-strategy', '', 'is required'],
    ['configuration-version', '', 'is required'],
    ['configuration-version', '1'.repeat(1025), '1025 characters'],
    ['timeout', '0', 'duration'],
    ['tags', '- a', 'not a map'],
    ['dynamic-extension-parameters', 'tone: calm', '<extension>#<parameter>'],
  ])('%s: %j', (name, value, problem) => {
    const problems = problemsOf({ ...NEEDED, [name]: value })
    expect(problems).toEqual([expect.stringContaining(problem)])
    expect(problems[0]).toMatch(new RegExp(`^${name} `))
  })
})

const CHOICE = { application: 'shop', environment: 'production' }

describe('the inputs of a watch', () => {
  test('are few, and leave the deployment to others', () => {
    expect(read({ ...CHOICE, operation: 'watch' })).toEqual({
      operation: 'watch',
      region: 'us-east-1',
      ...CHOICE,
      waitFor: 'complete',
      onTimeout: 'leave',
      onCancel: 'leave',
    })
  })

  test('are all read', () => {
    expect(
      read({
        ...CHOICE,
        operation: 'watch',
        'configuration-profile': 'settings',
        'deployment-number': '12',
        'wait-for': 'deployed',
        timeout: '2h',
        'on-timeout': 'stop',
        'on-cancel': 'stop',
      }),
    ).toMatchObject({
      configurationProfile: 'settings',
      deploymentNumber: 12,
      waitFor: 'deployed',
      timeoutMs: 7_200_000,
      onTimeout: 'stop',
      onCancel: 'stop',
    })
  })
})

describe('the inputs of a rollback', () => {
  test('are fewer still', () => {
    expect(read({ ...CHOICE, operation: 'rollback' })).toEqual({
      operation: 'rollback',
      region: 'us-east-1',
      ...CHOICE,
    })
  })

  test('are all read', () => {
    const given = { 'configuration-profile': 'settings', 'deployment-number': '1', timeout: '90s' }
    expect(read({ ...CHOICE, operation: 'rollback', ...given })).toMatchObject({
      configurationProfile: 'settings',
      deploymentNumber: 1,
      timeoutMs: 90_000,
    })
  })
})

describe.each(['watch', 'rollback'])('the inputs of a %s', (operation) => {
  test.each<[string, string, string]>([
    ['application', '', 'is required'],
    ['environment', '', 'is required'],
    ['configuration-profile', 'p'.repeat(129), '129 characters'],
    ...['0', '-1', '1.5', '1e3', '01', 'latest', '9007199254740993'].map(
      (number): [string, string, string] => ['deployment-number', number, JSON.stringify(number)],
    ),
    ['timeout', '15', 'duration'],
  ])('are checked: %s: %j', (name, value, problem) => {
    const problems = problemsOf({ ...CHOICE, operation, [name]: value })
    expect(problems).toEqual([expect.stringContaining(problem)])
    expect(problems[0]).toMatch(new RegExp(`^${name} `))
  })
})

describe('the region', () => {
  test.each<[string, Texts, string, string]>([
    ['the input before all', { AWS_REGION: 'us-east-1' }, 'eu-central-1', 'eu-central-1'],
    ['AWS_REGION', { AWS_REGION: 'us-gov-west-1', AWS_DEFAULT_REGION: 'us-east-1' }, '', 'us-gov-west-1'],
    ['AWS_DEFAULT_REGION', { AWS_REGION: '', AWS_DEFAULT_REGION: 'cn-north-1' }, '', 'cn-north-1'],
  ])('comes from %s', (_, env, input, region) => {
    expect(read({ ...NEEDED, 'aws-region': input }, env).region).toBe(region)
  })

  test('is missing where nobody gives it', () => {
    expect(problemsOf(NEEDED, {})).toEqual([expect.stringMatching(/^aws-region is required.*AWS_REGION/)])
  })

  test('may be that of AWS_PROFILE', () => {
    const source = { get: (name: string) => NEEDED[name] ?? '', digest: (text: string) => text }
    const readFile = () => ({ ok: false as const, problem: { kind: 'git' as const } })
    expect(readInputs({ ...source, readFile, env: {}, profileRegion: 'eu-west-1' }).region).toBe('eu-west-1')
  })

  test('of the job is checked too, since it becomes part of a host name', () => {
    expect(problemsOf(NEEDED, { AWS_REGION: 'evil.example.com/' })).toEqual([
      expect.stringMatching(/^aws-region from AWS_REGION is "evil\.example\.com\/"/),
    ])
  })
})

describe('an extension', () => {
  test.each<[string, Texts, readonly string[]]>([
    [
      'is inline or in a file, not both',
      { extension: EXTENSION, 'extension-file': 'notify.yml' },
      ['extension and extension-file are both given'],
    ],
    [
      'is what an association needs',
      { 'extension-association': 'environment' },
      ['extension-association is given without extension or extension-file'],
    ],
    [
      'is what parameters need',
      { 'extension-parameters': 'a: b' },
      ['extension-parameters is given without extension or extension-file'],
    ],
    [
      'takes parameters with an association only',
      { extension: EXTENSION, 'extension-parameters': 'channel: releases' },
      ['extension-parameters is given, but extension-association is none'],
    ],
    [
      'takes its own parameters only',
      {
        extension: EXTENSION,
        'extension-association': 'application',
        'extension-parameters': 'channel: releases\ncolour: red',
      },
      ['extension-parameters has "colour", but extension "notify" has '],
    ],
    [
      'takes all that it requires',
      { extension: EXTENSION, 'extension-association': 'application', 'extension-parameters': 'hint: x' },
      ['extension-parameters lacks channel, which extension "notify" requires'],
    ],
    [
      'takes dynamic values for dynamic parameters only',
      { extension: EXTENSION, 'dynamic-extension-parameters': 'notify#hint: x\nother#any: y' },
      ['dynamic-extension-parameters has "notify#hint", but the extension has no dynamic parameter "hint"'],
    ],
    [
      'has to be readable',
      { 'extension-file': 'missing.yml' },
      ['extension-file "missing.yml" was not found'],
    ],
    [
      'tells every problem of its file',
      { 'extension-file': 'wrong.yml' },
      ['extension-file "wrong.yml" at Name: is required', 'extension-file "wrong.yml" at Actions: '],
    ],
  ])('%s', (_, given, expected) => {
    const problems = problemsOf({ ...NEEDED, ...given }, undefined, {
      'notify.yml': EXTENSION,
      'wrong.yml': 'Description: x',
    })

    expect(problems).toEqual(expected.map((problem) => expect.stringContaining(problem)))
  })

  test('without parameters leaves those of an older association to be carried over', () => {
    const inputs = read({ ...NEEDED, extension: EXTENSION, 'extension-association': 'environment' })

    expect(inputs).toMatchObject({ extension: { association: 'environment' } })
    expect(inputs).not.toHaveProperty('extension.parameters')
  })

  test('may be given as a dynamic parameter of another one', () => {
    expect(read({ ...NEEDED, 'dynamic-extension-parameters': 'other#any: y' })).toMatchObject({
      dynamicExtensionParameters: { 'other#any': 'y' },
    })
  })
})

describe('the message', () => {
  test('is the problem when there is one', () => {
    expect(new InputError(['timeout is wrong']).message).toBe('timeout is wrong')
  })

  test('is a list when there are several', () => {
    expect(new InputError(['a is wrong', 'b is missing']).message).toBe(
      'The inputs have 2 problems:\n- a is wrong\n- b is missing',
    )
  })
})

describe('what GitHub is told', () => {
  const both = { 'pull-request-comment': 'true', 'github-deployment': 'True' }

  test('is nothing by default, and the token is kept', () => {
    expect(read(NEEDED)).not.toHaveProperty('github')
    expect(read({ ...NEEDED, 'github-token': 't' }).github).toEqual({
      token: 't',
      pullRequestComment: false,
      githubDeployment: false,
    })
  })

  test('is what the inputs say, with or without a token', () => {
    expect(read({ ...NEEDED, ...both }).github).toEqual({
      token: '',
      pullRequestComment: true,
      githubDeployment: true,
    })
  })

  test('takes true or false', () => {
    expect(problemsOf({ ...NEEDED, 'pull-request-comment': 'yes', 'github-deployment': '1' })).toEqual([
      expect.stringMatching(/^pull-request-comment is "yes"/),
      expect.stringMatching(/^github-deployment is "1"/),
    ])
  })
})
