import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { REPOSITORY } from '../../scripts/step-runner.js'
import { isOwnAction } from './action-step.js'
import { readWorkflow } from './workflow-file.js'

const GITHUB = { 'pull-requests': 'write', deployments: 'write' }
const PERMISSIONS = [
  { 'id-token': 'write' },
  { contents: 'read', 'id-token': 'write' },
  { 'id-token': 'write', ...GITHUB },
  { contents: 'read', 'id-token': 'write', ...GITHUB },
]
const FOLDER = join(REPOSITORY, 'examples', 'workflows')

describe.each(readdirSync(FOLDER))('%s', (file) => {
  const workflow = readWorkflow(join(FOLDER, file))
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps)

  test('is run by a test of its own', () => {
    expect(existsSync(join(import.meta.dirname, file.replace(/\.yml$/, '.test.ts')))).toBe(true)
  })

  test('is run by act too', () => {
    const tests = readFileSync(join(REPOSITORY, '__tests__', 'act', 'examples.test.ts'), 'utf8')
    expect(tests).toContain(`describe('${file}', `)
  })

  test('gives its jobs no permission that they do not name', () => {
    expect(workflow.permissions).toEqual({})
    for (const { permissions = {} } of Object.values(workflow.jobs)) {
      expect(PERMISSIONS).toContainEqual(permissions)
    }
  })

  test('uses this action by its major version, and the others by a commit', () => {
    const used = steps.flatMap(({ uses }) => uses ?? [])
    expect(used).toContain('appconfig-deploy/appconfig-deploy@v1')
    expect(used.filter((uses) => !isOwnAction(uses) && !/@[0-9a-f]{40}$/.test(uses))).toEqual([])
  })

  test('does not deploy where a cancel is not told', () => {
    // GitHub does not signal such a step when the run is cancelled.
    expect(steps.filter((step) => step.if?.includes('always()'))).toEqual([])
  })
})
