import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'

interface Package {
  readonly version?: string
  readonly resolved?: string
  readonly integrity?: string
  readonly link?: boolean
  readonly hasInstallScript?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

const PREBUILT = ['@parcel/watcher', '@swc/core', 'esbuild', 'fsevents', 'unrs-resolver']
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

  test('has no package whose install script is needed', () => {
    const scripted = Object.entries(lock.packages).flatMap(([path, entry]) =>
      entry.hasInstallScript === true ? [path.replace(/.*node_modules\//, '')] : [],
    )
    // They check for, or build, what their optional packages for each platform bring as well. CI installs without.
    expect(scripted.filter((name) => !PREBUILT.includes(name))).toEqual([])
  })

  test('has a checksum for every package', () => {
    const without = Object.entries(lock.packages).filter(
      ([path, entry]) => path !== '' && entry.link !== true && entry.integrity === undefined,
    )
    expect(without.map(([path]) => path)).toEqual([])
  })
})
