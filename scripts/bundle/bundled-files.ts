import { readFileSync } from 'node:fs'

/** A source file in the bundle. */
export interface BundledFile {
  /** Relative to the repository. */
  readonly path: string
  /** The npm package that it belongs to; undefined for the action's own source. */
  readonly packageName: string | undefined
  readonly bytes: number
  /** The module of the bundle that it is evaluated with. */
  readonly moduleId: string
}

/** What webpack, inside ncc, says about a module; one that is a concatenation of others has theirs. */
interface ModuleStats {
  readonly name: string
  readonly size: number
  readonly id?: number | null
  /** It is part of a concatenation. */
  readonly orphan?: boolean
  readonly modules?: readonly ModuleStats[]
}

/**
 * The files in a bundle.
 * @param statsFile what `buildAction` has written about it
 */
export function bundledFiles(statsFile: string): readonly BundledFile[] {
  return statsOf(statsFile).flatMap((module) => {
    if (module.orphan === true) return []
    const parts = module.modules ?? [module]
    return parts
      .filter(({ name }) => name.startsWith('./'))
      .map(({ name, size }) => ({
        path: name.slice('./'.length),
        packageName: packageOf(name),
        bytes: size,
        moduleId: String(module.id),
      }))
  })
}

function statsOf(statsFile: string): readonly ModuleStats[] {
  const stats: unknown = JSON.parse(readFileSync(statsFile, 'utf8'))
  if (!isStats(stats)) throw new Error(`${statsFile} has no modules: has webpack changed its format?`)
  return stats.modules
}

function isStats(value: unknown): value is { readonly modules: readonly ModuleStats[] } {
  return typeof value === 'object' && value !== null && Array.isArray(Reflect.get(value, 'modules'))
}

function packageOf(path: string): string | undefined {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]
}

/** The folder of the package of a file, which tells two copies of a package apart. */
export function packageFolder({ path }: BundledFile): string | undefined {
  return /.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0]
}
