import type { Operation } from '../deployment/facts.js'
import { present } from '../configuration/json/present.js'
import { type ApplyInputs, readApplyInputs } from './apply.js'
import { checkEnvironmentCredentials, readRoleInputs, type RoleInputs } from './credentials.js'
import { type DeployInputs, type PlanInputs, readDeployInputs, readPlanInputs } from './deploy.js'
import { checkNames, checkUse } from './given-inputs.js'
import { type GithubInputs, readGithub } from './github.js'
import { InputError } from './input-error.js'
import { ACCEPTED_OPERATIONS } from './input-table.js'
import { type InputSource, Reading } from './reading.js'
import { readRemoveEnvironmentInputs, type RemoveEnvironmentInputs } from './remove-environment.js'
import { readRollbackInputs, type RollbackInputs } from './rollback.js'
import { quoted } from './values/parsed.js'
import { parseRegion } from './values/region.js'
import { probablyMeant, type Synonyms } from './values/similarity.js'
import { readWatchInputs, type WatchInputs } from './watch.js'
import { words } from './watching.js'

export type { RoleInputs } from './credentials.js'

/** What every operation needs: where AWS is, who asks, and what is reported to GitHub. */
export interface CommonInputs {
  readonly region: string
  readonly role?: RoleInputs
  readonly github?: GithubInputs
}

/** The inputs of a step, read and checked. */
export type Inputs = CommonInputs & OperationInputs
type OperationInputs =
  DeployInputs | PlanInputs | ApplyInputs | WatchInputs | RollbackInputs | RemoveEnvironmentInputs

/**
 * Reads every input of the operation once. Nothing is sent to AWS before this has returned.
 * @throws InputError with all problems of all inputs
 */
export function readInputs(source: InputSource): Inputs {
  const read = new Reading(source)
  checkNames(read, source.env)
  const operation = readOperation(read)
  if (operation !== undefined) checkUse(read, operation)
  const role = readRoleInputs(read)
  checkEnvironmentCredentials(read, source.env)
  const region = readRegion(read, source)
  // Of an operation that is not known nobody can say what it requires.
  const inputs = operation === undefined ? undefined : operationInputs(operation, read, source)
  const github = readGithub(read)
  if (inputs === undefined || read.problems.length > 0) throw new InputError(read.problems, read.annotations)
  return { ...inputs, region, ...present({ role, github }) }
}

/**
 * The role of the inputs alone, for `post`, whose step has checked the rest; undefined when there is none.
 * @throws InputError
 */
export function readRole(source: Pick<InputSource, 'get'>): RoleInputs | undefined {
  const read = new Reading(source)
  const role = readRoleInputs(read)
  if (read.problems.length > 0) throw new InputError(read.problems)
  return role
}

/** What `post` reports to GitHub, from the inputs alone, which the step has checked; undefined when nothing. */
export function readGithubInputs(source: Pick<InputSource, 'get'>): GithubInputs | undefined {
  return readGithub(new Reading(source))
}

const OPERATION_SYNONYMS: Synonyms = {
  ...words('deploy', [
    'release',
    'start',
    'create',
    'publish',
    'rollout',
    'run',
    'update',
    'start-deployment',
  ]),
  ...words('plan', ['diff', 'preview', 'dry-run', 'dryrun', 'check', 'validate', 'what-if']),
  ...words('apply', ['approve', 'execute']),
  ...words('watch', ['wait', 'follow', 'attach', 'monitor', 'poll']),
  ...words('rollback', ['revert', 'undo', 'stop', 'cancel', 'abort', 'restore', 'stop-deployment']),
  ...words('status', ['show', 'get', 'list', 'describe', 'state']),
  ...words('remove-environment', [
    'remove',
    'delete',
    'destroy',
    'teardown',
    'cleanup',
    'delete-environment',
  ]),
}

/** An operation that is misspelled is read as the one that was meant, so that other problems are reported too. */
function readOperation(read: Reading): Operation | undefined {
  const text = read.text('operation')
  if (text === '') return 'deploy'
  const operation = ACCEPTED_OPERATIONS.find((name) => name === text)
  if (operation !== undefined) return operation
  const meant = probablyMeant(text, ACCEPTED_OPERATIONS, OPERATION_SYNONYMS)
  const names = `${ACCEPTED_OPERATIONS.slice(0, -1).join(', ')} or ${ACCEPTED_OPERATIONS.at(-1) ?? ''}`
  const advice = meant === undefined ? '' : ` Did you mean ${meant}?`
  read.fail('operation', `is ${quoted(text)}; it must be ${names}.${advice}`)
  return ACCEPTED_OPERATIONS.find((name) => name === meant)
}

function operationInputs(
  operation: Operation,
  read: Reading,
  source: InputSource,
): OperationInputs | undefined {
  switch (operation) {
    case 'deploy':
      return readDeployInputs(read, source)
    case 'plan':
      return readPlanInputs(read, source)
    case 'apply':
      return readApplyInputs(read, source)
    case 'watch':
      return readWatchInputs(read)
    case 'rollback':
      return readRollbackInputs(read)
    case 'remove-environment':
      return readRemoveEnvironmentInputs(read)
    case 'status':
      // Not accepted yet: see NOT_YET_SUPPORTED.
      return undefined
  }
}

/** The region, from the first that names one: the input, the job's environment, the profile of AWS_PROFILE. */
function readRegion(read: Reading, { env, profileRegion }: InputSource): string {
  const candidates: readonly (readonly [source: string, region: string | undefined])[] = [
    ['', read.text('aws-region')],
    ['AWS_REGION', env['AWS_REGION']],
    ['AWS_DEFAULT_REGION', env['AWS_DEFAULT_REGION']],
    ['AWS_PROFILE', profileRegion],
  ]
  const found = candidates.find(([, region]) => region !== undefined && region !== '')
  if (found === undefined) {
    read.fail(
      'aws-region',
      'is required: set it, or run aws-actions/configure-aws-credentials, which sets AWS_REGION, before this step.',
    )
    return ''
  }
  const [from, region = ''] = found
  const shown = from === '' ? 'aws-region' : `aws-region from ${from}`
  return read.value('aws-region', parseRegion(region), shown) ?? ''
}
