import { type Parsed, parsed, quoted, rejected } from './parsed.js'
import { parseYaml } from './yaml.js'

/** The key of a flag or an attribute, as the schema of feature flags allows it. */
const KEY = /^[A-Za-z][\w-]{0,63}(?:\.[A-Za-z][\w-]{0,63})?$/
const MAX_CHANGES = 100

/** Changes of feature flags: `flag: on`, `flag: off` or `flag.attribute: value`, each value as it is written. */
export function parseFlagChanges(text: string): Parsed<ReadonlyMap<string, string>> {
  const yaml = parseYaml(text)
  if (!yaml.ok) return yaml
  if (yaml.value.kind !== 'map') {
    return rejected('is not a map; it must be YAML lines of the form `flag: on` or `flag.attribute: value`.')
  }
  const { entries } = yaml.value
  if (entries.size === 0 || entries.size > MAX_CHANGES) {
    return rejected(`has ${entries.size} entries; it must have 1 to ${MAX_CHANGES}.`)
  }
  const problems: string[] = []
  const changes = new Map<string, string>()
  for (const [key, value] of entries) {
    const flag = value.kind === 'text' ? switched(value.text) : undefined
    if (!KEY.test(key)) problems.push(`has the key ${quoted(key)}, which must be a flag or flag.attribute.`)
    else if (value.kind !== 'text') problems.push(`has no plain text at ${quoted(key)}.`)
    else if (key.includes('.')) changes.set(key, value.text)
    else if (flag === undefined) problems.push(`has at ${quoted(key)} neither on nor off.`)
    else changes.set(key, flag)
  }
  return problems.length > 0 ? rejected(...problems) : parsed(changes)
}

/** YAML 1.1 and 1.2 disagree on which words are booleans: all that mean one of the two are taken. */
function switched(text: string): 'on' | 'off' | undefined {
  if (/^(?:on|true)$/i.test(text)) return 'on'
  return /^(?:off|false)$/i.test(text) ? 'off' : undefined
}
