import { type Operation, OPERATIONS } from '../deployment/facts.js'

/** How an input is written, in the words of its description in action.yml. */
export type InputType =
  | 'choice'
  | 'name or ID'
  | 'text'
  | 'number'
  | 'boolean'
  | 'duration'
  | 'YAML map'
  | 'YAML'
  | 'file'
  | 'ARN'
  | 'secret'

export interface InputRow {
  readonly name: string
  readonly type: InputType
  /** The operations that use it. */
  readonly operations: readonly Operation[]
  /** The value that an empty input stands for, as action.yml documents it; one that is given counts as not given. */
  readonly default?: string
}

/**
 * Inputs and operations that are read and checked already, and that nothing carries out yet. They are unknown to
 * users and absent from action.yml until they do what they say: no input is accepted and then ignored.
 */
export const NOT_YET_SUPPORTED: readonly string[] = [
  'configuration',
  'set-flags',
  'promote-from',
  'alarm-check',
  'verify-served',
  'keep-versions',
  'if-drifted',
  'status',
]
/** The same for single values of an input. */
export const NOT_YET_SUPPORTED_VERSIONS: readonly string[] = ['previous']

const RELEASE = ['deploy', 'plan', 'apply'] as const
const CHANGE = ['deploy', 'apply'] as const
const FOLLOW = ['deploy', 'apply', 'watch'] as const
const REPORT = ['deploy', 'plan', 'apply', 'watch', 'rollback', 'remove-environment'] as const

/** Every input, in the order of action.yml. */
export const INPUT_TABLE: readonly InputRow[] = [
  { name: 'operation', type: 'choice', operations: OPERATIONS, default: 'deploy' },
  { name: 'application', type: 'name or ID', operations: OPERATIONS },
  { name: 'environment', type: 'name or ID', operations: OPERATIONS },
  {
    name: 'configuration-profile',
    type: 'name or ID',
    operations: ['deploy', 'plan', 'apply', 'watch', 'rollback', 'status'],
  },
  { name: 'deployment-strategy', type: 'name or ID', operations: RELEASE },
  { name: 'deployment-number', type: 'number', operations: ['watch', 'rollback'] },
  { name: 'configuration-version', type: 'text', operations: RELEASE },
  { name: 'configuration-file', type: 'file', operations: RELEASE },
  { name: 'configuration', type: 'text', operations: RELEASE },
  { name: 'set-flags', type: 'YAML map', operations: RELEASE },
  { name: 'promote-from', type: 'name or ID', operations: RELEASE },
  { name: 'content-type', type: 'text', operations: RELEASE },
  { name: 'version-label', type: 'text', operations: RELEASE },
  { name: 'kms-key-identifier', type: 'text', operations: RELEASE },
  { name: 'description', type: 'text', operations: CHANGE },
  { name: 'tags', type: 'YAML map', operations: CHANGE },
  { name: 'plan', type: 'text', operations: ['apply'] },
  { name: 'show-diff', type: 'boolean', operations: RELEASE },
  { name: 'if-unchanged', type: 'choice', operations: RELEASE, default: 'skip' },
  { name: 'if-drifted', type: 'choice', operations: RELEASE, default: 'deploy' },
  { name: 'keep-versions', type: 'number', operations: CHANGE },
  { name: 'extension', type: 'YAML', operations: RELEASE },
  { name: 'extension-file', type: 'file', operations: RELEASE },
  { name: 'extension-association', type: 'choice', operations: RELEASE, default: 'none' },
  { name: 'extension-parameters', type: 'YAML map', operations: RELEASE },
  { name: 'dynamic-extension-parameters', type: 'YAML map', operations: RELEASE },
  { name: 'wait-for', type: 'choice', operations: FOLLOW, default: 'complete' },
  { name: 'timeout', type: 'duration', operations: ['deploy', 'apply', 'watch', 'rollback'] },
  { name: 'on-timeout', type: 'choice', operations: FOLLOW, default: 'leave' },
  { name: 'on-cancel', type: 'choice', operations: FOLLOW },
  { name: 'if-busy', type: 'choice', operations: CHANGE, default: 'wait' },
  { name: 'busy-timeout', type: 'duration', operations: CHANGE, default: '60m' },
  { name: 'alarm-check', type: 'choice', operations: RELEASE, default: 'warn' },
  { name: 'verify-served', type: 'boolean', operations: CHANGE, default: 'false' },
  { name: 'create-environment', type: 'boolean', operations: ['deploy'], default: 'false' },
  { name: 'environment-monitors-from', type: 'name or ID', operations: ['deploy'] },
  { name: 'pull-request-comment', type: 'boolean', operations: REPORT, default: 'false' },
  { name: 'pull-request-number', type: 'number', operations: REPORT },
  {
    name: 'github-deployment',
    type: 'boolean',
    operations: ['deploy', 'apply', 'watch', 'rollback', 'remove-environment'],
    default: 'false',
  },
  // The runner passes the token of the job on by itself, to every operation.
  { name: 'github-token', type: 'secret', operations: OPERATIONS },
  { name: 'aws-region', type: 'text', operations: OPERATIONS },
  { name: 'role-to-assume', type: 'ARN', operations: OPERATIONS },
  { name: 'role-duration-seconds', type: 'number', operations: OPERATIONS, default: '3600' },
  { name: 'role-session-name', type: 'text', operations: OPERATIONS },
  { name: 'audience', type: 'text', operations: OPERATIONS, default: 'sts.amazonaws.com' },
]

/** The inputs that the action accepts today. */
export const ACCEPTED_INPUTS: readonly InputRow[] = INPUT_TABLE.filter(
  ({ name }) => !NOT_YET_SUPPORTED.includes(name),
)

/** The operations that the action accepts today. */
export const ACCEPTED_OPERATIONS: readonly Operation[] = OPERATIONS.filter(
  (name) => !NOT_YET_SUPPORTED.includes(name),
)
