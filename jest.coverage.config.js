import { readdirSync } from 'node:fs'
import config from './jest.unit.config.js'

const FOLDERS = readdirSync('src', { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/'))
const MINIMUM = { lines: 95, branches: 90 }

/** `npm run coverage`: what the tests inside this process reach, in each folder of src. */
/** @type {import('jest').Config} */
export default {
  ...config,
  collectCoverage: true,
  coverageProvider: 'v8',
  coverageReporters: ['text', 'html'],
  // The entries of the two processes, which only processes reach.
  collectCoverageFrom: [
    'src/**/*.ts',
    '!src/index.ts',
    '!src/post-entry.ts',
    // Types alone, which run nothing.
    '!src/operations/run.ts',
    '!src/github/report-step.ts',
    '!src/configuration/flags/flag-change.ts',
  ],
  coverageThreshold: Object.fromEntries(['src', ...FOLDERS].map((folder) => [`./${folder}/`, MINIMUM])),
}
