import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { servedOperations } from '../../simulator/served-operations.js'

const readme = readFileSync(join(import.meta.dirname, '..', '..', 'simulator', 'README.md'), 'utf8')

test("the simulator's README says of every operation whether it is served", () => {
  const [, table = ''] = readme.split(/<!-- \/?operations -->/)
  const rows = [...table.matchAll(/^\| (✅|❌) +\| `(\w+)`/gm)].map(([, mark, name]) => [name, mark === '✅'])
  expect(rows).toEqual(servedOperations().map(({ name, isServed }) => [name, isServed]))
})
