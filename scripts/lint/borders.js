import { builtinModules } from 'node:module'

/**
 * What the folders of src may import and read, as configurations of ESLint. Each border holds for every kind of import:
 * of values and of types, static and dynamic, and re-exports.
 */
const CORE = ['deployment', 'approval', 'configuration', 'report', 'inputs']

const ACTIONS_CORE = {
  regex: '^@actions/(?!github(?:/|$))',
  message: 'Only src/runner uses the toolkit of the runner.',
}
const GITHUB = { regex: '^(?:@actions/github(?:/|$)|@octokit/)', message: 'Only src/github calls GitHub.' }
const AWS = { regex: '^(?:@aws-sdk|@aws|@smithy)/', message: 'Only src/aws calls AWS.' }
const PROCESS = { regex: '^(?:node:)?process$', message: 'Only src/runner reads the process.' }
const MACHINE = {
  regex: `^(?:node:|bun:|(?:${builtinModules.filter((name) => !name.startsWith('_')).join('|')})(?:/|$))`,
  message: 'The core knows no machine: pass in what it needs.',
}
/** Paths out of a folder, into one of others. */
const rooms = (names, message) => ({ regex: `^\\.{1,2}/(?:.*/)?(?:${names.join('|')})/`, message })
const STORIES = {
  regex: '^\\.{1,2}/(?:\\.\\./)*(?:index|main|post|post-entry)\\.js$',
  message: 'Nothing imports the stories but the entries.',
}
const OUTER = rooms(['aws', 'github', 'operations', 'runner'], 'The core imports only the core.')
const CORE_BORDERS = [ACTIONS_CORE, GITHUB, AWS, MACHINE, OUTER, STORIES]

export const setFailed = {
  selector:
    "MemberExpression[property.name='setFailed'], MemberExpression[property.value='setFailed'], ImportSpecifier[imported.name=/^(?:setFailed|failStep)$/]",
  message: 'Only src/main.ts fails the step: throw an error instead.',
}
const unnamedImport = {
  selector: "ImportExpression:not([source.type='Literal'])",
  message: 'An import names what it imports, so that its border can be checked.',
}
const required = {
  selector: 'TSImportEqualsDeclaration, CallExpression[callee.name=/^(?:require|createRequire)$/]',
  message: 'Import it, so that its border can be checked.',
}
const clock = 'The core is given the time.'
const random = 'The core is given what is random.'
/** The time and chance, also by another name or without `new`. Text can be parsed as a date, and numbers be one. */
const pure = [
  { selector: "MemberExpression[object.name='Date']:not([property.name=/^(?:parse|UTC)$/])", message: clock },
  { selector: "MemberExpression[object.name='Date'][computed=true]", message: clock },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: clock },
  { selector: "NewExpression[callee.name='Date'] > SpreadElement", message: clock },
  {
    selector:
      ":not(NewExpression, MemberExpression, BinaryExpression, TSTypeReference) > Identifier[name='Date']",
    message: clock,
  },
  { selector: "NewExpression > Identifier.arguments[name='Date']", message: clock },
  {
    selector: 'CallExpression[callee.property.name=/^format(?:ToParts)?$/][arguments.length=0]',
    message: clock,
  },
  { selector: "MemberExpression[object.name='AbortSignal'][property.name='timeout']", message: clock },
  { selector: "MemberExpression[object.name='Math'][property.name='random']", message: random },
  { selector: "MemberExpression[object.name='Math'][computed=true]", message: random },
  { selector: ":not(MemberExpression) > Identifier[name='Math']", message: random },
  { selector: "MetaProperty[meta.name='import']", message: MACHINE.message },
]
const everything = ['globalThis', 'global', 'Function', 'eval', 'Atomics', 'Temporal'].map((name) => ({
  name,
  message: 'The core is pure: name what it uses.',
}))
const noProcess = ['process', 'globalThis', 'global'].map((name) => ({ name, message: PROCESS.message }))

export const borders = [
  { files: ['src/**/*.ts'], rules: border([ACTIONS_CORE, GITHUB, AWS, PROCESS, STORIES]) },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/runner/**'],
    rules: { 'no-restricted-globals': ['error', ...noProcess] },
  },
  { files: ['src/*.ts'], rules: border([ACTIONS_CORE, GITHUB, AWS, PROCESS]) },
  { files: ['src/main.ts'], rules: border([ACTIONS_CORE, GITHUB, AWS, PROCESS], [], []) },
  { files: ['src/runner/**'], rules: border([GITHUB, AWS, STORIES], [], []) },
  {
    files: ['src/aws/**'],
    rules: border([ACTIONS_CORE, GITHUB, PROCESS, STORIES, rooms(['github', 'operations'], AWS.message)]),
  },
  {
    files: ['src/github/**'],
    rules: border([ACTIONS_CORE, AWS, PROCESS, STORIES, rooms(['aws', 'operations'], GITHUB.message)]),
  },
  {
    files: CORE.map((folder) => `src/${folder}/**`),
    languageOptions: {
      // What Node.js has besides the language: the linter takes everything else for undefined here.
      globals: { URL: 'readonly', TextEncoder: 'readonly', TextDecoder: 'readonly' },
    },
    rules: {
      ...border(CORE_BORDERS, pure),
      'no-undef': 'error',
      'no-eval': 'error',
      'no-restricted-globals': ['error', ...noProcess, ...everything],
    },
  },
]

/** The rules that forbid modules, however they are imported, and further syntax. */
function border(modules, syntax = [], verdict = [setFailed]) {
  const others = modules.flatMap(({ regex, message }) => {
    const value = `/${regex.replaceAll('/', '\\u002F')}/`
    return [
      { selector: `ImportExpression[source.value=${value}]`, message },
      { selector: `TSImportType[source.value=${value}]`, message },
    ]
  })
  return {
    'no-restricted-imports': ['error', { patterns: modules }],
    'no-restricted-syntax': ['error', ...verdict, unnamedImport, required, ...others, ...syntax],
  }
}
