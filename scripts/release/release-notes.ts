import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { REPOSITORY } from '../step-runner.js'

/**
 * The section of a version in the changelog, without its heading.
 * @throws Error when the tag is not that of the version in package.json, or the changelog says nothing of it
 */
export function releaseNotes(tag: string, version: string, changelog: string): string {
  if (tag !== `v${version}`) throw new Error(`The tag is ${tag}, but package.json has version ${version}`)
  const section = changelog.split(/^## /m).find((text) => text.split(/\s/, 1)[0] === version)
  const notes = section?.slice(section.indexOf('\n')).trim() ?? ''
  if (notes === '') throw new Error(`CHANGELOG.md has no section "## ${version}" with text in it`)
  return notes
}

/** `release-notes.ts TAG` prints the notes of the release of this commit. */
function print([tag = '']: readonly string[]): void {
  const text = (name: string) => readFileSync(join(REPOSITORY, name), 'utf8')
  const [, version = ''] = /^ {2}"version": "(.*)",$/m.exec(text('package.json')) ?? []
  console.log(releaseNotes(tag, version, text('CHANGELOG.md')))
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) print(process.argv.slice(2))
