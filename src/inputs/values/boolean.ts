import { type Parsed, parsed, quoted, rejected } from './parsed.js'
import { didYouMean } from './similarity.js'

const BOOLEANS = ['true', 'false'] as const
const SYNONYMS = {
  ...Object.fromEntries(['yes', 'y', 'on', '1', 'enabled', 'enable'].map((word) => [word, ['true']])),
  ...Object.fromEntries(
    ['no', 'n', 'off', '0', 'disabled', 'disable', 'none'].map((word) => [word, ['false']]),
  ),
}

/** A boolean of YAML 1.2's core schema: `true` or `false`, all lower case, capitalised or all upper case. */
export function parseBoolean(text: string): Parsed<boolean> {
  if (/^(true|True|TRUE)$/.test(text)) return parsed(true)
  if (/^(false|False|FALSE)$/.test(text)) return parsed(false)
  return rejected(`is ${quoted(text)}; it must be true or false.${didYouMean(text, BOOLEANS, SYNONYMS)}`)
}
