import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { type ActRun, runWithAct } from './act-run.js'
import { thisRepository } from './repository.js'

/** Runs the workflow of this repository that has `uses: ./`; steps of its own check outputs and requests. */
async function use(bundle: string, change: (folder: string) => void = () => undefined): Promise<ActRun> {
  using repository = thisRepository()
  change(repository.folder)
  return await runWithAct({
    repository: repository.folder,
    ownAction: repository.folder,
    workflow: 'use-action.yml',
    event: 'push',
    matrix: { os: 'ubuntu-latest', bundle },
  })
}

const results = ({ jobs: [job] }: ActRun) =>
  Object.fromEntries((job?.steps ?? []).map(({ name, result }) => [name, result]))
const summary = ({ jobs: [job] }: ActRun, step: string) =>
  job?.steps.find(({ name }) => name === step)?.summary

describe('use-action.yml', () => {
  test.each(['committed', 'built'])('is green with the %s bundle', async (bundle) => {
    const ran = await use(bundle)

    expect(ran.exitCode === 0 ? '' : ran.log).toBe('')
    expect(results(ran)).toMatchObject({
      Deploy: 'success',
      'Check the deployment': 'success',
      'Deploy while it does': 'failure',
      'Check the rollback': 'success',
      'Deploy with inputs that do not go together': 'failure',
      'Check the refusal': 'success',
      'Stop the local AppConfig': 'success',
      'Post Deploy': 'success',
      'Post Deploy while it does': 'success',
      'Post Deploy with inputs that do not go together': 'success',
    })
    expect('Build the bundle' in results(ran)).toBe(bundle === 'built')
    expect(summary(ran, 'Deploy')).toContain('## ✅ Deployed <strong>flags</strong> version 2')
    expect(summary(ran, 'Deploy while it does')).toContain('checkout-errors')
  })

  test('is red with a bundle that does nothing', async () => {
    const ran = await use('committed', (folder) => {
      writeFileSync(join(folder, 'dist', 'index.js'), '')
    })

    expect(ran.exitCode).not.toBe(0)
    expect(results(ran)).toMatchObject({ Deploy: 'success', 'Check the deployment': 'failure' })
  })
})
