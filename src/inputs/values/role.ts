import { isAccountId, parseArn, parseArnOf } from '../../deployment/arn.js'
import { durationMs } from './duration.js'
import { type Parsed, parsed, quoted, rejected } from './parsed.js'

/** Path and name: printable ASCII, without blanks (API reference of CreateRole). */
const ROLE_RESOURCE = /^role\/[\x21-\x7E]{1,576}$/
const MIN_SECONDS = 900
const MAX_SECONDS = 43_200

/** The ARN of an IAM role. */
export function parseRoleArn(text: string): Parsed<string> {
  if (isRoleArn(text)) return parsed(text)
  const arn = parseArn(text)
  const other = arn?.service === 'iam' || arn?.service === 'sts' ? arn.resource.split('/')[0] : undefined
  const what = OTHER_RESOURCES.get(other ?? '')
  const advice = what === undefined ? '' : ` This is the ARN of ${what}.`
  return rejected(
    `is ${quoted(text)}; it must be the ARN of an IAM role, such as arn:aws:iam::123456789012:role/release.${advice}`,
  )
}

/** Whether a text is the ARN of an IAM role. */
export function isRoleArn(text: string): boolean {
  const arn = parseArnOf('iam', text)
  return arn !== undefined && isAccountId(arn.account) && ROLE_RESOURCE.test(arn.resource)
}

const OTHER_RESOURCES: ReadonlyMap<string, string> = new Map([
  ['assumed-role', 'a session of a role'],
  ['user', 'a user'],
  ['instance-profile', 'an instance profile'],
  ['oidc-provider', 'an identity provider'],
])

/** A session's length in seconds, within what AssumeRoleWithWebIdentity allows. */
export function parseRoleDuration(text: string): Parsed<number> {
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : NaN
  if (seconds >= MIN_SECONDS && seconds <= MAX_SECONDS) return parsed(seconds)
  const duration = (durationMs(text.toLowerCase().replaceAll(' ', '')) ?? 0) / 1000
  const advice = duration >= MIN_SECONDS && duration <= MAX_SECONDS ? ` Did you mean ${duration}?` : ''
  return rejected(
    `is ${quoted(text)}; it must be a number of seconds from ${MIN_SECONDS} to ${MAX_SECONDS}.${advice}`,
  )
}

/** A name of a session, as STS allows it and CloudTrail shows it (API reference of AssumeRoleWithWebIdentity). */
export function parseSessionName(text: string): Parsed<string> {
  if (/^[\w+=,.@-]{2,64}$/.test(text)) return parsed(text)
  const meant = text.replace(/[^\w+=,.@-]+/g, '-').slice(0, 64)
  const advice = meant.length < 2 ? '' : ` Did you mean ${meant}?`
  return rejected(
    `is ${quoted(text)}; it must be 2 to 64 letters, digits or characters of _+=,.@- without spaces.${advice}`,
  )
}

/** Whom a token of GitHub is for: what the identity provider in IAM lists. */
export function parseAudience(text: string): Parsed<string> {
  return /^[^\s]{1,255}$/.test(text)
    ? parsed(text)
    : rejected(`is ${quoted(text)}; it must be an audience without spaces, such as sts.amazonaws.com.`)
}
