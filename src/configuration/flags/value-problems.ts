import {
  type ContentPath,
  type ContentRecord,
  ownValue,
  recordOf,
  type SchemaProblem,
  typeText,
} from '../content-value.js'
import { isRecord } from '../json/record.js'
import { attributeValueProblems } from './constraints.js'
import { nameProblems } from './definition-problems.js'
import { textProblems, unknownKeys } from './rules.js'

const VALUE_PARTS: ReadonlySet<string> = new Set(['enabled', '_variants', '_createdAt', '_updatedAt'])

/** What is wrong with the value of one flag, at `path`, by the definition of the flag. */
export function flagValueProblems(
  path: ContentPath,
  definition: ContentRecord,
  value: unknown,
): readonly SchemaProblem[] {
  if (!isRecord(value)) return [{ path, message: `must be an object, not ${typeText(value)}` }]
  const attributes = recordOf(ownValue(definition, 'attributes'))
  const variants = ownValue(value, '_variants')
  const given = Object.fromEntries(Object.entries(value).filter(([key]) => !VALUE_PARTS.has(key)))
  if (variants !== undefined) {
    return [
      ...givenProblems(path, attributes, given),
      ...variantsProblems([...path, '_variants'], attributes, variants),
    ]
  }
  return [
    ...enabledProblems(path, value),
    ...givenProblems(path, attributes, given),
    ...missingProblems(path, attributes, given, ownValue(value, 'enabled') === true),
  ]
}

function enabledProblems(path: ContentPath, value: ContentRecord): readonly SchemaProblem[] {
  const enabled = ownValue(value, 'enabled')
  const at = [...path, 'enabled']
  if (enabled === undefined) return [{ path: at, message: 'is missing; it is true or false' }]
  return typeof enabled === 'boolean'
    ? []
    : [{ path: at, message: `must be a boolean, not ${typeText(enabled)}` }]
}

function givenProblems(
  path: ContentPath,
  attributes: ContentRecord,
  given: ContentRecord,
): readonly SchemaProblem[] {
  return Object.entries(given).flatMap(([key, value]) => {
    const at = [...path, key]
    if (!Object.hasOwn(attributes, key)) {
      return [{ path: at, message: 'is the value of an attribute that the flag does not define' }]
    }
    return attributeValueProblems(at, recordOf(ownValue(recordOf(attributes[key]), 'constraints')), value)
  })
}

// A flag that is off needs no values.
function missingProblems(
  path: ContentPath,
  attributes: ContentRecord,
  given: ContentRecord,
  isEnabled: boolean,
): readonly SchemaProblem[] {
  return Object.entries(attributes).flatMap(([key, attribute]) => {
    const required = ownValue(recordOf(ownValue(recordOf(attribute), 'constraints')), 'required')
    if (!isEnabled || required !== true || Object.hasOwn(given, key)) return []
    return [{ path: [...path, key], message: 'is missing; the constraints of the attribute require it' }]
  })
}

function variantsProblems(
  path: ContentPath,
  attributes: ContentRecord,
  variants: unknown,
): readonly SchemaProblem[] {
  if (!Array.isArray(variants)) return [{ path, message: `must be an array, not ${typeText(variants)}` }]
  const list: readonly unknown[] = variants
  const last = list.length - 1
  return [
    ...(list.length === 0 ? [{ path, message: 'must have at least the default variant' }] : []),
    ...list.flatMap((variant, index) =>
      variantProblems([...path, index], attributes, variant, index === last),
    ),
  ]
}

// The default variant comes last and has no rule, or AppConfig refuses the flags (user guide, "Understanding
// multi-variant feature flag concepts").
function variantProblems(
  path: ContentPath,
  attributes: ContentRecord,
  variant: unknown,
  isLast: boolean,
): readonly SchemaProblem[] {
  if (!isRecord(variant)) return [{ path, message: `must be an object, not ${typeText(variant)}` }]
  const name = ownValue(variant, 'name')
  const rule = ownValue(variant, 'rule')
  const values = ownValue(variant, 'attributeValues')
  const hasRule = rule !== undefined && rule !== ''
  const valuesAt = [...path, 'attributeValues']
  const problems: SchemaProblem[] = []
  if (name === undefined) problems.push({ path: [...path, 'name'], message: 'is missing' })
  if (isLast && hasRule) {
    problems.push({ path: [...path, 'rule'], message: 'must not be there: the last variant is the default' })
  }
  if (!isLast && !hasRule) {
    problems.push({ path: [...path, 'rule'], message: 'is missing; only the last variant is without a rule' })
  }
  if (values !== undefined && !isRecord(values)) {
    problems.push({ path: valuesAt, message: `must be an object, not ${typeText(values)}` })
  }
  return [
    ...unknownKeys(path, variant, ['name', 'enabled', 'rule', 'attributeValues']),
    ...nameProblems([...path, 'name'], name),
    ...textProblems([...path, 'rule'], rule, Infinity),
    ...problems,
    ...enabledProblems(path, variant),
    ...givenProblems(valuesAt, attributes, recordOf(values)),
    ...missingProblems(valuesAt, attributes, recordOf(values), ownValue(variant, 'enabled') === true),
  ]
}
