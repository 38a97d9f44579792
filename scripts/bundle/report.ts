import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildAction } from './action-build.js'
import { bundledFiles } from './bundled-files.js'
import { tableLines } from '../marked-section.js'

/** `npm run bundle:report`: the bytes of every package in the bundle that src builds to, the largest first. */
const OWN = "the action's own source"
const folder = mkdtempSync(join(tmpdir(), 'appconfig-deploy-report-'))
try {
  const stats = join(folder, 'stats.json')
  buildAction(join(folder, 'dist'), stats)
  const bytes = new Map<string, number>()
  for (const file of bundledFiles(stats)) {
    const name = file.packageName ?? OWN
    bytes.set(name, (bytes.get(name) ?? 0) + file.bytes)
  }
  const total = [...bytes.values()].reduce((sum, part) => sum + part, 0)
  const rows = [...bytes].sort(([, a], [, b]) => b - a).map(([name, part]) => [name, ...cells(part, total)])
  console.log(
    tableLines(['Package', 'kB', 'Share'], [...rows, ['in all', ...cells(total, total)]]).join('\n'),
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function cells(bytes: number, total: number): readonly string[] {
  return [(bytes / 1000).toFixed(1), `${((100 * bytes) / total).toFixed(1)} %`]
}
