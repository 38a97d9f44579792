import type { Operation } from '../deployment/facts.js'
import { ACCEPTED_INPUTS, ACCEPTED_OPERATIONS, type InputRow } from './input-table.js'
import type { InputSource, Reading } from './reading.js'
import { probablyMeant, type Synonyms } from './values/similarity.js'

/** What other actions, and AWS itself, call what an input here stands for. */
const INPUT_SYNONYMS: Synonyms = {
  app: ['application'],
  env: ['environment'],
  stage: ['environment'],
  profile: ['configuration-profile'],
  config: ['configuration-file'],
  file: ['configuration-file'],
  'config-file': ['configuration-file'],
  'content-file': ['configuration-file'],
  content: ['configuration-file'],
  label: ['version-label'],
  version: ['configuration-version'],
  strategy: ['deployment-strategy'],
  kms: ['kms-key-identifier'],
  mode: ['operation'],
  action: ['operation'],
  command: ['operation'],
  token: ['github-token'],
  region: ['aws-region'],
  role: ['role-to-assume'],
  'role-arn': ['role-to-assume'],
  'aws-role': ['role-to-assume'],
  'session-name': ['role-session-name'],
  'session-duration': ['role-duration-seconds'],
  'role-duration': ['role-duration-seconds'],
  'wait-timeout': ['timeout'],
  'timeout-minutes': ['timeout'],
  'max-wait-minutes': ['timeout'],
  wait: ['wait-for'],
  'wait-for-completion': ['wait-for'],
  comment: ['pull-request-comment'],
  'pr-comment': ['pull-request-comment'],
  'skip-if-unchanged': ['if-unchanged'],
  parameters: ['extension-parameters'],
  alarms: ['environment-monitors-from'],
  monitors: ['environment-monitors-from'],
}

/**
 * Keeps a problem for every input of the step that the action does not know. The runner passes each entry of `with:`
 * on as `INPUT_` and its name in upper case, with `_` for blanks.
 */
export function checkNames(read: Reading, env: InputSource['env']): void {
  const names = ACCEPTED_INPUTS.map(({ name }) => name)
  const unknown = Object.keys(env)
    .filter((variable) => /^INPUT_./i.test(variable))
    .map((variable) => variable.slice('INPUT_'.length).toLowerCase())
    .filter((name) => !names.includes(name))
  for (const name of unknown.sort()) {
    const meant = probablyMeant(name, names, INPUT_SYNONYMS)
    const advice = meant === undefined ? '.' : `; did you mean ${meant}?`
    read.fail(name, `is not an input of this action${advice}`)
  }
}

/** Keeps a problem for every input that is given, other than by its default, and that the operation does not use. */
export function checkUse(read: Reading, operation: Operation): void {
  for (const row of ACCEPTED_INPUTS) {
    const value = read.text(row.name)
    if (value === '' || value === row.default || row.operations.includes(operation)) continue
    read.fail(row.name, `is not used by operation: ${operation}. ${advice(row, operation)}`)
  }
}

/** What to do instead: for what people most often mean, in words of its own. */
function advice({ name, operations }: InputRow, operation: Operation): string {
  if (name === 'plan') {
    return operation === 'plan'
      ? 'It is the output of this operation; to deploy it, set operation: apply.'
      : 'To deploy exactly what was approved, set operation: apply.'
  }
  if (name === 'deployment-number') {
    return 'To attach to that deployment, set operation: watch. To roll it back, set operation: rollback.'
  }
  if (WHAT_TO_DEPLOY.includes(name)) {
    return operation === 'remove-environment'
      ? 'Remove the input.'
      : `To deploy ${name === 'configuration-version' ? 'that version' : 'it'}, set operation: deploy.`
  }
  if (name === 'deployment-strategy' && (operation === 'watch' || operation === 'rollback')) {
    return 'A deployment keeps the strategy that it was started with. Remove the input, or set operation: deploy.'
  }
  if (name === 'create-environment' || name === 'environment-monitors-from') {
    return 'Only operation: deploy creates an environment.'
  }
  const users = operations.filter((user) => ACCEPTED_OPERATIONS.includes(user))
  return `Remove it, or set it where ${listed(users)} is the operation.`
}

const WHAT_TO_DEPLOY: readonly string[] = [
  'configuration-version',
  'configuration-file',
  'configuration',
  'set-flags',
  'promote-from',
]

function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? ''
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} or ${last}`
}
