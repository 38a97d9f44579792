import { type Parsed, parsed, quoted, rejected } from './parsed.js'

/** The number of a deployment: AppConfig counts them from 1 in each environment. */
export function parseDeploymentNumber(text: string): Parsed<number> {
  const number = /^[1-9]\d*$/.test(text) ? Number(text) : NaN
  return Number.isSafeInteger(number)
    ? parsed(number)
    : rejected(`is ${quoted(text)}; it takes the number of a deployment, from 1`)
}
