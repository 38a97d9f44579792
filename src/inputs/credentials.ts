import { present } from '../configuration/json/present.js'
import type { InputSource, Reading } from './reading.js'
import { parseAudience, parseRoleArn, parseRoleDuration, parseSessionName } from './values/role.js'

/** The role that the run assumes by itself. */
export interface RoleInputs {
  readonly arn: string
  readonly durationSeconds: number
  /** Undefined: a name with the ID of the run. */
  readonly sessionName?: string
  /** Whom the token of GitHub is for. */
  readonly audience: string
}

/** STS's own default, and that of configure-aws-credentials. */
const DEFAULT_ROLE_SECONDS = 3600
/** What identity providers in IAM list, and what STS of every commercial partition accepts. */
export const DEFAULT_AUDIENCE = 'sts.amazonaws.com'
/** What means something only with the role. */
const OF_THE_ROLE = [
  ['role-duration-seconds', String(DEFAULT_ROLE_SECONDS)],
  ['role-session-name', ''],
  ['audience', DEFAULT_AUDIENCE],
] as const

/** Reads the role to assume; what is wrong with it is kept by the reading, and undefined means none. */
export function readRoleInputs(read: Reading): RoleInputs | undefined {
  const arn = read.parsed('role-to-assume', parseRoleArn)
  const durationSeconds = read.parsed('role-duration-seconds', parseRoleDuration) ?? DEFAULT_ROLE_SECONDS
  const sessionName = read.parsed('role-session-name', parseSessionName)
  const audience = read.parsed('audience', parseAudience) ?? DEFAULT_AUDIENCE
  if (!read.isGiven('role-to-assume')) {
    for (const [name, byDefault] of OF_THE_ROLE) {
      if (read.isGiven(name) && read.text(name) !== byDefault && !read.hasProblem(name)) {
        read.fail(name, 'is given without role-to-assume.')
      }
    }
  }
  return arn === undefined ? undefined : { arn, durationSeconds, audience, ...present({ sessionName }) }
}

/**
 * Keeps a problem for credentials of the job's environment that can't work, so that nothing is sent with them, or
 * with others that the SDK would silently find instead. With `role-to-assume` they are not used.
 */
export function checkEnvironmentCredentials(read: Reading, env: InputSource['env']): void {
  if (read.isGiven('role-to-assume')) return
  const value = (name: string) => env[name] ?? ''
  const [id, secret] = [value('AWS_ACCESS_KEY_ID'), value('AWS_SECRET_ACCESS_KEY')]
  const broken = CREDENTIAL_VARIABLES.find((name) => /[^\x21-\x7e]/.test(value(name)))
  if (broken !== undefined) {
    read.fail(
      broken,
      'contains a line break, a space or another character that no key has. Correct the secret that it comes from.',
    )
    return
  }
  const advice = 'Set both, run aws-actions/configure-aws-credentials, or set role-to-assume on this step.'
  if (id !== '' && secret === '') {
    read.fail('AWS_SECRET_ACCESS_KEY', `is not set, but AWS_ACCESS_KEY_ID is. ${advice}`)
  } else if (id === '' && secret !== '') {
    read.fail('AWS_ACCESS_KEY_ID', `is not set, but AWS_SECRET_ACCESS_KEY is. ${advice}`)
  } else if (id.startsWith('ASIA') && value('AWS_SESSION_TOKEN') === '') {
    read.fail(
      'AWS_SESSION_TOKEN',
      'is not set, but AWS_ACCESS_KEY_ID is a temporary key (ASIA…), which needs its session token.',
    )
  }
}

const CREDENTIAL_VARIABLES = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'] as const
