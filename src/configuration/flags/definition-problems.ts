import { type ContentPath, ownValue, type SchemaProblem, typeText } from '../content-value.js'
import { isRecord } from '../json/record.js'
import { constraintDefinitionProblems } from './constraints.js'
import { badKeys, textProblems, unknownKeys } from './rules.js'

const MAX_ATTRIBUTES = 25
const MAX_DESCRIPTION = 1024
const FLAG_PARTS = ['name', 'description', 'attributes', '_deprecation', '_createdAt', '_updatedAt']

/** What is wrong with the definition of one flag, at `path`. */
export function definitionProblems(path: ContentPath, flag: unknown): readonly SchemaProblem[] {
  if (!isRecord(flag)) return [{ path, message: `must be an object, not ${typeText(flag)}` }]
  const at = (key: string): ContentPath => [...path, key]
  return [
    ...unknownKeys(path, flag, FLAG_PARTS),
    ...nameProblems(at('name'), ownValue(flag, 'name')),
    ...textProblems(at('description'), ownValue(flag, 'description'), MAX_DESCRIPTION),
    ...deprecationProblems(at('_deprecation'), ownValue(flag, '_deprecation')),
    ...attributesProblems(at('attributes'), ownValue(flag, 'attributes')),
  ]
}

/** A name as the service takes it: one line of 1 to 64 characters. Nothing when there is none. */
export function nameProblems(path: ContentPath, name: unknown): readonly SchemaProblem[] {
  if (typeof name !== 'string') return textProblems(path, name, 64)
  return /^[^\n]{1,64}$/u.test(name) ? [] : [{ path, message: 'must be one line of 1 to 64 characters' }]
}

function deprecationProblems(path: ContentPath, deprecation: unknown): readonly SchemaProblem[] {
  if (deprecation === undefined) return []
  if (!isRecord(deprecation)) return [{ path, message: `must be an object, not ${typeText(deprecation)}` }]
  const status = ownValue(deprecation, 'status')
  const wrong = { path: [...path, 'status'], message: 'must be "planned"' }
  return [
    ...unknownKeys(path, deprecation, ['status', 'date']),
    ...(status === undefined || status === 'planned' ? [] : [wrong]),
    ...textProblems([...path, 'date'], ownValue(deprecation, 'date'), 64),
  ]
}

function attributesProblems(path: ContentPath, attributes: unknown): readonly SchemaProblem[] {
  if (attributes === undefined) return []
  if (!isRecord(attributes)) return [{ path, message: `must be an object, not ${typeText(attributes)}` }]
  const count = Object.keys(attributes).length
  const tooMany = { path, message: `has ${count} attributes; AppConfig takes at most ${MAX_ATTRIBUTES}` }
  return [
    ...(count > MAX_ATTRIBUTES ? [tooMany] : []),
    ...badKeys(path, attributes),
    ...Object.entries(attributes).flatMap(([key, attribute]) => attributeProblems([...path, key], attribute)),
  ]
}

function attributeProblems(path: ContentPath, attribute: unknown): readonly SchemaProblem[] {
  if (!isRecord(attribute)) return [{ path, message: `must be an object, not ${typeText(attribute)}` }]
  return [
    ...unknownKeys(path, attribute, ['description', 'constraints']),
    ...textProblems([...path, 'description'], ownValue(attribute, 'description'), MAX_DESCRIPTION),
    ...constraintDefinitionProblems([...path, 'constraints'], ownValue(attribute, 'constraints')),
  ]
}
