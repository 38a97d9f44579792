import { type Parsed, parsed, quoted, rejected } from './parsed.js'

/** A boolean of YAML 1.2's core schema: `true` or `false`, all lower case, capitalised or all upper case. */
export function parseBoolean(text: string): Parsed<boolean> {
  if (/^(true|True|TRUE)$/.test(text)) return parsed(true)
  if (/^(false|False|FALSE)$/.test(text)) return parsed(false)
  return rejected(`is ${quoted(text)}; it takes true or false`)
}
