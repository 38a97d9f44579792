import type { SchemaProblem } from './content-value.js'
import { pointerPath } from './json/pointer.js'

/** One entry of `Details.InvalidConfiguration` of a BadRequestException (AppConfig API reference). */
export interface InvalidConfigurationDetail {
  readonly Constraint?: string | undefined
  readonly Location?: string | undefined
  readonly Reason?: string | undefined
  readonly Type?: string | undefined
  readonly Value?: string | undefined
}

/** What of a BadRequestException tells where content is invalid. */
export interface ValidationFailure {
  readonly message: string
  readonly details: readonly InvalidConfigurationDetail[]
}

const MAX_WORDS = 300
const ORIGINAL = 'Original error message:'
const UNKNOWN = 'does not satisfy the JSON Schema of the configuration profile, or it cannot be used'
const NODE = '" - parent node: '

/**
 * What AppConfig's validators found: from the details when there are some, otherwise from the message of a JSON
 * Schema validator. That message holds the whole schema and the values that are wrong; neither is passed on.
 * Nothing when the failure is not about the content.
 */
export function serviceProblems({ message, details }: ValidationFailure): readonly SchemaProblem[] {
  if (details.length > 0) return details.map(detailProblem)
  if (message.includes('External schema references are not supported')) {
    return [
      { path: [], message: 'cannot be checked: the JSON Schema of the profile refers to another schema' },
    ]
  }
  return message.startsWith('Could not build JSON schema') ? schemaProblems(message) : []
}

function detailProblem(detail: InvalidConfigurationDetail): SchemaProblem {
  return { path: locationPath(detail.Location ?? ''), message: detailText(detail) }
}

/** `values.feature.list[0].x`: keys of feature flags have no dots. */
function locationPath(location: string): readonly (string | number)[] {
  return location
    .replaceAll(/\[(\d+)\]/g, '.$1')
    .split('.')
    .filter((step) => step !== '')
    .map(numbered)
}

// The constraint's arguments (`OneOf(blue, green)`) come from the content as the value does.
function detailText({ Constraint = '', Reason = '', Value = '' }: InvalidConfigurationDetail): string {
  const [keyword = '', argument = ''] = Constraint.split(/[()]/, 2)
  switch (keyword) {
    case 'Required':
      return 'is missing'
    case 'OneOf':
      return 'is not one of the allowed values'
    case 'Type':
      return `is not of the type ${/^\w+$/.test(argument) ? argument : 'that is asked for'}`
    case 'Minimum':
      return 'is lower than the minimum'
    case 'Maximum':
      return 'is higher than the maximum'
    case 'Pattern':
      return 'does not match the pattern'
    case '':
      return isQuotable(Reason, Value) ? shortened(Reason) : 'is not valid'
    default:
      return `does not satisfy ${shortened(keyword)}`
  }
}

const isQuotable = (reason: string, value: string): boolean =>
  reason.trim() !== '' && (value === '' || !reason.includes(value))

function schemaProblems(message: string): readonly SchemaProblem[] {
  // The schema comes before, and may hold the same words.
  const start = message.lastIndexOf(ORIGINAL)
  const original = start < 0 ? '' : message.slice(start + ORIGINAL.length).trim()
  const problems = original
    .replace(/\]$/, '')
    .split(/(?:^\[|, ?)message: "/)
    .slice(1)
    .flatMap(violation)
  if (problems.length > 0) return problems
  return [{ path: [], message: UNKNOWN }]
}

/** `{words}" - parent node: {pointer}`; `/` is the content itself. */
function violation(text: string): readonly SchemaProblem[] {
  const at = text.lastIndexOf(NODE)
  if (at < 0) return []
  const node = text.slice(at + NODE.length).trim()
  const path = pointerPath(node === '/' ? '' : node, undefined)
  return [{ path: path.map(numbered), message: shortened(withoutValues(text.slice(0, at))) }]
}

const numbered = (step: string | number) => (/^\d+$/.test(String(step)) ? Number(step) : step)

// The places at which the messages of AWS's validator (json-schema-validator) quote the content.
function withoutValues(words: string): string {
  return words
    .replace(/,? ?found: [^]*?(?=\)$|, \w+: |$)/g, '')
    .replace(/^string "[^]*" is /, 'string is ')
    .replace(/input string "[^]*"/, 'input string')
    .replace(/instance value \([^]*\) not found in enum/, 'instance value not found in enum')
    .replace(/^string "[^]*" is invalid/, 'string is invalid')
}

function shortened(words: string): string {
  return words.length > MAX_WORDS ? `${words.slice(0, MAX_WORDS)}…` : words
}
