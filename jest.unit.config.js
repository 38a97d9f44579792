import config from './jest.config.js'

/** `npm run test:unit`: what runs inside this process, and needs no build of the action. */
/** @type {import('jest').Config} */
export default {
  ...Object.fromEntries(Object.entries(config).filter(([name]) => name !== 'globalSetup')),
  testMatch: ['unit', 'integration', 'operations', 'runner'].map(
    (suite) => `<rootDir>/__tests__/${suite}/**/*.test.ts`,
  ),
}
