import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { InputError } from '../../../src/inputs/input-error.js'
import { type Inputs, readInputs } from '../../../src/inputs/inputs.js'

const NEEDED = {
  application: 'shop',
  environment: 'production',
  'configuration-profile': 'settings',
  'deployment-strategy': 'AppConfig.AllAtOnce',
  'configuration-version': '7',
}
const EXTENSION = `
Name: notify
Actions: { ON_DEPLOYMENT_START: [{ Name: tell, Uri: "arn:aws:sns:us-east-1:123456789012:releases" }] }
Parameters: { channel: { Required: true }, tone: { Dynamic: true }, hint: {} }
`
const TAKES_DURATION = 'it takes a duration such as 90s, 15m, 2h or 1h30m'

type Texts = Readonly<Record<string, string>>

function read(given: Texts, env: Texts = { AWS_REGION: 'us-east-1' }, files: Texts = {}): Inputs {
  const readFile = (path: string) => {
    const text = files[path]
    if (text === undefined) throw new Error(`ENOENT: no such file, open '${path}'`)
    return text
  }
  return readInputs({
    get: (name) => given[name] ?? '',
    env,
    readFile,
    readBytes: (path) => new TextEncoder().encode(readFile(path)),
    digest: (text) => createHash('sha256').update(text).digest('hex'),
  })
}

function problemsOf(given: Texts, env?: Texts, files?: Texts): readonly string[] {
  try {
    read(given, env, files)
  } catch (error) {
    if (error instanceof InputError) return error.problems
    throw error
  }
  return []
}

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
      ifUnchanged: 'deploy',
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
      role: { arn: 'arn:aws:iam::123456789012:role/release', durationSeconds: 900 },
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

describe('each input says what it got and what it takes', () => {
  test.each<[string, string, string]>([
    [
      'operation',
      'release',
      'operation is "release"; it takes deploy, plan, watch, rollback, remove-environment',
    ],
    [
      'operation',
      'Deploy',
      'operation is "Deploy"; it takes deploy, plan, watch, rollback, remove-environment',
    ],
    ['application', '', 'application is missing; it takes the name or ID of the AppConfig application'],
    ['application', 'a'.repeat(65), 'application has 65 characters; AppConfig takes at most 64'],
    ['environment', '', 'environment is missing; it takes the name or ID of the environment'],
    ['environment', 'e'.repeat(65), 'environment has 65 characters; AppConfig takes at most 64'],
    [
      'configuration-profile',
      '',
      'configuration-profile is missing; it takes the name or ID of the configuration profile',
    ],
    [
      'configuration-profile',
      'p'.repeat(129),
      'configuration-profile has 129 characters; AppConfig takes at most 128',
    ],
    [
      'deployment-strategy',
      '',
      'deployment-strategy is missing; it takes the name or ID of the deployment strategy',
    ],
    [
      'configuration-version',
      '',
      'configuration-version is missing; it takes a version number, a label, latest, or the identifier that the source of the profile gives its versions (or use configuration-file)',
    ],
    [
      'configuration-version',
      '1'.repeat(1025),
      'configuration-version has 1025 characters; AppConfig takes at most 1024',
    ],
    [
      'extension-association',
      'profile',
      'extension-association is "profile"; it takes none, application, environment, configuration-profile',
    ],
    ['wait-for', 'Complete', 'wait-for is "Complete"; it takes complete, deployed, started'],
    ['timeout', '15', `timeout is "15"; ${TAKES_DURATION}`],
    ['timeout', '0', `timeout is "0"; ${TAKES_DURATION}`],
    ['on-timeout', 'true', 'on-timeout is "true"; it takes leave, stop'],
    ['tags', '- a', 'tags is not a map; it takes YAML lines of the form `name: value`'],
    ['aws-region', 'Frankfurt', 'aws-region is "Frankfurt"; it takes a region such as eu-central-1'],
    [
      'kms-key-identifier',
      'key',
      'kms-key-identifier is "key"; it takes a key ID, an alias (alias/name) or an ARN of a KMS key',
    ],
    [
      'dynamic-extension-parameters',
      'tone: calm',
      'dynamic-extension-parameters has the key "tone", which has to have the form <extension>#<parameter>',
    ],
  ])('%s: %j', (name, value, problem) => {
    expect(problemsOf({ ...NEEDED, [name]: value })).toEqual([problem])
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
    ['application', '', 'application is missing; it takes the name or ID of the AppConfig application'],
    ['environment', '', 'environment is missing; it takes the name or ID of the environment'],
    [
      'configuration-profile',
      'p'.repeat(129),
      'configuration-profile has 129 characters; AppConfig takes at most 128',
    ],
    ...['0', '-1', '1.5', '1e3', '01', 'latest', '9007199254740993'].map(
      (number): [string, string, string] => [
        'deployment-number',
        number,
        `deployment-number is "${number}"; it takes the number of a deployment, from 1`,
      ],
    ),
    ['timeout', '15', `timeout is "15"; ${TAKES_DURATION}`],
  ])('say what they got and what they take: %s: %j', (name, value, problem) => {
    expect(problemsOf({ ...CHOICE, operation, [name]: value })).toEqual([problem])
  })

  test('ignore those of a deploy, wrong ones too', () => {
    const ofDeploy = {
      'deployment-strategy': 's'.repeat(99),
      tags: '[]',
      'if-busy': 'maybe',
      extension: '[]',
    }

    expect(read({ ...CHOICE, operation, ...ofDeploy })).toEqual(read({ ...CHOICE, operation }))
  })
})

test('the inputs of a deploy ignore those of a watch', () => {
  expect(read({ ...NEEDED, 'deployment-number': 'x' })).toEqual(read(NEEDED))
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
    expect(problemsOf(NEEDED, {})).toEqual([
      'aws-region is missing, and AWS_REGION is not set; set the input, or run aws-actions/configure-aws-credentials before this step',
    ])
  })

  test('of the job is checked too, since it becomes part of a host name', () => {
    expect(problemsOf(NEEDED, { AWS_REGION: 'evil.example.com/' })).toEqual([
      'aws-region from AWS_REGION is "evil.example.com/"; it takes a region such as eu-central-1',
    ])
  })
})

describe('an extension', () => {
  test.each<[string, Texts, readonly string[]]>([
    [
      'is inline or in a file, not both',
      { extension: EXTENSION, 'extension-file': 'notify.yml' },
      ['extension and extension-file are both given; use one of the two'],
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
      [
        'extension-parameters is given, but extension-association is none: parameters belong to an association',
      ],
    ],
    [
      'takes its own parameters only',
      {
        extension: EXTENSION,
        'extension-association': 'application',
        'extension-parameters': 'channel: releases\ncolour: red',
      },
      ['extension-parameters has "colour", but extension "notify" has channel, tone, hint'],
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
      [`extension-file "missing.yml" can't be read: ENOENT: no such file, open 'missing.yml'`],
    ],
    [
      'tells every problem of its file',
      { 'extension-file': 'wrong.yml' },
      ['extension-file "wrong.yml" at Name: is missing', 'extension-file "wrong.yml" at Actions: '],
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

  test('is no deployment where nothing is deployed', () => {
    expect(read({ ...NEEDED, ...both, operation: 'plan' }).github).toMatchObject({
      pullRequestComment: true,
      githubDeployment: false,
    })
  })

  test('takes true or false', () => {
    expect(problemsOf({ ...NEEDED, 'pull-request-comment': 'yes', 'github-deployment': '1' })).toEqual([
      'pull-request-comment is "yes"; it takes true or false',
      'github-deployment is "1"; it takes true or false',
    ])
  })
})
