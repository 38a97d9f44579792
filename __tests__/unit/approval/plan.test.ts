import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parsePlan, type ApprovedPlan, planDifferences, planText } from '../../../src/approval/plan.js'

const digest = (text: string) => createHash('sha256').update(text).digest('hex')
const FILE = {
  kind: 'file',
  path: 'flags.json',
  contentDigest: 'c'.repeat(64),
  contentType: 'application/json',
  label: 'v 1',
} as const
const ASSOCIATION = {
  id: 'assoc01',
  extensionArn: 'arn:aws:appconfig:us-east-1:123456789012:extension/notify1/2',
  resourceArn: 'arn:aws:appconfig:us-east-1:123456789012:application/shop001',
  parametersDigest: 'p',
}
const PLAN: ApprovedPlan = {
  region: 'us-east-1',
  application: { id: 'shop001', name: 'shop' },
  environment: { id: 'prod001', name: 'production' },
  profile: { id: 'flags01', name: 'flags' },
  strategy: {
    id: 'steps01',
    name: 'Steps',
    durationMinutes: 4,
    bakeMinutes: 2,
    growthType: 'LINEAR',
    growthFactor: 25,
  },
  configuration: {
    kind: 'file',
    path: 'flags.json',
    contentDigest: 'c'.repeat(64),
    contentType: 'application/json',
    label: 'v 1',
  },
  extension: {
    name: 'notify',
    definitionDigest: 'd'.repeat(64),
    association: 'environment',
    parametersDigest: null,
  },
  validatorsDigest: null,
  profileKmsKeyIdentifier: null,
  associations: [],
  alarmArns: [],
  salt: '5a17',
  kmsKeyIdentifier: 'alias/appconfig',
  dynamicParametersDigest: null,
  latestDeploymentNumber: 7,
}

describe('a plan as a text', () => {
  test('is one line, and gives the plan back', () => {
    const text = planText(PLAN, digest)
    expect(text).not.toMatch(/[\r\n]/)
    expect(parsePlan(` ${text}\n`, digest)).toEqual({ ok: true, plan: PLAN })
  })

  test('that was cut or changed anywhere is refused', () => {
    const text = planText(PLAN, digest)
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom('a', '0', '', 'Z'), (at, by) => {
        const changed = text.slice(0, at) + by + text.slice(at + 1)
        fc.pre(changed !== text)
        expect(parsePlan(changed, digest).ok).toBe(false)
      }),
    )
    expect(parsePlan(text.slice(0, -20), digest)).toEqual({
      ok: false,
      problem: expect.stringContaining('was cut or changed') as unknown,
    })
  })

  test.each([
    ['', 'is not a plan'],
    ['{"region":"x"}', 'is not a plan'],
    ['appconfig-deploy-plan-9 x y', 'is not a plan'],
  ])('%j is refused', (text, problem) => {
    const parsed = parsePlan(text, digest)
    expect(parsed.ok ? '' : parsed.problem).toContain(problem)
  })

  test('of another shape is refused even with a right checksum', () => {
    const payload = encodeURIComponent('{"region":"us-east-1"}')
    const text = ['appconfig-deploy-plan-1', payload, digest(`appconfig-deploy-plan-1.${payload}`)].join(' ')
    const parsed = parsePlan(text, digest)
    expect(parsed.ok ? '' : parsed.problem).toContain('another version of this action')
  })
})

describe('a plan of another shape is refused, with a right checksum, without', () => {
  const whole = { ...PLAN, associations: [ASSOCIATION] }
  const members = (value: object, path: readonly string[] = []): readonly (readonly string[])[] =>
    Object.entries(value).flatMap(([name, part]: [string, unknown]) => [
      [...path, name],
      ...(typeof part === 'object' && part !== null ? members(part, [...path, name]) : []),
    ])
  const changed = (value: unknown, [name = '', ...rest]: readonly string[], by: unknown): unknown => {
    const copy = structuredClone(value) as Record<string, unknown>
    copy[name] = rest.length === 0 ? by : changed(copy[name], rest, by)
    return copy
  }

  test.each(members(whole).map((path) => [path.join('.'), path] as const))('%s', (_, path) => {
    for (const by of [undefined, -1, {}, [[]]]) {
      const payload = encodeURIComponent(JSON.stringify(changed(whole, path, by)))
      const text = ['appconfig-deploy-plan-1', payload, digest(`appconfig-deploy-plan-1.${payload}`)].join(
        ' ',
      )
      expect(parsePlan(text, digest).ok).toBe(false)
    }
  })
})

describe('a plan holds', () => {
  test('when nothing has changed', () => {
    expect(planDifferences(PLAN, structuredClone(PLAN))).toEqual([])
  })

  test.each<[string, Partial<ApprovedPlan>, readonly string[]]>([
    ['region', { region: 'eu-west-1' }, ['The region was us-east-1, and is eu-west-1 now']],
    [
      'environment',
      { environment: { id: 'stag001', name: 'staging' } },
      ['The environment was production (prod001), and is staging (stag001) now'],
    ],
    [
      'strategy numbers',
      { strategy: { ...PLAN.strategy, durationMinutes: 0, bakeMinutes: 1, growthFactor: 100 } },
      [
        "The strategy's duration was 4 min, and is 0 min now",
        "The strategy's bake time was 2 min, and is 1 min now",
        "The strategy's growth was LINEAR 25 %, and is LINEAR 100 % now",
      ],
    ],
    [
      'content',
      {
        configuration: {
          kind: 'file',
          path: 'flags.json',
          contentDigest: 'e'.repeat(64),
          contentType: 'application/json',
          label: 'v 1',
        },
      },
      [
        'The configuration was a file with digest cccccccccccc as application/json labelled v 1, and is a file with digest eeeeeeeeeeee as application/json labelled v 1 now',
      ],
    ],
    [
      'version',
      { configuration: { kind: 'version', version: '3', label: null, contentDigest: null } },
      [
        'The configuration was a file with digest cccccccccccc as application/json labelled v 1, and is version 3 now',
      ],
    ],
    [
      'extension definition',
      {
        extension: {
          name: 'notify',
          definitionDigest: 'f'.repeat(64),
          association: 'environment',
          parametersDigest: null,
        },
      },
      ['The definition of the extension was digest dddddddddddd, and is digest ffffffffffff now'],
    ],
    [
      'extension',
      { extension: null },
      [
        'The extension was notify, and is none now',
        'The definition of the extension was digest dddddddddddd, and is none now',
        'The association of the extension was environment, and is none now',
      ],
    ],
    ['key', { kmsKeyIdentifier: null }, ['The KMS key was alias/appconfig, and is none now']],
    [
      'dynamic parameters',
      { dynamicParametersDigest: 'a'.repeat(64) },
      ['The set of dynamic extension parameters was none, and is digest aaaaaaaaaaaa now'],
    ],
    [
      'content with the same beginning of its digest',
      { configuration: { ...FILE, contentDigest: `${'c'.repeat(12)}${'d'.repeat(52)}` } },
      ['The configuration is another one now'],
    ],
    [
      'content of the same version',
      { configuration: { kind: 'version', version: '3', label: 'v3', contentDigest: 'a'.repeat(64) } },
      [
        'The configuration was a file with digest cccccccccccc as application/json labelled v 1, and is version 3 with digest aaaaaaaaaaaa now',
      ],
    ],
    [
      'alarms',
      { alarmArns: ['arn:aws:cloudwatch:us-east-1:123456789012:alarm:b'] },
      ['The set of alarms that monitor the environment was none, and is b now'],
    ],
    [
      'associations',
      { associations: [ASSOCIATION] },
      ['The set of extension associations that apply was none, and is notify1/2 now'],
    ],
    [
      'validators',
      { validatorsDigest: 'b'.repeat(64) },
      ['The set of validators of the profile was none, and is digest bbbbbbbbbbbb now'],
    ],
    [
      'the key of the profile',
      { profileKmsKeyIdentifier: 'k' },
      ['The KMS key of the profile was none, and is k now'],
    ],
    [
      'newest deployment',
      { latestDeploymentNumber: 8 },
      ['The newest deployment of the environment was number 7, and is number 8 now'],
    ],
  ])('no more when the %s changed', (_, change, differences) => {
    expect(planDifferences(PLAN, { ...PLAN, ...change })).toEqual(differences)
  })
})
