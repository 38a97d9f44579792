export type Json = Readonly<Record<string, unknown>>

/** What is wrong where in feature flags: the constraint, the path and the offending value as text. */
export interface Fault {
  readonly Constraint: string
  readonly Location: string
  readonly Value: string
}

/** The attributes of one flag value that break the constraints that the flag defines for them. */
export function attributeFaults(at: string, attributes: Json, value: Json): Fault[] {
  return Object.entries(attributes).flatMap(([name, attribute]) => {
    const constraints = isRecord(attribute) ? attribute['constraints'] : undefined
    if (!isRecord(constraints)) return []
    const given = value[name]
    const Location = `${at}.${name}`
    if (given === undefined) {
      const missing = constraints['required'] === true && value['enabled'] === true
      return missing ? [{ Constraint: 'Required', Location, Value: '' }] : []
    }
    const broken = brokenConstraint(constraints, given)
    return broken === undefined ? [] : [{ Constraint: broken, Location, Value: shown(given) }]
  })
}

function brokenConstraint(constraints: Json, given: unknown): string | undefined {
  const type = constraints['type']
  if (typeof type === 'string' && type !== typeOf(given)) return `Type(${type})`
  const each: readonly unknown[] = Array.isArray(given) ? given : [given]
  const own =
    Array.isArray(given) && isRecord(constraints['elements']) ? constraints['elements'] : constraints
  return each.map((entry) => brokenScalar(own, entry)).find((broken) => broken !== undefined)
}

function brokenScalar(constraints: Json, given: unknown): string | undefined {
  const { enum: allowed, pattern, minimum, maximum } = constraints
  if (Array.isArray(allowed) && !allowed.includes(given)) return `OneOf(${allowed.map(shown).join(', ')})`
  if (typeof pattern === 'string' && typeof given === 'string' && !new RegExp(pattern).test(given)) {
    return `Pattern(${pattern})`
  }
  if (typeof given !== 'number') return undefined
  if (typeof minimum === 'number' && given < minimum) return `Minimum(${minimum})`
  if (typeof maximum === 'number' && given > maximum) return `Maximum(${maximum})`
  return undefined
}

const typeOf = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value)
const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

export const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
