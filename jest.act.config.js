import config from './jest.config.js'

/** `npm run test:act`: needs Go, to compile act when it is not there yet. */
/** @type {import('jest').Config} */
export default {
  ...config,
  testMatch: ['<rootDir>/__tests__/act/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 300_000,
}
