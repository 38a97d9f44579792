import { execFileSync } from 'node:child_process'
import { pathToFileURL } from 'node:url'

/**
 * The major tag that has to move when a version is released: `v1` for `v1.2.3`, and none when a newer version of that
 * major is out already.
 * @throws Error when the tag is no full version
 */
export function majorTag(released: string, tags: readonly string[]): string | undefined {
  const [major] = numbers(released)
  if (major === undefined) throw new Error(`${released} is no version like v1.2.3`)
  const newer = tags.some((tag) => numbers(tag)[0] === major && isNewer(tag, released))
  return newer ? undefined : `v${major}`
}

function isNewer(tag: string, than: string): boolean {
  const [one, other] = [numbers(tag), numbers(than)]
  const at = one.findIndex((number, index) => number !== other[index])
  return at >= 0 && (one[at] ?? 0) > (other[at] ?? 0)
}

/** Major, minor and patch of a full version, as a tag has it; nothing for any other tag. */
const numbers = (tag: string): readonly number[] =>
  (/^v(\d+)\.(\d+)\.(\d+)$/.exec(tag) ?? []).slice(1).map(Number)

/** `move-major-tag.ts TAG` moves the major tag of `origin` to the commit of that tag. */
function move([released = '']: readonly string[]): void {
  const git = (...args: readonly string[]) => execFileSync('git', args, { encoding: 'utf8' })
  const remote = git('ls-remote', '--tags', '--refs', 'origin').matchAll(/refs\/tags\/(\S+)/g)
  const tag = majorTag(
    released,
    [...remote].map(([, name = '']) => name),
  )
  if (tag === undefined) {
    console.log(`A newer version than ${released} is out: no tag is moved.`)
    return
  }
  git('push', '--force', 'origin', `${released}^{commit}:refs/tags/${tag}`)
  console.log(`${tag} is ${released} now.`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) move(process.argv.slice(2))
