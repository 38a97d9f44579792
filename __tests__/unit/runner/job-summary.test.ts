import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { writeSummary } from '../../../src/runner/job-summary.js'

test('a summary that cannot be written is a warning', async () => {
  process.env['GITHUB_STEP_SUMMARY'] = join(tmpdir(), 'no-such-folder', 'summary.md')
  const written: string[] = []
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is put back as it was
  const { write } = process.stdout
  process.stdout.write = (text: string | Uint8Array) => written.push(String(text)) > 0
  try {
    await writeSummary('# Summary')
  } finally {
    process.stdout.write = write
  }
  expect(written.join('')).toMatch(/^::warning::.*summary/)
})
