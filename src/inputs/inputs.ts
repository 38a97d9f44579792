import { type DeployInputs, type PlanInputs, readDeployInputs, readPlanInputs } from './deploy.js'
import { type GithubInputs, readGithub } from './github.js'
import { InputError } from './input-error.js'
import { type InputSource, Reading } from './reading.js'
import { quoted } from './values/parsed.js'
import { parseRoleArn, parseRoleDuration } from './values/role.js'
import { readRemoveEnvironmentInputs, type RemoveEnvironmentInputs } from './remove-environment.js'
import { readRollbackInputs, type RollbackInputs } from './rollback.js'
import { readWatchInputs, type WatchInputs } from './watch.js'

/** What every operation needs: where AWS is, who asks, and what GitHub is told. */
export interface CommonInputs {
  readonly region: string
  readonly role?: RoleInputs
  readonly github?: GithubInputs
}

/** The inputs of a step, read and checked. */
export type Inputs = CommonInputs & OperationInputs
type OperationInputs = DeployInputs | PlanInputs | WatchInputs | RollbackInputs | RemoveEnvironmentInputs

/** The role that the run assumes by itself. */
export interface RoleInputs {
  readonly arn: string
  readonly durationSeconds: number
}

/**
 * Reads every input of the operation once. Nothing is sent to AWS before this has returned.
 * @throws InputError with all problems of all inputs
 */
export function readInputs(source: InputSource): Inputs {
  const read = new Reading(source)
  const operation = readOperation(read)
  const region = readRegion(read, source.env)
  const inputs = operationInputs(operation, read, source)
  const role = readRoleInputs(read)
  const github = readGithub(read, operation)
  if (inputs === undefined || read.problems.length > 0) throw new InputError(read.problems, read.annotations)
  return {
    ...inputs,
    region,
    ...(role === undefined ? {} : { role }),
    ...(github === undefined ? {} : { github }),
  }
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

/** What `post` tells GitHub, from the inputs alone, which the step has checked; undefined when it tells nothing. */
export function readGithubInputs(source: Pick<InputSource, 'get'>): GithubInputs | undefined {
  return readGithub(new Reading(source), source.get('operation'))
}

/** STS's own default, and what configure-aws-credentials takes. */
const DEFAULT_ROLE_SECONDS = 3600
const OPERATIONS = ['deploy', 'plan', 'watch', 'rollback', 'remove-environment'] as const
const REGION = /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/

type Operation = (typeof OPERATIONS)[number]

/** An operation that is not known is read as the default one, so that the problems of other inputs are told too. */
function readOperation(read: Reading): Operation {
  const text = read.text('operation')
  const operation = OPERATIONS.find((name) => name === text)
  if (operation !== undefined || text === '') return operation ?? 'deploy'
  read.problems.push(`operation is ${quoted(text)}; it takes ${OPERATIONS.join(', ')}`)
  return 'deploy'
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
    case 'watch':
      return readWatchInputs(read)
    case 'rollback':
      return readRollbackInputs(read)
    case 'remove-environment':
      return readRemoveEnvironmentInputs(read)
  }
}

function readRegion(read: Reading, env: InputSource['env']): string {
  const given = read.text('aws-region')
  const region =
    [given, env['AWS_REGION'], env['AWS_DEFAULT_REGION']].find((text) => text !== undefined && text !== '') ??
    ''
  if (region === '') {
    read.problems.push(
      'aws-region is missing, and AWS_REGION is not set; set the input, or run aws-actions/configure-aws-credentials before this step',
    )
  } else if (!REGION.test(region)) {
    const from = given === '' ? 'from AWS_REGION ' : ''
    read.problems.push(`aws-region ${from}is ${quoted(region)}; it takes a region such as eu-central-1`)
  }
  return region
}

function readRoleInputs(read: Reading): RoleInputs | undefined {
  const arn = read.parsed('role-to-assume', parseRoleArn)
  const durationSeconds = read.parsed('role-duration-seconds', parseRoleDuration) ?? DEFAULT_ROLE_SECONDS
  return arn === undefined ? undefined : { arn, durationSeconds }
}
