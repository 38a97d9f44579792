import { quoted } from './values/parsed.js'

/** What an input says, beside what the plan says of the same thing. */
export interface PlanClaim {
  readonly input: string
  /** Undefined: the input was not given. */
  readonly given: string | undefined
  /** The texts that mean what was planned, such as the name and the ID of a resource; none when nothing was. */
  readonly planned: readonly string[]
  /** Whether the values may be shown. */
  readonly isSecret?: boolean
}

/** The inputs that contradict the plan, each with what is wrong, in words that complete the input's name. */
export function planContradictions(
  claims: readonly PlanClaim[],
): readonly { readonly input: string; readonly problem: string }[] {
  return claims.flatMap(({ input, given, planned, isSecret = false }) => {
    if (given === undefined || planned.includes(given)) return []
    const advice = 'Remove the input, or make a new plan.'
    if (isSecret) return [{ input, problem: `contradicts the plan. ${advice}` }]
    const [name, ...others] = [...new Set(planned)]
    const other = others.length === 0 ? '' : ` (${others.join(', ')})`
    const plannedText = name === undefined ? 'for none' : `for ${name}${other}`
    return [{ input, problem: `is ${quoted(given)}, but the plan is ${plannedText}. ${advice}` }]
  })
}
