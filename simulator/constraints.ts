import type { NormalizedSchema } from '@smithy/core/schema'
import { type Constraint, constraintOf } from './constraint-table.js'
import { badRequest } from './errors.js'

/**
 * Checks the members of a request against the model: what is required, lengths, ranges, patterns, enums.
 *
 * @throws BadRequestException that lists every violation in AWS's own words
 */
export function checkConstraints(schema: NormalizedSchema, members: Readonly<Record<string, unknown>>): void {
  const violations = structureViolations(schema, members, '')
  if (violations.length === 0) return
  const errors = violations.length === 1 ? '1 validation error' : `${violations.length} validation errors`
  throw badRequest(`${errors} detected: ${violations.join('; ')}`)
}

function structureViolations(
  schema: NormalizedSchema,
  members: Readonly<Record<string, unknown>>,
  path: string,
): string[] {
  const required = requiredMembers(schema)
  return [...schema.structIterator()].flatMap(([name, member]) => {
    const value = members[name]
    const at = path + lowerFirst(name)
    if (value === undefined) return required.has(name) ? [nullViolation(member, at)] : []
    const own = constraintOf(schema.getName() ?? '', name)
    return [
      ...(own === undefined ? [] : violationsOf(own, value, at, isSensitive(member))),
      ...nestedViolations(member, value, at),
    ]
  })
}

/** A static structure schema lists its required members first and tells how many they are. */
function requiredMembers(schema: NormalizedSchema): ReadonlySet<string> {
  const shape: unknown = schema.getSchema()
  const count: unknown = Array.isArray(shape) ? shape[6] : 0
  const names = [...schema.structIterator()].map(([name]) => name)
  return new Set(names.slice(0, typeof count === 'number' ? count : 0))
}

function nestedViolations(schema: NormalizedSchema, value: unknown, at: string): string[] {
  if (schema.isStructSchema() && isRecord(value)) return structureViolations(schema, value, `${at}.`)
  if (schema.isListSchema() && Array.isArray(value)) {
    const entries: readonly unknown[] = value
    return entries.flatMap((entry, index) =>
      nestedViolations(schema.getValueSchema(), entry, `${at}.${index + 1}.member`),
    )
  }
  if (schema.isMapSchema() && isRecord(value)) {
    return Object.entries(value).flatMap(([key, entry]) =>
      nestedViolations(schema.getValueSchema(), entry, `${at}.${key}.member`),
    )
  }
  return []
}

function violationsOf(constraint: Constraint, value: unknown, at: string, sensitive: boolean): string[] {
  const failed = (words: string) =>
    `Value${sensitive ? '' : ` '${shown(value)}'`} at '${at}' failed to satisfy constraint: ${words}`
  const violations = ownViolations(constraint, value).map(failed)
  if (constraint.key !== undefined && isRecord(value)) {
    const key = constraint.key
    const broken = Object.keys(value).some((name) => ownViolations(key, name).length > 0)
    if (broken) violations.push(failed(`Map keys must satisfy constraint: [${terms(key).join(', ')}]`))
  }
  const each = constraint.each
  if (each !== undefined) {
    const broken = elements(value).some((element) => ownViolations(each, element).length > 0)
    const what = Array.isArray(value) ? 'Member' : 'Map value'
    if (broken) violations.push(failed(`${what} must satisfy constraint: [${terms(each).join(', ')}]`))
  }
  return violations
}

function ownViolations(constraint: Constraint, value: unknown): string[] {
  const violations: string[] = []
  const size = typeof value === 'number' ? value : lengthOf(value)
  const what = typeof value === 'number' ? 'value' : 'length'
  if (constraint.min !== undefined && size < constraint.min)
    violations.push(`Member must have ${what} greater than or equal to ${constraint.min}`)
  if (constraint.max !== undefined && size > constraint.max)
    violations.push(`Member must have ${what} less than or equal to ${constraint.max}`)
  if (typeof value !== 'string') return violations
  if (constraint.pattern !== undefined && !wholly(constraint.pattern).test(value))
    violations.push(`Member must satisfy regular expression pattern: ${constraint.pattern}`)
  if (constraint.enum !== undefined && !constraint.enum.includes(value))
    violations.push(`Member must satisfy enum value set: [${constraint.enum.join(', ')}]`)
  return violations
}

function terms(constraint: Constraint): string[] {
  return [
    ...(constraint.max === undefined
      ? []
      : [`Member must have length less than or equal to ${constraint.max}`]),
    ...(constraint.min === undefined
      ? []
      : [`Member must have length greater than or equal to ${constraint.min}`]),
    ...(constraint.pattern === undefined
      ? []
      : [`Member must satisfy regular expression pattern: ${constraint.pattern}`]),
    ...(constraint.enum === undefined
      ? []
      : [`Member must satisfy enum value set: [${constraint.enum.join(', ')}]`]),
  ]
}

/** AWS's validator matches the whole value, whether or not the pattern is anchored. */
const wholly = (pattern: string) => new RegExp(`^(?:${pattern})$`)

const lengthOf = (value: unknown): number => {
  if (typeof value === 'string' || Array.isArray(value)) return value.length
  return isRecord(value) ? Object.keys(value).length : 0
}

const elements = (value: unknown): readonly unknown[] => {
  if (Array.isArray(value)) return value
  return isRecord(value) ? Object.values(value) : []
}

/** Values print as Java does: `[a, b]`, `{k=v}`. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(', ')}]`
  if (!isRecord(value)) return String(value)
  return `{${Object.entries(value)
    .map(([key, entry]) => `${key}=${shown(entry)}`)
    .join(', ')}}`
}

const nullViolation = (member: NormalizedSchema, at: string) =>
  `Value${isSensitive(member) ? '' : ' null'} at '${at}' failed to satisfy constraint: Member must not be null`

const isSensitive = (member: NormalizedSchema) => member.getMergedTraits().sensitive === 1

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)

const lowerFirst = (name: string) => name.charAt(0).toLowerCase() + name.slice(1)
