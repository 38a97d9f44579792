import js from '@eslint/js'
import ts from 'typescript-eslint'

const noFail = {
  selector: "CallExpression[callee.property.name='setFailed'], ImportSpecifier[imported.name='setFailed']",
  message: 'Only src/main.ts fails the step: throw an error instead.',
}
const pure = [
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'The core is given the time.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'The core is given the time.',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'The core is given what is random.',
  },
]
const aws = { group: ['@aws-sdk/*', '@smithy/*'], message: 'Only src/aws calls AWS.' }
const github = { group: ['@actions/github', '@octokit/*'], message: 'Only src/github calls GitHub.' }

export default ts.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/', '.tmp/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...ts.configs.strictTypeChecked, ...ts.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-restricted-syntax': ['error', noFail],
      'no-console': 'error',
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/aws/**', 'src/github/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [aws, github] }] },
  },
  {
    files: ['src/aws/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [github] }] },
  },
  { files: ['src/github/**'], rules: { 'no-restricted-imports': ['error', { patterns: [aws] }] } },
  {
    files: ['src/deployment/**', 'src/approval/**', 'src/report/**', 'src/configuration/**', 'src/inputs/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            aws,
            github,
            { group: ['@actions/*', 'node:*'], message: 'The core knows no runner and no machine.' },
            {
              regex: '/(?:aws|github|operations|runner)/',
              message: 'The core imports only the core.',
            },
          ],
        },
      ],
      'no-restricted-globals': [
        'error',
        ...[
          'process',
          'setTimeout',
          'setInterval',
          'setImmediate',
          'fetch',
          'performance',
          'crypto',
          'Buffer',
        ].map((name) => ({ name, message: 'The core is pure: pass in what it needs.' })),
      ],
      'no-restricted-syntax': ['error', noFail, ...pure],
    },
  },
  { files: ['src/main.ts'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['scripts/**', 'simulator/command.ts', 'bench/watch.ts', 'bench/run.ts', 'bench/scale.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['__tests__/**'],
    rules: {
      '@typescript-eslint/consistent-type-assertions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
)
