import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'

const ROOT = join(import.meta.dirname, '..', '..')
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
const metadata = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as Record<'inputs' | 'outputs', object>

/** The names in the first column of the table under a heading, in their order. */
function namesUnder(heading: string): readonly string[] {
  const [, after = ''] = readme.split(new RegExp(`^## ${heading}\\s*$`, 'm'))
  const [section = ''] = after.split(/^## /m)
  return section.split('\n').flatMap((line) => /^\|\s*`([a-z0-9-]+)`[^|]*\|/.exec(line)?.slice(1) ?? [])
}

describe('the README', () => {
  test('lists the inputs of action.yml, each once', () => {
    expect([...namesUnder('Inputs')].sort()).toEqual(Object.keys(metadata.inputs).sort())
  })

  test('lists the outputs of action.yml, each once', () => {
    expect([...namesUnder('Outputs')].sort()).toEqual(Object.keys(metadata.outputs).sort())
  })
})
