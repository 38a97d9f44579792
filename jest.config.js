import { platform } from 'node:process'

// On Windows a process cannot send another a signal that it could act on, which is what these tests do.
const SIGNALS =
  '<rootDir>/__tests__/bundle/(busy-environment|cancel|credentials|post|rollback|watch)\\.test\\.ts$'

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  globalSetup: './jest.setup.js',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    // jest.act.config.js runs these: they need more than Node.js.
    '<rootDir>/__tests__/act/',
    ...(platform === 'win32' ? [SIGNALS] : []),
  ],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }],
  },
  watchPathIgnorePatterns: ['<rootDir>/\\.tmp/', '<rootDir>/dist/'],
  injectGlobals: false,
  // Jest leaves a core to the watch mode, which on two cores is half of them.
  maxWorkers: '100%',
  testTimeout: 60_000,
}
