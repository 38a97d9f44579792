import { durationMs } from './duration.js'
import { type Parsed, parsed, quoted, rejected } from './parsed.js'

const ROLE_ARN = /^arn:[a-z-]+:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/
const MIN_SECONDS = 900
const MAX_SECONDS = 43_200

/** The ARN of an IAM role. */
export function parseRoleArn(text: string): Parsed<string> {
  if (ROLE_ARN.test(text)) return parsed(text)
  const other = /^arn:[a-z-]+:(?:iam|sts)::\d{12}:(assumed-role|user|instance-profile|oidc-provider)\//.exec(
    text,
  )
  const advice =
    other?.[1] === undefined ? '' : ` This is the ARN of ${OTHER_ARNS[other[1]] ?? 'something else'}.`
  return rejected(
    `is ${quoted(text)}; it must be the ARN of an IAM role, such as arn:aws:iam::123456789012:role/release.${advice}`,
  )
}

const OTHER_ARNS: Readonly<Record<string, string>> = {
  'assumed-role': 'a session of a role',
  user: 'a user',
  'instance-profile': 'an instance profile',
  'oidc-provider': 'an identity provider',
}

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
