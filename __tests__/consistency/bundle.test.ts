import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { REPOSITORY } from '../../scripts/step-runner.js'
import { EXPECTED_PACKAGES, LICENSES, WITHOUT_TEXT } from './bundled-packages.js'

/** The sources of the bundle by its source map, which only this build has: dist is the same without it. */
function bundledFiles(): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'appconfig-deploy-bundle-'))
  try {
    const ncc = createRequire(import.meta.url).resolve('@vercel/ncc/dist/ncc/cli.js')
    const build = ['build', 'src/index.ts', '--target', 'es2022', '--no-cache', '--source-map', '--quiet']
    execFileSync(process.execPath, [ncc, ...build, '--out', folder], { cwd: REPOSITORY, stdio: 'ignore' })
    const map = JSON.parse(readFileSync(join(folder, 'index.js.map'), 'utf8')) as { sources: string[] }
    return map.sources
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const packageOf = (file: string) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]
const words = (text: string) => text.replace(/\s+/g, ' ').trim()

const files = bundledFiles()
const bundled = [...new Set(files.flatMap((file) => packageOf(file) ?? []))].sort()

describe('the bundle', () => {
  test('has src in it, all of it', () => {
    const own = files.filter((file) => packageOf(file) === undefined && file.includes('src/'))
    const source = readdirSync(join(REPOSITORY, 'src'), { recursive: true, encoding: 'utf8' })
    const notTypes = source.filter((file) => file.endsWith('.ts') && exportsValues(file))
    const bundledOwn = own.map((file) => file.slice(file.indexOf('src/') + 'src/'.length))
    expect(notTypes.filter((file) => !bundledOwn.includes(file.replaceAll('\\', '/')))).toEqual([])
  })

  test('has the packages in it that the action needs, and no other', () => {
    expect(bundled).toEqual(EXPECTED_PACKAGES)
  })
})

/** A file of types alone leaves nothing in a bundle. */
const exportsValues = (file: string) =>
  /^(?:export )?(?:async )?(?:function|const|class|await)\b/m.test(
    readFileSync(join(REPOSITORY, 'src', file), 'utf8'),
  )

describe('dist/licenses.txt', () => {
  const licenses = readFileSync(join(REPOSITORY, 'dist', 'licenses.txt'), 'utf8')

  test.each(bundled)('has %s with its licence', (name) => {
    const folder = join(REPOSITORY, 'node_modules', name)
    const { license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { license: string }
    expect(LICENSES).toContain(license)
    expect(`\n${licenses}`).toContain(`\n${name}\n${license}\n`)
    const text = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file))
    if (WITHOUT_TEXT.includes(name)) expect(text).toBeUndefined()
    else expect(words(licenses)).toContain(words(readFileSync(join(folder, text!), 'utf8')))
  })
})
