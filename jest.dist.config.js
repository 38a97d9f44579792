import process from 'node:process'
import config from './jest.config.js'

// The tests that run the action as a process, on the committed dist instead of a build of the source.
process.env.ACTION_UNDER_TEST = 'dist'

/** `npm run test:bundle` */
/** @type {import('jest').Config} */
export default {
  ...config,
  testMatch: ['bundle', 'examples', 'faults'].map((suite) => `<rootDir>/__tests__/${suite}/**/*.test.ts`),
}
