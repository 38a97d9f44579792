import { test } from '@jest/globals'

/** Whether this is `npm run test:unit`, which a developer waits for: `npm test` runs all of everything. */
const isQuick = process.env['APPCONFIG_DEPLOY_QUICK_TESTS'] === 'true'

/** How many random cases a property is tried on, of those that `npm test` tries. */
export function runs(whole: number): number {
  return isQuick ? Math.ceil(whole / 10) : whole
}

/** A test of a size that takes its time. */
export const sizeTest = isQuick ? test.skip : test
