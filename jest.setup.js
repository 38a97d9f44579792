import process from 'node:process'
import { tsImport } from 'tsx/esm/api'

/**
 * Before any test: builds the source for the tests that run the action as a process. With ACTION_UNDER_TEST=dist (see
 * jest.dist.config.js) they run the committed dist instead.
 */
export default async function setup() {
  const underTest = process.env.ACTION_UNDER_TEST ?? 'source'
  if (underTest === 'dist') return
  if (underTest !== 'source') throw new Error(`ACTION_UNDER_TEST must be source or dist, not ${underTest}`)
  const { buildSource } = await tsImport('./scripts/bundle/source-build.ts', import.meta.url)
  const { ACTION_FOLDER } = await tsImport('./scripts/step-runner.ts', import.meta.url)
  process.env[ACTION_FOLDER] = await buildSource()
}
