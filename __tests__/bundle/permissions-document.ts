import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { REPOSITORY } from '../../scripts/step-runner.js'
import { KEY_ID, REGION } from '../simulated-aws.js'
import { type Statement, statementsOf } from './iam-policy.js'
import { ENCRYPTED_PROFILE_ID, PROFILE_ID } from './needed-permissions.js'

const DOCUMENT = readFileSync(join(REPOSITORY, 'docs', 'permissions.md'), 'utf8')

/** A row of the table of docs/permissions.md. */
export interface Use {
  readonly policies: readonly string[]
  /** Whether the statements that find by name are left out. */
  readonly isById: boolean
}

/** The uses of the document's table, each with the headings of its policies. */
export function usesOfDocument(): ReadonlyMap<string, Use> {
  const [, table = ''] = /\| Use +\|[^\n]*\n\|[ |-]*\n((?:\|.*\n)+)/.exec(DOCUMENT) ?? []
  return new Map(
    table
      .trimEnd()
      .split('\n')
      .map((row) => {
        const [, use = '', policies = ''] = row.split('|').map((cell) => cell.trim())
        const names = [...policies.matchAll(/\[([^\]]+)\]\(#/g)].map(([, name = '']) => name)
        return [use, { policies: names, isById: policies.includes('without its `FindByName` statements') }]
      }),
  )
}

/** The JSON blocks of the document, by the heading above each. */
export function blocks(): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  let heading = ''
  for (const [, title, json] of DOCUMENT.matchAll(/^##+ (.+)$|^```json\n([^]*?)^```$/gm)) {
    if (title !== undefined) heading = title
    else if (found.has(heading)) throw new Error(`${heading} has two policies`)
    else found.set(heading, json ?? '')
  }
  return found
}

/** The statements of a policy, with the words in capitals replaced by what the runs of a use have. */
export function policyOf(name: string, use: string): readonly Statement[] {
  const document = blocks().get(name)
  if (document === undefined) throw new Error(`There is no policy ${name}`)
  const words: Readonly<Record<string, string>> = {
    REGION,
    ACCOUNT_ID: '123456789012',
    APPLICATION_ID: 'shop001',
    // A new environment has no ID yet.
    ENVIRONMENT_ID: use.includes('create-environment') ? '*' : 'prod001',
    PROFILE_ID: use.includes('profile with a KMS key') ? ENCRYPTED_PROFILE_ID : PROFILE_ID,
    // The runs of a use have several.
    STRATEGY_ID: '*',
    KEY_ID,
    ALARM_ROLE: 'appconfig',
    EXTENSION_ROLE: 'notify',
  }
  return statementsOf(
    document.replaceAll(/\b[A-Z]+(?:_[A-Z]+)+\b|\bREGION\b/g, (word) => {
      const value = words[word]
      if (value === undefined) throw new Error(`${word} of policy ${name} is not known`)
      return value
    }),
  )
}
