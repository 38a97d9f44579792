import {
  type ContentPath,
  type ContentRecord,
  ownValue,
  type SchemaProblem,
  typeText,
} from '../content-value.js'
import { isRecord } from '../json/record.js'
import { textProblems, unknownKeys } from './rules.js'

const MAX_TEXT = 1024

/** The keywords that the constraints of each type of attribute know. */
const KEYWORDS = {
  string: ['type', 'required', 'pattern', 'enum'],
  number: ['type', 'required', 'minimum', 'maximum'],
  boolean: ['type', 'required'],
  array: ['type', 'required', 'elements'],
} as const

type AttributeType = keyof typeof KEYWORDS

/** What is wrong with the constraints of one attribute, as they are defined at `path`. */
export function constraintDefinitionProblems(
  path: ContentPath,
  constraints: unknown,
): readonly SchemaProblem[] {
  return constraints === undefined
    ? []
    : typedProblems(path, constraints, ['string', 'number', 'boolean', 'array'])
}

/** What is wrong with one value of an attribute: its type and its size, then what the constraints ask for. */
export function attributeValueProblems(
  path: ContentPath,
  constraints: ContentRecord,
  given: unknown,
): readonly SchemaProblem[] {
  const type = ownValue(constraints, 'type')
  if (isAttributeType(type) && !hasType(given, type)) {
    return [{ path, message: `must be ${withArticle(type)}, not ${typeText(given)}` }]
  }
  if (!Array.isArray(given)) return scalarProblems(path, constraints, given)
  const items: readonly unknown[] = given
  const elements = ownValue(constraints, 'elements')
  const problems = items.flatMap((item, index) =>
    attributeItemProblems([...path, index], isRecord(elements) ? elements : {}, item),
  )
  const types = new Set(items.map((item) => typeof item))
  if (problems.length > 0 || types.size <= 1) return problems
  return [{ path, message: 'must hold either strings or numbers, not both' }]
}

function attributeItemProblems(path: ContentPath, elements: ContentRecord, item: unknown) {
  if (typeof item === 'string' || typeof item === 'number')
    return attributeValueProblems(path, elements, item)
  return [{ path, message: `must be a string or a number, not ${typeText(item)}` }]
}

function scalarProblems(
  path: ContentPath,
  constraints: ContentRecord,
  given: unknown,
): readonly SchemaProblem[] {
  switch (typeof given) {
    case 'string':
      return stringProblems(path, constraints, given)
    case 'number':
      return numberProblems(path, constraints, given)
    case 'boolean':
      return []
    default:
      return [{ path, message: `must be a string, number, boolean or array, not ${typeText(given)}` }]
  }
}

function stringProblems(
  path: ContentPath,
  constraints: ContentRecord,
  given: string,
): readonly SchemaProblem[] {
  const allowed = ownValue(constraints, 'enum')
  const pattern = ownValue(constraints, 'pattern')
  const problems = [...textProblems(path, given, MAX_TEXT)]
  if (Array.isArray(allowed) && !allowed.includes(given)) {
    problems.push({ path, message: 'is not one of the values that "enum" in its constraints allows' })
  }
  if (typeof pattern === 'string' && readablePattern(pattern)?.test(given) === false) {
    problems.push({ path, message: 'does not match the "pattern" in its constraints' })
  }
  return problems
}

function numberProblems(
  path: ContentPath,
  constraints: ContentRecord,
  given: number,
): readonly SchemaProblem[] {
  const minimum = ownValue(constraints, 'minimum')
  const maximum = ownValue(constraints, 'maximum')
  const problems: SchemaProblem[] = []
  if (typeof minimum === 'number' && given < minimum) {
    problems.push({ path, message: 'is lower than the "minimum" in its constraints' })
  }
  if (typeof maximum === 'number' && given > maximum) {
    problems.push({ path, message: 'is higher than the "maximum" in its constraints' })
  }
  return problems
}

// AppConfig's flavour of regular expressions is not known; one that is not ours is left to it.
function readablePattern(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern)
  } catch {
    return undefined
  }
}

function typedProblems(
  path: ContentPath,
  constraints: unknown,
  types: readonly AttributeType[],
): readonly SchemaProblem[] {
  if (!isRecord(constraints)) return [{ path, message: `must be an object, not ${typeText(constraints)}` }]
  const type = ownValue(constraints, 'type')
  const typeAt = [...path, 'type']
  if (type === undefined) return [{ path: typeAt, message: `is missing; it is one of ${types.join(', ')}` }]
  if (!isAttributeType(type) || !types.includes(type)) {
    return [{ path: typeAt, message: `must be one of ${types.join(', ')}` }]
  }
  const given = Object.keys(constraints)
  const both = { path, message: 'has both "pattern" and "enum"; AppConfig takes one of them' }
  return [
    ...unknownKeys(path, constraints, KEYWORDS[type]),
    ...(given.includes('pattern') && given.includes('enum') && type === 'string' ? [both] : []),
    ...KEYWORDS[type].flatMap((keyword) =>
      keywordProblems([...path, keyword], keyword, ownValue(constraints, keyword)),
    ),
  ]
}

function keywordProblems(
  path: ContentPath,
  keyword: (typeof KEYWORDS)[AttributeType][number],
  given: unknown,
): readonly SchemaProblem[] {
  if (given === undefined) return []
  switch (keyword) {
    case 'type':
      return []
    case 'required':
      return typeof given === 'boolean'
        ? []
        : [{ path, message: `must be a boolean, not ${typeText(given)}` }]
    case 'minimum':
    case 'maximum':
      return typeof given === 'number' ? [] : [{ path, message: `must be a number, not ${typeText(given)}` }]
    case 'pattern':
      return textProblems(path, given, MAX_TEXT)
    case 'enum':
      return Array.isArray(given) ? [] : [{ path, message: `must be an array, not ${typeText(given)}` }]
    case 'elements':
      return typedProblems(path, given, ['string', 'number'])
  }
}

function isAttributeType(type: unknown): type is AttributeType {
  return typeof type === 'string' && Object.hasOwn(KEYWORDS, type)
}

function hasType(given: unknown, type: AttributeType): boolean {
  return type === 'array' ? Array.isArray(given) : typeof given === type
}

const withArticle = (type: AttributeType): string => (type === 'array' ? 'an array' : `a ${type}`)
