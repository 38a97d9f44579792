import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'

interface Package {
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly link?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

const ROOT = join(import.meta.dirname, '..', '..')
const fileText = (...path: readonly string[]) => readFileSync(join(ROOT, ...path), 'utf8')
const manifest = JSON.parse(fileText('package.json')) as Package
const lock = JSON.parse(fileText('package-lock.json')) as { packages: Record<string, Package> }
const wanted = { ...manifest.dependencies, ...manifest.devDependencies }

describe('package.json', () => {
  test.each(Object.entries(wanted))('names one exact version of %s: %s', (_, version) => {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/)
  })
})

describe('package-lock.json', () => {
  test('has the versions of package.json', () => {
    const locked = Object.keys(wanted).map((name) => [name, lock.packages[`node_modules/${name}`]?.version])
    expect(Object.fromEntries(locked)).toEqual(wanted)
  })

  test('names no host, so that any registry serves it', () => {
    const resolved = Object.values(lock.packages).flatMap((entry) => entry.resolved ?? [])
    expect(resolved).toEqual([])
    expect(fileText('package-lock.json')).not.toMatch(/"resolved"|registry\./)
  })

  test('has a checksum for every package', () => {
    const without = Object.entries(lock.packages).filter(
      ([path, entry]) => path !== '' && entry.link !== true && entry.integrity === undefined,
    )
    expect(without.map(([path]) => path)).toEqual([])
  })
})

describe('dist/licenses.txt', () => {
  // ncc writes the path of a module above its code wherever webpack joins or refers to modules.
  const bundled = new Set(
    [
      ...fileText('dist', 'index.js').matchAll(
        /^\S*.*MODULE: \.\/(?:\S*\/)?node_modules\/((?:@[^/\s]+\/)?[^/\s]+)\//gm,
      ),
    ].map((match) => match[1] ?? ''),
  )
  const licensed = new Set(fileText('dist', 'licenses.txt').split('\n'))

  test('has the packages that the action uses itself', () => {
    expect([...licensed]).toEqual(expect.arrayContaining(Object.keys(manifest.dependencies ?? {})))
  })

  test.each([...bundled].sort())('names %s', (name) => {
    expect(licensed).toContain(name)
  })
})
