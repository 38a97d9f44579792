import process from 'node:process'
import config from './jest.config.js'

// Fewer random cases, and no test of a size: a developer waits for these. `npm test` runs all of everything.
process.env.APPCONFIG_DEPLOY_QUICK_TESTS = 'true'

/** `npm run test:unit`: what runs inside this process, and needs no build of the action. */
/** @type {import('jest').Config} */
export default {
  ...Object.fromEntries(Object.entries(config).filter(([name]) => name !== 'globalSetup')),
  testMatch: ['unit', 'integration', 'operations', 'runner'].map(
    (suite) => `<rootDir>/__tests__/${suite}/**/*.test.ts`,
  ),
}
