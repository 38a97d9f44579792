import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { buildAction } from '../../scripts/bundle/action-build.js'
import { bundledFiles, packageFolder } from '../../scripts/bundle/bundled-files.js'
import { REPOSITORY } from '../../scripts/step-runner.js'
import { EXPECTED_PACKAGES, LICENSES, WITHOUT_TEXT } from './bundled-packages.js'
import { evaluatedModules } from './evaluated-modules.js'
import { EVALUATED, NOT_YET_LAZY } from './evaluated-packages.js'

// As `npm run build` does it, which takes some seconds: everything here is about this one build.
const folder = mkdtempSync(join(tmpdir(), 'appconfig-deploy-bundle-'))
const built = join(folder, 'dist')
buildAction(built, join(folder, 'stats.json'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const files = bundledFiles(join(folder, 'stats.json'))
const bundled = sorted(files.flatMap(({ packageName }) => packageName ?? []))
const words = (text: string) => text.replace(/\s+/g, ' ').trim()

describe('dist', () => {
  const dist = join(REPOSITORY, 'dist')

  test('has the files that src builds to, and no others', () => {
    expect(readdirSync(dist).sort()).toEqual(readdirSync(built).sort())
  })

  // Compared as a boolean: a difference of megabytes helps nobody.
  test.each(readdirSync(built))(
    '%s is what src builds to; if not, run `npm run build` and commit dist',
    (file) => {
      expect(readFileSync(join(dist, file)).equals(readFileSync(join(built, file)))).toBe(true)
    },
  )
})

describe('the bundle', () => {
  test('is one file, besides the entry of post', () => {
    expect(readdirSync(built).sort()).toEqual(['index.js', 'licenses.txt', 'package.json', 'post.js'])
  })

  test('has src in it, all of it', () => {
    const own = files.filter(({ packageName }) => packageName === undefined).map(({ path }) => path)
    const source = readdirSync(join(REPOSITORY, 'src'), { recursive: true, encoding: 'utf8' })
    const notTypes = source.filter((file) => file.endsWith('.ts') && exportsValues(file))
    expect(notTypes.filter((file) => !own.includes(`src/${file.replaceAll('\\', '/')}`))).toEqual([])
  })

  test('has the packages in it that the action needs, and no other', () => {
    expect(bundled).toEqual(EXPECTED_PACKAGES)
  })

  test('has no package in it twice', () => {
    const folders = new Map<string, Set<string>>()
    for (const file of files) {
      const [name, place] = [file.packageName, packageFolder(file)]
      if (name !== undefined && place !== undefined)
        folders.set(name, (folders.get(name) ?? new Set()).add(place))
    }
    expect([...folders].filter(([, places]) => places.size > 1)).toEqual([])
  })

  test('has one client of each AWS service', () => {
    const nested = files.flatMap(
      ({ path }) => /nested-clients\/.*\/submodules\/([^/]+)\//.exec(path)?.[1] ?? [],
    )
    expect(sorted(nested)).not.toContain('sts')
    expect(files.some(({ packageName }) => packageName === '@aws-sdk/client-sts')).toBe(true)
  })
})

describe('a plain deploy', () => {
  test('evaluates no package that it does not use', async () => {
    const evaluated = await evaluatedModules(built)
    const packages = sorted(
      files.flatMap(({ packageName, moduleId }) =>
        evaluated.has(moduleId) && packageName !== undefined ? [packageName] : [],
      ),
    )
    expect(packages).toEqual(sorted([...EVALUATED, ...NOT_YET_LAZY]))
  })
})

describe('dist/licenses.txt', () => {
  const licenses = readFileSync(join(built, 'licenses.txt'), 'utf8')

  test.each(bundled)('has %s with its licence', (name) => {
    const { license } = JSON.parse(packageFile(name, 'package.json')) as { license: string }
    expect(LICENSES).toContain(license)
    expect(`\n${licenses}`).toContain(`\n${name}\n${license}\n`)
    const text = readdirSync(join(REPOSITORY, 'node_modules', name)).find((file) => /^licen[cs]e/i.test(file))
    if (WITHOUT_TEXT.includes(name)) expect(text).toBeUndefined()
    else expect(words(licenses)).toContain(words(packageFile(name, text!)))
  })
})

const packageFile = (name: string, file: string) =>
  readFileSync(join(REPOSITORY, 'node_modules', name, file), 'utf8')

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort()
}

/** A file of types alone leaves nothing in a bundle. */
function exportsValues(file: string): boolean {
  return /^(?:export )?(?:async )?(?:function|const|class|await)\b/m.test(
    readFileSync(join(REPOSITORY, 'src', file), 'utf8'),
  )
}
