import { createHash } from 'node:crypto'
import { type ApprovedPlan, planText } from '../../../src/approval/plan.js'
import { InputError } from '../../../src/inputs/input-error.js'
import { readInputs } from '../../../src/inputs/inputs.js'
import { planContradictions } from '../../../src/inputs/plan-contradictions.js'
import type { FileAccessProblem, FileRead } from '../../../src/inputs/values/file-problem.js'

type Texts = Readonly<Record<string, string>>

const NEEDED: Texts = {
  application: 'shop',
  environment: 'production',
  'configuration-profile': 'settings',
  'deployment-strategy': 'Instant',
  'configuration-version': '2',
}
const FILE: Texts = { 'configuration-version': '', 'configuration-file': 'settings.json' }
const ACTIONS = 'Actions: {ON_DEPLOYMENT_START: [{Name: a, Uri: b}]}'
const EXTENSION = `{Name: notify, ${ACTIONS}, Parameters: {channel: {Required: true}}}`
const LONG = 'x'.repeat(2049)
const map = (entries: number, value = 'x') =>
  Array.from({ length: entries }, (_, at) => `k${at}: ${value}`).join('\n')

const FILES: Readonly<Record<string, Uint8Array>> = {
  'settings.json': bytes('{"count": 1}'),
  'broken.json': bytes('{"count": }'),
  'empty.json': bytes(''),
  'latin1.json': Uint8Array.of(0x22, 0xe9, 0x22),
  'large.json': new Uint8Array(4_096_001),
  'settings.xyz': bytes('x'),
}

const FILE_PROBLEMS: Readonly<Record<string, FileAccessProblem>> = {
  'broken-link.json': { kind: 'broken-link' },
  'outside.json': { kind: 'outside', workspace: '/workspace' },
  'git.json': { kind: 'git' },
  directory: { kind: 'directory', files: ['settings.json'] },
  'fifo.json': { kind: 'special', what: 'FIFO' },
  'grown.json': { kind: 'too-large', bytes: undefined },
  'denied.json': { kind: 'unreadable', code: 'EACCES' },
}

const NAMED = { id: 'x', name: 'x' }
const PLANNED_FILE = {
  kind: 'file',
  path: 'flags.json',
  contentDigest: 'x',
  contentType: 'application/json',
  label: null,
} as const
const PLAN: ApprovedPlan = {
  region: 'us-east-1',
  application: NAMED,
  environment: NAMED,
  profile: NAMED,
  strategy: { ...NAMED, durationMinutes: 0, bakeMinutes: 0, growthType: 'LINEAR', growthFactor: 100 },
  configuration: { kind: 'version', version: '2', label: null, contentDigest: null },
  extension: null,
  validatorsDigest: null,
  profileKmsKeyIdentifier: null,
  associations: [],
  alarmArns: [],
  salt: '5a17',
  kmsKeyIdentifier: null,
  dynamicParametersDigest: null,
  latestDeploymentNumber: 0,
}
const BOMB = [
  'a0: &a0 [x, x, x, x, x, x, x, x, x, x]',
  ...Array.from({ length: 9 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at}, `.repeat(10)}]`),
].join('\n')

/** Inputs that are wrong, each in its own way: what they have besides those that are needed, or instead of them. */
const WRONG: readonly Texts[] = [
  { operation: 'release' },
  { application: '' },
  { application: LONG },
  { 'aws-region': 'Frankfurt' },
  { 'configuration-version': '' },
  { 'configuration-file': 'settings.json' },
  { 'content-type': 'text/plain', 'version-label': 'v1' },
  { ...FILE, 'version-label': LONG },
  { ...FILE, 'version-label': '12' },
  ...Object.keys(FILE_PROBLEMS).map((name) => ({ ...FILE, 'configuration-file': name })),
  ...[
    'empty/none.json',
    '*.json',
    'a\nb',
    'none.json',
    'broken.json',
    'empty.json',
    'latin1.json',
    'large.json',
    'settings.xyz',
  ].map((name) => ({
    ...FILE,
    'configuration-file': name,
  })),
  { extension: EXTENSION, 'extension-file': 'extension.yml' },
  { 'extension-association': 'environment', 'extension-parameters': 'channel: x' },
  { extension: EXTENSION, 'extension-parameters': 'channel: x' },
  { extension: EXTENSION, 'extension-association': 'environment', 'extension-parameters': 'tone: x' },
  {
    extension: `{Name: notify, ${ACTIONS}}`,
    'extension-association': 'environment',
    'extension-parameters': 'tone: x',
  },
  { extension: EXTENSION, 'dynamic-extension-parameters': 'notify#tone: x' },
  { 'extension-file': 'none.yml' },
  { extension: '{ Name: x' },
  { extension: '- 1' },
  { extension: '{}' },
  { extension: `{Name: a/b, name: x, Colour: red, Description: 1, ${ACTIONS}, Parameters: 1, Tags: 1}` },
  { extension: `{Name: x, Description: ${LONG}, Actions: {}, Tags: {${map(51).replaceAll('\n', ', ')}}}` },
  {
    extension:
      '{Name: x, Actions: {ON_LUNCH: [{Name: a, Uri: b}], ON_DEPLOYMENT_STEP: []}, Tags: {aws:a: x}}',
  },
  { extension: '{Name: x, Actions: {ON_DEPLOYMENT_STEP: [{Name: a, Uri: b, RoleArn: c}]}}' },
  {
    extension: `{Name: x, ${ACTIONS}, Parameters: {a/b: {}, c: 1, d: {Required: 1}, e: {Required: true, Dynamic: true}}}`,
  },
  { extension: `{Name: x, ${ACTIONS}, Parameters: {${map(11, '{}').replaceAll('\n', ', ')}}}` },
  { 'kms-key-identifier': 'alias/aws/s3' },
  { 'kms-key-identifier': 'my key' },
  { tags: '{ a' },
  { tags: '[a]' },
  { tags: 'a: [b]' },
  { tags: `a: ${LONG}` },
  { tags: map(51) },
  { tags: `aws:a: x\n"": x` },
  { tags: map(50), 'create-environment': 'true' },
  { extension: EXTENSION, 'extension-association': 'environment', 'extension-parameters': 'a/b: x' },
  { 'dynamic-extension-parameters': 'tone: x' },
  { 'environment-monitors-from': 'staging' },
  { 'create-environment': 'yes' },
  { operation: 'apply', plan: '' },
  { operation: 'apply', plan: 'x' },
  { operation: 'apply', plan: planOfAnotherVersion() },
  { operation: 'apply', plan: `${planOfAnotherVersion()}x` },
  { operation: 'apply', plan: planText(PLAN, sha256), application: 'bakery' },
  {
    operation: 'apply',
    plan: planText({ ...PLAN, configuration: PLANNED_FILE, kmsKeyIdentifier: null }, sha256),
    'configuration-version': '',
  },
  { 'kms-key': 'alias/a' },
  { zzz: '1' },
  { plan: 'x' },
  { operation: 'plan', plan: 'x' },
  { 'deployment-number': '3' },
  { operation: 'rollback' },
  { operation: 'remove-environment' },
  { operation: 'watch', 'create-environment': 'true', 'busy-timeout': '5m' },
  { application: 'arn:aws:appconfig:us-east-1:123456789012:application/shop001' },
  { 'aws-region': 'us-east-1a' },
  { 'configuration-version': 'LATEST' },
  { tags: 'a=b' },
  { tags: '['.repeat(60) },
  { tags: 'a: 1\n---\nb: 2' },
  { tags: 'a: *b' },
  { tags: '? [a]\n: 1' },
  { tags: Array.from({ length: 12 }, (_, at) => `a${at}: [x]`).join('\n') },
  { tags: BOMB },
  { extension: Array.from({ length: 9 }, (_, at) => `k${at}: 1`).join('\n') },
  { 'extension-file': 'latin1.json' },
  { 'extension-file': 'large.json' },
  { audience: 'a b', 'role-session-name': 'a b' },
  { audience: 'x', 'role-session-name': 'release' },
  { 'role-to-assume': 'arn:aws:iam::123456789012:user/x' },
  { 'pull-request-comment': 'yes' },
  { timeout: '15' },
  { timeout: '0s' },
  { operation: 'watch', 'deployment-number': 'newest' },
  { 'role-to-assume': 'release', 'role-duration-seconds': '60' },
]

const KEYS: readonly Texts[] = [
  { AWS_ACCESS_KEY_ID: 'AKIA1' },
  { AWS_SECRET_ACCESS_KEY: 'x' },
  { AWS_ACCESS_KEY_ID: 'ASIA1', AWS_SECRET_ACCESS_KEY: 'x' },
  { AWS_ACCESS_KEY_ID: 'AKIA1', AWS_SECRET_ACCESS_KEY: 'x\n' },
]

/** Every problem that the inputs by themselves can have, one message each, as it is when it is the only one. */
export function inputFailures(): readonly string[] {
  return [
    ...WRONG.flatMap((given) => problemsOf({ ...NEEDED, ...given })),
    ...problemsOf(NEEDED, {}),
    ...KEYS.flatMap((keys) => problemsOf(NEEDED, { AWS_REGION: 'us-east-1', ...keys })),
    ...planContradictions([{ input: 'extension-parameters', given: 'x', planned: [], isSecret: true }]).map(
      ({ input, problem }) => `${input} ${problem}`,
    ),
    failureOf({ ...NEEDED, timeout: '15', 'busy-timeout': '15' })?.message ?? '',
  ]
}

function problemsOf(given: Texts, env?: Texts): readonly string[] {
  return (failureOf(given, env)?.problems ?? []).map((problem) => new InputError([problem]).message)
}

function failureOf(given: Texts, env: Texts = { AWS_REGION: 'us-east-1' }): InputError | undefined {
  const variables: Texts = Object.fromEntries(
    Object.keys(given).map((name) => [`INPUT_${name.toUpperCase()}`, '']),
  )
  try {
    readInputs({
      get: (name) => given[name] ?? '',
      env: { ...variables, ...env },
      readFile: (path, maxBytes) => fileRead(path, maxBytes),
      digest: sha256,
    })
  } catch (error) {
    if (error instanceof InputError) return error
    throw error
  }
  throw new Error(`Nothing is wrong with ${JSON.stringify(given).slice(0, 200)}`)
}

function fileRead(path: string, maxBytes: number): FileRead {
  const problem = FILE_PROBLEMS[path]
  if (problem !== undefined) return { ok: false, problem }
  const content = FILES[path]
  if (content === undefined) {
    const files = path.startsWith('empty/') ? [] : ['settings.json']
    return { ok: false, problem: { kind: 'missing', workspace: '/workspace', files } }
  }
  return content.length > maxBytes
    ? { ok: false, problem: { kind: 'too-large', bytes: content.length } }
    : { ok: true, content }
}

function planOfAnotherVersion(): string {
  return planText({} as Parameters<typeof planText>[0], sha256)
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
