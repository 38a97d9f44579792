import { createHash } from 'node:crypto'
import { InputError } from '../../../src/inputs/input-error.js'
import { type Inputs, readInputs } from '../../../src/inputs/inputs.js'
import type { FileRead } from '../../../src/inputs/values/file-problem.js'

export type Texts = Readonly<Record<string, string>>

/** Inputs that deploy a version. */
export const NEEDED: Texts = {
  application: 'shop',
  environment: 'production',
  'configuration-profile': 'settings',
  'deployment-strategy': 'AppConfig.AllAtOnce',
  'configuration-version': '7',
}

export const REGION: Texts = { AWS_REGION: 'us-east-1' }

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Reads inputs as the action does, with a workspace in memory; the runner's variables say which are given. */
export function read(given: Texts, env: Texts = REGION, files: Texts = {}): Inputs {
  const variables: Texts = Object.fromEntries(
    Object.keys(given).map((name) => [`INPUT_${name.toUpperCase()}`, given[name] ?? '']),
  )
  return readInputs({
    get: (name) => given[name] ?? '',
    env: { ...variables, ...env },
    readFile: (path, maxBytes) => fileOf(files, path, maxBytes),
    digest: sha256,
  })
}

function fileOf(files: Texts, path: string, maxBytes: number): FileRead {
  const text = files[path]
  if (text === undefined) {
    return { ok: false, problem: { kind: 'missing', workspace: '/workspace', files: Object.keys(files) } }
  }
  const content = new TextEncoder().encode(text)
  return content.length > maxBytes
    ? { ok: false, problem: { kind: 'too-large', bytes: content.length } }
    : { ok: true, content }
}

/** What is wrong with the inputs; nothing when nothing is. */
export function problemsOf(given: Texts, env?: Texts, files?: Texts): readonly string[] {
  try {
    read(given, env, files)
  } catch (error) {
    if (error instanceof InputError) return error.problems
    throw error
  }
  return []
}
