import { type Parsed, parsed, quoted, rejected } from './parsed.js'

const ROLE_ARN = /^arn:[a-z-]+:iam::\d{12}:role\/[\w+=,.@/-]{1,512}$/

/** The ARN of an IAM role. */
export function parseRoleArn(text: string): Parsed<string> {
  return ROLE_ARN.test(text)
    ? parsed(text)
    : rejected(
        `is ${quoted(text)}; it takes the ARN of an IAM role, such as arn:aws:iam::123456789012:role/release`,
      )
}

/** A session's length in seconds, within what AssumeRoleWithWebIdentity allows. */
export function parseRoleDuration(text: string): Parsed<number> {
  const seconds = /^\d{1,6}$/.test(text) ? Number(text) : NaN
  return seconds >= 900 && seconds <= 43_200
    ? parsed(seconds)
    : rejected(`is ${quoted(text)}; it takes a number of seconds from 900 to 43200`)
}
