import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { REPOSITORY } from '../../scripts/step-runner.js'

interface Snippet {
  readonly file: string
  readonly code: string
  readonly rule: string
}

const CORE = ['deployment', 'approval', 'configuration/json', 'report/summary', 'inputs/values']
const IMPORTS = 'no-restricted-imports'
const SYNTAX = 'no-restricted-syntax'
const GLOBALS = 'no-restricted-globals'
const UNDEFINED = 'no-undef'

/** Every kind of import of a module, each with the rule that a border breaks by it. */
const importsOf = (module: string): readonly (readonly [string, string])[] => [
  [`import { x } from '${module}'\nx()`, IMPORTS],
  [`import type { x } from '${module}'\nexport const y: x = 1`, IMPORTS],
  [`import '${module}'`, IMPORTS],
  [`export { x } from '${module}'`, IMPORTS],
  [`export * from '${module}'`, IMPORTS],
  [`export const x = await import('${module}')`, SYNTAX],
  [`export const x = await import(/* webpackMode: "eager" */ '${module}')`, SYNTAX],
  [`export const x = await import(\`${module}\`)`, SYNTAX],
  [`export type X = import('${module}').X`, SYNTAX],
  [`import x = require('${module}')\nx()`, SYNTAX],
]

/** What has to stay outside of the core, whichever way it gets in. */
const IMPURE: readonly (readonly [string, string])[] = [
  ['export const x = process.env', UNDEFINED],
  ["export const x = globalThis.process.env['HOME']", GLOBALS],
  ["export const x = globalThis['Date'].now()", GLOBALS],
  ['export const { process: x } = globalThis', GLOBALS],
  ['export const x = global.process', GLOBALS],
  ['export const x = Date.now()', SYNTAX],
  ["export const x = Date['now']()", SYNTAX],
  ['export const { now } = Date', SYNTAX],
  ['export const now = Date.now', SYNTAX],
  ['export const x = new Date()', SYNTAX],
  ['export const x = new Date(...[])', SYNTAX],
  ['export const x = Date()', SYNTAX],
  ['const D = Date\nexport const x = new D()', SYNTAX],
  ['export const x = [Date].map((D) => new D())', SYNTAX],
  ["export const x = new Intl.DateTimeFormat('en').format()", SYNTAX],
  ['export const x = Temporal.Now.instant()', GLOBALS],
  ['export const x = Math.random()', SYNTAX],
  ["export const x = Math['random']()", SYNTAX],
  ['export const { random } = Math', SYNTAX],
  ['const M = Math\nexport const x = M.random()', SYNTAX],
  ['export const x = performance.now()', UNDEFINED],
  ['setTimeout(() => undefined, 1)', UNDEFINED],
  ['setInterval(() => undefined, 1)', UNDEFINED],
  ['setImmediate(() => undefined)', UNDEFINED],
  ['queueMicrotask(() => undefined)', UNDEFINED],
  ['export const x = AbortSignal.timeout(1)', UNDEFINED],
  ["export const x = Buffer.from('')", UNDEFINED],
  ['export const x = crypto.randomUUID()', UNDEFINED],
  ["export const x = fetch('https://example.com')", UNDEFINED],
  ["export const x = require('fs')", SYNTAX],
  ["export const x = eval('1')", 'no-eval'],
  ["export const x = Function('return this')()", GLOBALS],
  ["console.log('')", 'no-console'],
  ['export const x = import.meta.dirname', SYNTAX],
]

const MACHINE = ['node:fs', 'fs', 'fs/promises', 'node:process', 'node:timers/promises', 'crypto', 'path']
const TOOLKIT = ['@actions/core', '@actions/exec']
const GITHUB = ['@actions/github', '@octokit/core', '@octokit/plugin-retry']
const SDK = ['@aws-sdk/client-appconfig', '@aws-sdk/client-sts', '@smithy/core', '@smithy/core/endpoints']
const STORIES = ['../main.js', '../post.js', '../index.js']

/** The modules that files of a folder may not import. */
const FORBIDDEN: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    CORE.map((folder) => [folder, [...MACHINE, ...TOOLKIT, ...GITHUB, ...SDK, ...STORIES]]),
  ),
  deployment: [
    ...[...MACHINE, ...TOOLKIT, ...GITHUB, ...SDK, ...STORIES],
    ...['../aws/client.js', '../github/client.js', '../operations/steps/start.js', '../runner/log.js'],
  ],
  'report/text': ['../../aws/client.js', '../../runner/log.js'],
  aws: [
    ...TOOLKIT,
    ...GITHUB,
    'node:process',
    '../operations/deploy.js',
    '../github/client.js',
    '../main.js',
  ],
  github: [...TOOLKIT, ...SDK, 'node:process', '../operations/deploy.js', '../aws/client.js', '../main.js'],
  operations: [...TOOLKIT, ...GITHUB, ...SDK, 'node:process', '../main.js'],
  'operations/steps': [...TOOLKIT, ...GITHUB, ...SDK, 'process', '../../main.js'],
  runner: [...GITHUB, ...SDK, '../main.js', '../post.js'],
  '.': [...TOOLKIT, ...GITHUB, ...SDK, 'node:process'],
}

const inFile = (folder: string) => join('src', folder, 'snippet.ts')

const FORBIDDEN_SNIPPETS: readonly Snippet[] = [
  ...Object.entries(FORBIDDEN).flatMap(([folder, modules]) =>
    modules.flatMap((module) =>
      importsOf(module).map(([code, rule]) => ({ file: inFile(folder), code, rule })),
    ),
  ),
  ...CORE.flatMap((folder) => IMPURE.map(([code, rule]) => ({ file: inFile(folder), code, rule }))),
  ...['aws', 'github', 'operations/steps', '.'].flatMap((folder) =>
    ['process.env', 'globalThis.process.env', 'global.process'].map((read) => ({
      file: inFile(folder),
      code: `export const x = ${read}`,
      rule: GLOBALS,
    })),
  ),
  ...[...CORE, 'aws', 'github', 'operations', 'runner', '.'].flatMap((folder) => [
    {
      file: inFile(folder),
      code: 'export const x = (a: 1, b: 2, c: 3, d: 4, e: 5) => [a, b, c, d, e]',
      rule: '@typescript-eslint/max-params',
    },
    {
      file: inFile(folder),
      code: 'export const x = {} as string',
      rule: '@typescript-eslint/consistent-type-assertions',
    },
    {
      file: inFile(folder),
      code: 'export const x = <string>{}',
      rule: '@typescript-eslint/consistent-type-assertions',
    },
    { file: inFile(folder), code: 'export const x = /^(a+)+$/', rule: 'regexp/no-super-linear-backtracking' },
    { file: inFile(folder), code: 'export const x = /\\s+$/', rule: 'regexp/no-super-linear-move' },
  ]),
  { file: 'src/post.ts', code: "import { setFailed } from '@actions/core'\nsetFailed('')", rule: SYNTAX },
  { file: 'src/aws/x.ts', code: "export const x = (core) => core.setFailed('')", rule: SYNTAX },
  { file: 'src/main.ts', code: "import './index.js'", rule: 'import-x/no-cycle' },
  { file: 'src/main.ts', code: "export * from './index.js'", rule: 'import-x/no-cycle' },
  { file: 'src/main.ts', code: "await import('./index.js')", rule: 'import-x/no-cycle' },
]

/** What a border lets pass: the rule is not simply always broken. */
const ALLOWED: readonly Omit<Snippet, 'rule'>[] = [
  ...CORE.map((folder) => ({
    file: inFile(folder),
    code: "import { x } from '../deployment/verdict.js'\nexport const y = [x, new Date(0), Date.parse(''), Math.max(1)]",
  })),
  { file: 'src/aws/x.ts', code: "export { x } from '@aws-sdk/client-appconfig'" },
  { file: 'src/github/x.ts', code: "export const x = await import('@actions/github')" },
  { file: 'src/runner/x.ts', code: "import { info } from '@actions/core'\ninfo(process.title)" },
  { file: 'src/index.ts', code: "import { main } from './main.js'\nawait main()" },
]

const rulesOf = lint([...FORBIDDEN_SNIPPETS, ...ALLOWED])
const files = [...new Set(FORBIDDEN_SNIPPETS.map(({ file }) => file))]

describe('the linter refuses what must not be', () => {
  test.each(files)('in %s', (file) => {
    const missed = FORBIDDEN_SNIPPETS.filter(
      (snippet, at) => snippet.file === file && rulesOf[at]?.includes(snippet.rule) !== true,
    )
    expect(missed).toEqual([])
  })
})

describe('the linter lets pass what may be', () => {
  test.each(ALLOWED.map(({ file, code }, at) => [file, code, at] as const))(
    'in %s: %s',
    (_file, _code, at) => {
      expect(rulesOf[FORBIDDEN_SNIPPETS.length + at]).toEqual([])
    },
  )
})

function lint(snippets: readonly Omit<Snippet, 'rule'>[]): readonly (readonly string[])[] {
  const script = join(REPOSITORY, '__tests__', 'consistency', 'lint-snippets.js')
  const output = execFileSync(process.execPath, [script], {
    cwd: REPOSITORY,
    input: JSON.stringify(snippets),
    encoding: 'utf8',
    maxBuffer: 64_000_000,
  })
  return JSON.parse(output) as readonly (readonly string[])[]
}
