import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A workspace of one test, with these files; removed when the test is over. */
export function workspaceWith(
  files: Readonly<Record<string, string | Uint8Array>>,
): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'appconfig-deploy-workspace-'))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(path, name), content)
  return {
    path,
    [Symbol.dispose]: () => {
      rmSync(path, { recursive: true, force: true })
    },
  }
}
