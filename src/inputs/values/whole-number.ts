import { type Parsed, parsed, quoted, rejected } from './parsed.js'

/** The number of a deployment: AppConfig counts them from 1 in each environment. */
export function parseDeploymentNumber(text: string): Parsed<number> {
  return parseWholeNumber(text, 'the number of a deployment')
}

/** The number of a pull request. */
export function parsePullRequestNumber(text: string): Parsed<number> {
  return parseWholeNumber(text, 'the number of a pull request')
}

/** How many hosted versions a profile keeps: the one that was deployed stays in any case. */
export function parseVersionCount(text: string): Parsed<number> {
  return parseWholeNumber(text, 'a number of versions')
}

function parseWholeNumber(text: string, what: string): Parsed<number> {
  const number = /^[1-9]\d*$/.test(text) ? Number(text) : NaN
  if (Number.isSafeInteger(number)) return parsed(number)
  const digits = /^\D{0,12}?0*([1-9]\d{0,8})(?:\.0)?$/.exec(text)?.[1]
  const advice = digits === undefined || /[-.]/.test(text.replace('.0', '')) ? '' : ` Did you mean ${digits}?`
  return rejected(`is ${quoted(text)}; it must be ${what}, from 1.${advice}`)
}
